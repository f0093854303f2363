"""The published and the authored cases, read once: what the runner says and what is expected."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, eq=False)
class Case:
    """One case file. ``answers`` are its findings and what it denies by group; ``notes`` are on one line."""

    id: str
    path: Path
    answers: dict[str, Any]
    expect: dict[str, Any]
    read_twice: bool
    notes: str

    @property
    def in_scope(self) -> bool:
        """Whether the case is one that the pack is meant for."""
        return bool(self.expect["in_scope"])

    @property
    def at_least(self) -> str:
        """The lowest urgency that is safe."""
        return str(self.expect["urgency"]["at_least"])

    @property
    def at_most(self) -> str:
        """The highest urgency that is sensible."""
        return str(self.expect["urgency"]["at_most"])


@cache
def cases(folder: str) -> tuple[Case, ...]:
    """The cases of ``published`` or ``authored``, by name."""
    return tuple(_read(path) for path in sorted((FOLDER / folder).glob("*.yaml")))


def _read(path: Path) -> Case:
    data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    answers = {**data["findings"], **({"none_of": data["none_of"]} if "none_of" in data else {})}
    return Case(data["id"], path, answers, data["expect"], "second_reading" in data, " ".join(data.get("notes", "").split()))


PUBLISHED = cases("published")
READ_TWICE = tuple(case for case in PUBLISHED if case.read_twice)
MADE_WITH = tuple(case for case in PUBLISHED if not case.read_twice)  # the rules were made with these at hand
AUTHORED = cases("authored")
EVERYDAY = tuple(case for case in AUTHORED if case.id.startswith("everyday_"))
