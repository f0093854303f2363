"""A page as a test reads it: its elements with their attributes and text, every tag closed in its turn."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})


@dataclass
class Element:
    """An element of a page."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def all(self, *names: str) -> list["Element"]:
        """The elements below with one of the names (all of them without a name), in order."""
        found: list[Element] = []
        left = [self]
        while left:
            each = left.pop()
            if not names or each.name in names:
                found.append(each)
            left.extend(reversed(each.children))
        return found

    @property
    def text(self) -> str:
        """All text below, in order, with spaces as a reader sees them."""
        return " ".join("".join(self._pieces()).split())

    def _pieces(self) -> list[str]:
        return self.texts + [piece for child in self.children for piece in child._pieces()]

    def one(self, identifier: str) -> "Element":
        """The element with an id."""
        (found,) = [each for each in self.all() if each.attributes.get("id") == identifier]
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in {tag}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG that is empty."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes the element that was opened last."""
        assert self.open[-1].name == tag, f"{tag} closes {self.open[-1].name}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text; where it stands among the children does not matter to the tests."""
        self.open[-1].children.append(Element("#text", {}, [], [data]))


def read_page(text: str) -> Element:
    """The page as its root. Asserts that every tag is closed in its turn."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert len(reader.open) == 1, reader.open[-1].name
    return reader.open[0]
