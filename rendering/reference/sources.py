"""The page of the sources: the bibliography, and everything that cites each entry."""

from collections.abc import Iterable

from hipexpert.knowledge.packs.grading import source_grade
from hipexpert.knowledge.packs.pack import Citation, Source
from hipexpert.rendering.cited import place_in
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import bullets, code, counted, heading, properties, text, web_link
from hipexpert.rendering.reference.links import NOT_FOLLOWED, SOURCES, Links

Citing = dict[str, dict[str, dict[str, list[Citation]]]]


def source_pages(book: Book) -> dict[str, str]:
    """The one page of the sources, by id."""
    links = book.links(SOURCES)
    citing = _citing(book, links)
    lines = [
        *heading(1, "Sources"),
        f"{counted(len(book.pack.sources), 'source')}. The grade of a rule is the best kind of source that supports it.",
        "",
    ]
    for source in sorted(book.pack.sources, key=lambda each: each.id):
        lines += _source(source, citing.get(source.id, {}))
    return {SOURCES: book.page(lines)}


def _citing(book: Book, links: Links) -> Citing:
    """What cites each source: by source, kind of citing entry, and link to it."""
    pack = book.pack
    found: Citing = {}

    def add(kind: str, link: str, citations: Iterable[Citation]) -> None:
        for citation in citations:
            found.setdefault(citation.ref, {}).setdefault(kind, {}).setdefault(link, []).append(citation)

    for rule in sorted(pack.rules, key=lambda each: each.id):
        add("rules", links.rule(rule), rule.sources)
    for condition in sorted(pack.conditions, key=lambda each: each.id):
        kind = "conditions" if condition.kind == "condition" else "contributing factors"
        add(kind, links.condition(condition.id), condition.sources)
    for advice in sorted(pack.advice, key=lambda each: each.id):
        add("advice", links.advice(advice.id), advice.sources)
    for claim in sorted(pack.not_followed, key=lambda each: each.id):
        add("claims that are not followed", links.to(NOT_FOLLOWED, claim.id, code(claim.id)), claim.sources)
    return found


def _source(source: Source, citing: dict[str, dict[str, list[Citation]]]) -> list[str]:
    lines = heading(2, source.title, source.id)
    lines += properties(
        [
            ("id", code(source.id)),
            ("kind", source_grade(source).replace("_", " ")),
            ("published in", text(source.publisher)),
            ("year", str(source.year or "")),
            ("DOI", web_link(f"https://doi.org/{source.doi}") if source.doi else ""),
            ("address", web_link(source.url) if source.url else ""),
        ]
    )
    lines += [] if citing else ["Nothing cites it.", ""]
    for kind, entries in citing.items():
        lines += [f"Cited by {kind}:", ""]
        lines += bullets(f"{link}{_where(citations)}" for link, citations in entries.items())
    return lines


def _where(citations: list[Citation]) -> str:
    """Where a source is cited for something, in brackets; against it where it refutes."""
    places = [text(place_in(each)) + ("; **refutes**" if each.stance == "refute" else "") for each in citations]
    shown = ", ".join(place.removeprefix("; ") for place in places if place)
    return f" ({shown})" if shown else ""
