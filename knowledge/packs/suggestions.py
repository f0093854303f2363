"""Names that somebody asks for, and the nearest right one for a wrong one.

What is asked for may come from the body of a request, and be anything that JSON holds: it is asked here whether it is a name at all.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Any, TypeGuard


def is_name(word: object, names: Container[str]) -> TypeGuard[str]:
    """Whether a word is one of the names."""
    return isinstance(word, str) and word in names


def one_by_one(names: object) -> tuple[Any, ...]:
    """What is asked for, one after the other: a single name stands for itself, and so does what is no list at all."""
    return tuple(names) if isinstance(names, Iterable) and not isinstance(names, str | bytes | Mapping) else (names,)


def nearest(word: object, names: Iterable[str]) -> str | None:
    """The name most like a word, or None when nothing is alike."""
    if not isinstance(word, str):
        return None
    import difflib  # only for what is misspelt

    found = difflib.get_close_matches(word.lower(), sorted(names), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: object, names: Iterable[str], otherwise: str = "") -> str:
    """A line of help that names the nearest right name, or ``otherwise``."""
    found = nearest(word, names)
    return f"did you mean `{found}`?" if found else otherwise
