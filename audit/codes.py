"""The published list of ICD-10-CM codes, as far as the audit reads it: the categories of the codes that are asked for.

The list lies in the data of `simple_icd_10_cm`. To import that library reads all 98,000 codes, which takes a hundred times as long as the
categories that a pack names; what is a code, and what it is called, is here as the library says.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

PLACEHOLDER = "X"
CATEGORY = 3  # characters, those before the dot
EXTENDED = 8  # characters of a code that says which encounter it is about, with its dot
_HEADING = re.compile(rb"<(/?)diag\b")
_END = b"</diag>"


@cache
def is_listed(code: str) -> bool:
    """Whether the code, with its dot, is in the list."""
    return _found(code) is not None


@cache
def below(code: str) -> Sequence[str]:
    """The codes of which a heading is made; none of a code itself. Raises KeyError for what is not listed."""
    found = _listed(code)
    return (*(each.name for each in found.parts), *found.extended)


@cache
def described(code: str) -> tuple[str, ...]:
    """What the list calls a code, and the headings above it: the chapter last, and before it the block. Raises KeyError for what is not
    listed.
    """
    found = _listed(code)
    return found.called, *(each.called for each in found.above())


class _Entry:
    """A chapter, a block, a heading or a code, with what it belongs to."""

    def __init__(self, name: str, called: str, parent: "_Entry | None", element: Element | None = None) -> None:
        self.name = name
        self.called = called
        self.parent = parent
        self.endings = {} if element is None else _endings(element)
        self.parts = [] if element is None else [_entry(each, self) for each in element.iterfind("diag")]

    def above(self) -> "Iterator[_Entry]":
        """What it belongs to, the nearest first."""
        if self.parent is not None:
            yield self.parent
            yield from self.parent.above()

    def every(self) -> "Iterator[_Entry]":
        """It and all that it is made of, but what a seventh character makes."""
        yield self
        for part in self.parts:
            yield from part.every()

    @cached_property
    def extended(self) -> "Mapping[str, _Entry]":
        """The codes that are made of a code by a seventh character, where it takes one."""
        endings = next((each.endings for each in (self, *self.above()) if each.endings), {})
        if self.parts:
            return {}
        stem = (self.name + "." * (len(self.name) == CATEGORY)).ljust(EXTENDED - 1, PLACEHOLDER)
        made = {f"{stem}{ending}": f"{self.called}, {says}" for ending, says in endings.items()}
        return {name: _Entry(name, called, self) for name, called in made.items() if name.replace(".", "").encode() in _in_use()}


def _entry(element: Element, parent: _Entry | None) -> _Entry:
    return _Entry(element.findtext("name") or "", element.findtext("desc") or "", parent, element)


def _endings(element: Element) -> dict[str, str]:
    """The seventh characters that the codes below take, with what each says."""
    found: dict[str, str] = {}
    for each in element.iterfind("sevenChrDef/*"):
        if each.tag == "extension":
            found[each.attrib["char"]] = each.text or ""
        elif each.tag == "note" and found and each.text:
            found[list(found)[-1]] += f"/{each.text}"
    return found


def _listed(code: str) -> _Entry:
    found = _found(code)
    if found is None:
        raise KeyError(code)
    return found


@cache
def _found(code: str) -> _Entry | None:
    """What is listed under a code."""
    listed = _category(code[:CATEGORY])
    if code in listed or len(code) != EXTENDED:
        return listed.get(code)
    stem = code[:-1]
    while stem not in listed and stem.endswith((PLACEHOLDER, ".")):
        stem = stem[:-1]
    return listed[stem].extended.get(code) if stem in listed else None


@cache
def _category(name: str) -> Mapping[str, _Entry]:
    """Everything that the list has in a category, by name; nothing where it has no such category."""
    text = _read("*.xml")
    heading = b"<name>%b</name>" % name.encode()
    named = text.find(heading, max(0, text.find(b'<section id="%b' % name[:1].encode())))
    if named < 0:  # a block may begin with another letter
        named = text.find(heading)
    if len(name) != CATEGORY or named < 0:
        return {}
    begins = text.rindex(b"<diag", 0, named)
    deep = 0
    for tag in _HEADING.finditer(text, begins):
        deep += -1 if tag[1] else 1
        if not deep:
            category = _parsed(text[begins : tag.start()] + _END)
            return {each.name: each for each in _entry(category, _block(begins, category)).every()}
    raise ValueError(f"the list ends within {name}")


def _block(begins: int, category: Element) -> _Entry:
    """The block, below its chapter, in which a category begins here. One that is called like its only category is told of as that is."""
    text = _read("*.xml")
    block, chapter = text.rindex(b"<section id", 0, begins), text.rindex(b"<chapter>", 0, begins)
    read = _parsed(text[block : text.index(b"<diag", block)] + b"</section>")
    told = category if read.get("id") == category.findtext("name") else read
    above = _entry(_parsed(text[chapter : text.index(b"<section id", chapter)] + b"</chapter>"), None)
    return _Entry("", told.findtext("desc") or "", above, read)


@cache
def _in_use() -> frozenset[bytes]:
    """The codes that are in use, without dots: not all that could be made by a seventh character are."""
    return frozenset(_read("code-list*.txt").replace(b".", b"").split())


@cache
def _read(pattern: str) -> bytes:
    """A file of the library's data."""
    spec = find_spec("simple_icd_10_cm")
    folders = spec.submodule_search_locations if spec is not None else None
    (path,) = (path for folder in folders or () for path in Path(folder, "data").glob(pattern))
    return path.read_bytes()


def _parsed(part: bytes) -> Element:
    return fromstring(part)  # noqa: S314  # of an installed library, not of a stranger
