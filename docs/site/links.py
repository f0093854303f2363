"""The links of the finished site: none leads to a page, file or anchor that is not there, and no page loads anything from elsewhere."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class _Page(HTMLParser):
    """The anchors of a page, what it links to and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.linked: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element is called and leads to."""
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value or "")
            elif tag == "a" and name == "href":
                self.linked.append(value or "")
            elif _LOADED.get(tag) == name:
                self.loaded.append(value or "")


def broken_links(site: Path) -> list[str]:
    """A line for each link that leads nowhere and each thing that is loaded from elsewhere; none is good."""
    pages = {path.resolve(): _read(path) for path in sorted(site.rglob("*.html"))}
    return [f"{path.relative_to(site.resolve())}: {said}" for path, page in pages.items() for said in _faults(path, page, pages)]


def _faults(path: Path, page: _Page, pages: dict[Path, _Page]) -> Iterator[str]:
    for target in dict.fromkeys(page.loaded):
        if target == "#":  # what the theme says of itself on the page of the search
            continue
        if urlsplit(target).netloc:
            yield f"loads {target}"
        elif not (path.parent / unquote(urlsplit(target).path)).is_file():
            yield f"loads {target}, which is not there"
    for target in dict.fromkeys(page.linked):
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not goal.is_file():
            yield f"links to {target}, which is not there"
        elif parts.fragment and goal in pages and goal.name != "map.html" and unquote(parts.fragment) not in pages[goal].anchors:
            yield f"links to {target}, where there is no such place"


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page
