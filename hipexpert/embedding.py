"""The engine as an embedding program gets it: one runner with every explanation, and tables of runners."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from hipexpert.graphs.explained import ExplainingEngine

if TYPE_CHECKING:
    import datetime

    from hipexpert.cohort import FrameMapping
    from hipexpert.knowledge.words import Reading


class Engine(ExplainingEngine):
    """The expert system: ``Engine().assess({...})``. Build one and keep it; threads may share it."""

    def assess_frame(
        self, frame: Any, *, mapping: "FrameMapping | Mapping[str, object] | None" = None, results: Iterable[str] | None = None
    ) -> Any:
        """What follows for every row of a table; see :func:`hipexpert.assess_frame`."""
        from hipexpert.cohort import assess_frame

        return assess_frame(frame, self.pack, self.compiled.program, mapping, results)

    def read_words(self, text: str, *, today: "datetime.date | None" = None) -> "Reading":
        """What the pack understands of a text in somebody's own words; see :func:`hipexpert.read_words`."""
        from hipexpert.knowledge.words import read_words

        return read_words(text, self.pack, today)


@cache
def shipped_engine() -> Engine:
    """The engine of the hip pack, built once per process. It holds no state of any assessment."""
    return Engine()
