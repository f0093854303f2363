"""What every sourced entry of a pack says of itself: what it cites, and when it was last read beside that."""

import datetime
from typing import Literal

from msgspec import Struct

from hipexpert.knowledge.packs.vocabulary import Line

Support = Literal["support", "refute"]
SourceType = Literal["guideline", "review", "study", "textbook", "patient_info", "seed"]


class Source(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An entry of the bibliography."""

    id: str
    title: Line
    type: SourceType
    publisher: str = ""
    year: int | None = None
    doi: str = ""
    url: str = ""


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
