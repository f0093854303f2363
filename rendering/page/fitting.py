"""Text in a box of a drawing, where nothing measures it: widths are reckoned, generously, for the usual sans-serif faces."""

from functools import cache

_NARROW = frozenset("iIjlft.,;:'!|()[]/ -")
_WIDE = frozenset("mwMWQGO%@+")
_LATIN = 0x2E80  # above it stand the scripts with square letters
SIZE = 12  # pixels, of the text that is fitted


def width_of(text: str) -> float:
    """About how many pixels a text takes at ``SIZE``, rather more than less."""
    return sum(map(_width, text))


@cache
def _width(letter: str) -> float:
    if letter in _NARROW:
        return 0.34 * SIZE
    if letter in _WIDE:
        return 0.88 * SIZE
    return (1.05 if ord(letter) > _LATIN else 0.68 if letter.isupper() else 0.58) * SIZE


def wrapped(text: str, width: int, most: int) -> tuple[str, ...]:
    """A text in at most so many lines of so many pixels; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    words = [part for word in text.split() for part in _parts(word, width)]
    while words and len(lines) < most:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}") <= width:
            line += f" {words.pop(0)}"
        lines.append(line)
    if words:
        lines[-1] = _cut(lines[-1], width)
    return tuple(lines)


def heading(text: str, width: int) -> tuple[str, ...]:
    """The heading of a picture, in bold type half as large again, in at most three lines."""
    return wrapped(text, round(width / 1.65), 3)


def _parts(word: str, width: int) -> list[str]:
    """A word, in pieces when it is wider than a line."""
    if width_of(word) <= width:
        return [word]
    pieces = [""]
    for each in word:
        if width_of(pieces[-1] + each) > width:
            pieces.append("")
        pieces[-1] += each
    return pieces


def _cut(line: str, width: int) -> str:
    while line and width_of(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
