"""The nearest right name for a wrong one."""

import difflib
from collections.abc import Iterable


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name most like a word, or None when nothing is alike."""
    found = difflib.get_close_matches(word.lower(), sorted(names), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """A line of help that names the nearest right name, or ``otherwise``."""
    found = nearest(word, names)
    return f"did you mean `{found}`?" if found else otherwise
