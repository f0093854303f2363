"""How a page is laid out: headings with anchors, tables, lists, text that Markdown leaves alone."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

# Underlines inside a word mean nothing to Markdown; at its edge they do.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~&]|(?<!\w)_|_(?!\w)")


def text(words: str) -> str:
    """Words of the pack as Markdown that shows exactly them, on one line."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(words.split()))


def sentence(words: str) -> str:
    """Words of the pack as a sentence: a capital first, a full stop last."""
    shown = text(words)
    return shown[:1].upper() + shown[1:] + ("" if shown.endswith((".", "?", "!")) else ".")


def code(word: str) -> str:
    """An id or a value as it is typed."""
    fence = "``" if "`" in word else "`"
    pad = " " if fence == "``" else ""
    return f"{fence}{pad}{word}{pad}{fence}".replace("|", "\\|")


def web_link(address: str) -> str:
    """A web address as a link; anything else only as its text."""
    return f"<{quote(address, safe=_ADDRESS)}>" if re.match(r"https?://", address) else code(address)


_ADDRESS = ":/?#[]@!$&'()*+,;=%-._~"


def heading(level: int, title: str, anchor: str = "") -> list[str]:
    """A heading, with an anchor of its own before it when one is given: titles change, ids do not."""
    line = f"{'#' * level} {text(title)}"
    return [f'<a id="{anchor}"></a>', "", line, ""] if anchor else [line, ""]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; cells are Markdown already."""
    lines = [_row(columns), _row(["---"] * len(columns)), *(_row(row) for row in rows)]
    return [*lines, ""]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def properties(rows: Iterable[tuple[str, str]]) -> list[str]:
    """A table of names and what they are; rows without a value are left out."""
    return table(("", ""), [(name, value) for name, value in rows if value])


def bullets(items: Iterable[str], none: str = "") -> list[str]:
    """A list, or the sentence for an empty one; nothing at all when that is empty too."""
    lines = [f"- {item}" for item in items]
    return [*lines, ""] if lines else [none, ""] if none else []


def number(decibans: int) -> str:
    """A weight with its sign."""
    return f"{decibans:+d}"


def bar(decibans: int) -> str:
    """A weight as a bar beside its number; the style sheet of the site gives it its colour."""
    return f'<span class="bar {"for" if decibans >= 0 else "against"}" style="width: {abs(decibans) / 4:g}em"></span>'


def counted(count: int, thing: str, things: str = "") -> str:
    """``1 rule``, ``2 rules``."""
    return f"{count} {thing if count == 1 else things or f'{thing}s'}"
