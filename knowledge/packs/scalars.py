"""What a bare word says by itself, the same wherever it is written: in YAML, in a cell, after ``-f``, in a reply.

A number is decimal: ``070`` is seventy, ``4e1`` forty and ``38,5`` what ``38.5`` is; ``1,500`` (one and a half, or a thousand
more?), ``0x2e``, ``1_000``, ``1:30`` and digits of other scripts are no numbers.
"""

import re

# What Unicode calls white space, spelt out: engines agree neither on what they take off a text nor on what a pattern means by it.
WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*|,[0-9]{1,2})?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"  # as every engine understands it
SEPARATORS = ",;|"  # between the things that one text names
_NUMBER = re.compile(NUMBER)
_NO_NUMBER = re.compile(r"[+-]?\.?(?:nan|inf|infinity)", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?[0-9]+")
_SEPARATOR = re.compile(f"[{SEPARATORS}]")
LONGEST_WHOLE = 100  # Python refuses to write out whole numbers of very many digits


def number_in(text: str) -> float | None:
    """The number that a text is; None when it is none. One that no float can hold is infinite."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def is_no_number(text: str) -> bool:
    """Whether a text names what is not a number, or infinity."""
    return _NO_NUMBER.fullmatch(text) is not None


def parts_of(text: str) -> list[str]:
    """The things that a text names, with commas, semicolons or bars between them."""
    return [part.strip(WHITE) for part in _SEPARATOR.split(text)]


def plain_number_in(text: str) -> int | float | str:
    """A number of YAML or JSON as data; the text itself when it is none, or one that no float can hold."""
    if len(text) <= LONGEST_WHOLE and _WHOLE.fullmatch(text):
        return int(text)
    number = None if "," in text else number_in(text)
    return text if number is None or number in (float("inf"), float("-inf")) else number
