"""What a scaffold comes to: files to write, what is in them, and what is left to a person."""

from msgspec import Struct


class ScaffoldFile(Struct, frozen=True):
    """A file as it shall be. ``added`` is the text that is new in it; ``new`` says that there was no such file."""

    path: str
    content: bytes
    added: str
    new: bool


class Made(Struct, frozen=True):
    """Something that was made: ``what`` (a rule, a check …), its id, and ``file:line``."""

    what: str
    id: str
    place: str


class Pair(Struct, frozen=True):
    """Answers with which a rule fires, answers with which it does not, and the finding in whose answer alone they differ."""

    fires: str
    silent: str
    apart: str


class Scaffold(Struct, frozen=True):
    """Everything that a scaffold writes, nothing of it written yet.

    ``to_do`` is what only a person can fill in, ``commands`` what to run next.
    """

    files: tuple[ScaffoldFile, ...]
    made: tuple[Made, ...]
    to_do: tuple[str, ...]
    commands: tuple[str, ...]
    pair: Pair | None = None
