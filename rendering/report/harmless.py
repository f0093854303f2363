"""Words of strangers that are safe to show.

INVARIANT: what a pack, a case, a table, a command line or the name of a file says reaches a reader as text. Each writer
passes what it is given through :func:`harmless`; what is written as a whole passes through :func:`without_controls` besides.
"""

import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def harmless(text: str) -> str:
    """A text that quotes a stranger's file: what could steer the terminal, turn words round or hide some is written out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode() for char in text)


def without_controls(document: str) -> str:
    """A whole document in any form without a character that could steer a terminal: each is written as JSON writes it, so
    that JSON says the same as before.
    """
    return _CONTROLS.sub(lambda found: _as_in_json(found[0]), document)


def _as_in_json(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))
