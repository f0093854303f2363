"""Finds what `address_of_another_source.md` describes."""

import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.sourced import Source

SHAPE = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?")
DOI = re.compile(r"10\.\d{4,9}/\S+")
_YEAR = re.compile(r"(?<!\d)(?:19[6-9]|20[0-4])\d(?!\d)")
_FIRST_PAGE = re.compile(r":(\d+)[-\u2013]\d+")
_PAGE_IN_ADDRESS = re.compile(r"/p(\d+)(?:\.html?)?$")
NEAR = 1
"""What was published online in one year is printed in the next."""


def _find(subject: Subject) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for source in subject.pack.sources:
        for address in (source.url, source.doi):
            other = seen.setdefault(_bare(address), source.id) if address else source.id
            if other != source.id:
                message = f"`{source.id}` and `{other}` have one address: is one of them another's, or are they one source?"
                yield Found.about("sources", source.id, message, "give each its own, or cite one of them only", (f"source:{other}",))
        for message in _wrong(source):
            yield Found.about("sources", source.id, message, "look the source up again, and write down where it stands")


def _bare(address: str) -> str:
    """An address without what does not tell one page from another."""
    return re.sub(r"^(?:https?://)?(?:www\.|dx\.)?(?:doi\.org/)?", "", address.strip().casefold()).rstrip("/")


def _wrong(source: Source) -> Iterator[str]:
    """What in the address of a source does not fit the rest of it."""
    if source.url and not SHAPE.fullmatch(source.url):
        yield f"`{source.url}` is no address of a page"
    if source.doi and not DOI.fullmatch(source.doi):
        yield f"`{source.doi}` is no DOI"
    inside = DOI.search(source.url)
    if inside and source.doi and _bare(inside[0]) != _bare(source.doi):
        yield f"the address leads to {inside[0]}, and its DOI is {source.doi}: which is it?"
    years = [int(each) for each in _YEAR.findall(source.url)]
    if years and source.year is not None and min(abs(each - source.year) for each in years) > NEAR:
        yield f"the address speaks of {years[0]}, and the source is of {source.year}: is it another's?"
    page, first = _PAGE_IN_ADDRESS.search(source.url), _FIRST_PAGE.search(source.publisher)
    if page and first and page[1] != first[1]:
        yield f"the address leads to page {page[1]}, and the source begins on page {first[1]}: is it another's?"


CHECK = Check("address-of-another-source", "provenance", "note", _find)
