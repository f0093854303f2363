"""The lexical side of CLIPS: symbols, texts, comments and numbers.

INVARIANT: whatever a stranger's pack says in an id, a title or a question, it stays one symbol, one text or one comment.
"""

import re
import textwrap
from importlib import resources

WIDTH = 100
_SAFE = re.compile(r"[A-Za-z_*][A-Za-z0-9_./!=+*>-]*\Z")


def constructs(name: str) -> str:
    """Constructs that are the same in every export: the file ``constructs/NAME.clp``, capitals standing for what is filled in."""
    return resources.files("hipexpert.rendering.clips").joinpath("constructs", f"{name}.clp").read_text("utf-8")


def symbol(name: str) -> str:
    """A name as one CLIPS symbol; different names give different symbols.

    What CLIPS would read otherwise (white space, brackets, a digit in front) is written as ``%`` and its code.
    """
    if _SAFE.match(name):
        return name
    kept = (each if index and re.match(r"[A-Za-z0-9_./!=+*>-]", each) else _coded(each) for index, each in enumerate(name))
    return "".join(kept) or "%"


def _coded(char: str) -> str:
    return char if re.match(r"[A-Za-z_*]", char) else f"%{ord(char):x}%"


def quoted(text: str) -> str:
    """A text in double quotes, on one line."""
    plain = _line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def comment(text: str, indent: str = "") -> list[str]:
    """A text as comment lines."""
    return [f"{indent}; {line}" for line in textwrap.wrap(_line(text), WIDTH - len(indent) - 2, break_on_hyphens=False)]


def heading(text: str) -> list[str]:
    """The title of a section, with a line of white space before it."""
    return ["", f";;; ---- {_line(text)} " + "-" * max(4, WIDTH - 11 - len(_line(text))), ""]


def number(value: float) -> str:
    """A number as CLIPS reads it, exactly."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _line(text: str) -> str:
    """The text on one line: whatever could end a line or steer a terminal becomes a space."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
