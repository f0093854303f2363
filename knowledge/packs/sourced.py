"""What every sourced entry of a pack says of itself: what it cites, and when it was last read beside that."""

import datetime
from typing import Literal

from msgspec import Struct

from hipexpert.knowledge.packs.ladder import Level
from hipexpert.knowledge.packs.vocabulary import Id, Line

Support = Literal["support", "refute"]
SourceType = Literal["guideline", "review", "study", "textbook", "patient_info", "seed"]


class Testimony(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a source says, written down apart from every rule, so that rules, pictures and claims can be held against it.

    ``of`` are people, each in the words of a command line (``age_years=12 limp=yes``): of each of them the source says that what they
    say ``supports`` a condition, or ``opposes`` it, or that they get ``at_least`` a level. ``of_condition`` is said of whoever has it.
    ``row`` is the row of the authors' own tables; a source says what its row says, whichever entries cite it.
    """

    row: Line
    of: tuple[Line, ...] = ()
    of_condition: Id = ""
    supports: Id = ""
    opposes: Id = ""
    at_least: Level | None = None


class Source(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An entry of the bibliography, and what it ``tells``."""

    id: str
    title: Line
    type: SourceType
    publisher: str = ""
    year: int | None = None
    doi: str = ""
    url: str = ""
    tells: tuple[Testimony, ...] = ()


class Citation(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A source that supports or refutes something: the place ``at`` which that was looked up in it, and the ``row`` of the
    project's own tables for which it was read.
    """

    ref: str
    stance: Support = "support"
    at: str = ""
    row: str = ""


class Review(Struct, frozen=True, forbid_unknown_fields=True):
    """When an entry was last read beside its sources, and by whom: a role, such as "physiotherapist"."""

    date: datetime.date
    by: Line

    @property
    def text(self) -> str:
        """The day and the role, as it is shown."""
        return f"{self.date.isoformat()} by {self.by}"


NEVER_REVIEWED = Review(datetime.date.min, "nobody")  # what nobody has reviewed yet; the audit says so
