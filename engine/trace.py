"""The trace of a session: a flat, time-ordered list of a closed set of events. Trees are built only on rendering."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """A fact was given to the session."""

    step: int
    fact: str


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule fired: it newly derived the facts ``derived`` and gave one more reason for the facts ``confirmed``."""

    step: int
    rule: str
    derived: tuple[str, ...]
    confirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A tally was taken: its total, and the marks it reached."""

    step: int
    tally: str
    total: int
    derived: tuple[str, ...]
    confirmed: tuple[str, ...]


Event = Given | Fired | Weighed
