"""The catalogue of the program's own texts, in the language of whoever reads them.

English stands in the code and is what is looked up, so it costs nothing. Which language a text is said in belongs to the work in
hand (a :class:`contextvars.ContextVar`): two requests, tasks or threads never hear each other. What a pack says is translated by the
pack (:mod:`hipexpert.knowledge.packs.languages`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
"""The languages of the interface by their codes, each with its name in itself."""

_FOLDER = Path(__file__).parent
_NOW: ContextVar[str] = ContextVar("language", default=ENGLISH)
_LEFT: ContextVar[frozenset[str]] = ContextVar("texts left in English", default=frozenset())


def language() -> str:
    """The code of the language that texts are said in here."""
    return _NOW.get()


@contextmanager
def speaking(code: str, left_in_english: frozenset[str] = frozenset()) -> Iterator[None]:
    """Say every text in a language for as long as this lasts. ``left_in_english`` are texts of a pack that it has no words for in this
    language: pages mark them as English. A language that there is no catalogue for is English.
    """
    now = _NOW.set(code if code in LANGUAGES else ENGLISH)
    left = _LEFT.set(left_in_english)
    try:
        yield
    finally:
        _LEFT.reset(left)
        _NOW.reset(now)


def is_foreign(text: str) -> bool:
    """Whether a text of the pack stands in English amid another language."""
    return text in _LEFT.get()


def say(text: str, /, **named: object) -> str:
    """A text of the program in the language of this work, with what is ``named`` put in: ``say("%(rest)s more", rest=3)``."""
    return say_in(_NOW.get(), text, **named)


def say_in(code: str, text: str, /, **named: object) -> str:
    """The same in a language by its code: for texts that are worked out once for a pack, whoever asks first. A pack may be translated
    into a language that there is no catalogue for: then it is English, as in :func:`speaking`.
    """
    said = text if code == ENGLISH or code not in LANGUAGES else read(code).gettext(text)
    return said % named if named else said


def say_n(one: str, many: str, number: int, /, **named: object) -> str:
    """A text about a number of things: ``one`` or ``many`` in English, in another language as it counts. The number is named
    ``number``.
    """
    code = _NOW.get()
    said = (one if number == 1 else many) if code == ENGLISH else read(code).ngettext(one, many, number)
    return said % {"number": figures(number), **named}


def later(text: str) -> str:
    """A text that stands in the code in one place and is said in another: so the catalogue knows of it."""
    return text


def capital(text: str) -> str:
    """A text as it begins a sentence: with a large first letter, and the others as they are, which German nouns need."""
    return text[:1].upper() + text[1:]


def figures(number: float, code: str | None = None) -> str:
    """A number as it is written in a language: ``1,500`` and ``37.5``, in German ``1.500`` and ``37,5``."""
    written = f"{number:,}"
    return written.translate(_SWAPPED) if (_NOW.get() if code is None else code) == "de" else written


def decimal(number: str, code: str) -> str:
    """A number without groups as it is written in a language: ``37.5``, in German ``37,5``."""
    return number.replace(".", ",") if code == "de" else number


_SWAPPED = str.maketrans(",.", ".,")


@cache
def read(code: str) -> "NullTranslations":
    """The catalogue of a language: compiled in what is installed, in a checkout compiled from its text on the way. Where Babel, which does
    that, is missing in a checkout, the program's own texts are English: no language is a reason to tell a runner nothing.
    """
    from gettext import GNUTranslations, NullTranslations
    from io import BytesIO

    compiled = _FOLDER / f"{code}.mo"
    if compiled.exists():
        return GNUTranslations(BytesIO(compiled.read_bytes()))
    try:
        from hipexpert.languages.compiling import compiled_catalogue
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "babel":
            raise
        return NullTranslations()
    return GNUTranslations(BytesIO(compiled_catalogue(_FOLDER / f"{code}.po")))
