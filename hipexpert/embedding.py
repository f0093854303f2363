"""The engine as an embedding program gets it: one runner with every explanation, and tables of runners."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from hipexpert.graphs.explained import ExplainingEngine

if TYPE_CHECKING:
    from hipexpert.cohort import FrameMapping


class Engine(ExplainingEngine):
    """The expert system: ``Engine().assess({...})``. Build one and keep it; threads may share it."""

    def assess_frame(
        self, frame: Any, *, mapping: "FrameMapping | Mapping[str, object] | None" = None, results: Iterable[str] | None = None
    ) -> Any:
        """What follows for every row of a table; see :func:`hipexpert.assess_frame`."""
        from hipexpert.cohort import assess_frame

        return assess_frame(frame, self.pack, self.compiled.program, mapping, results)


@cache
def shipped_engine() -> Engine:
    """The engine of the hip pack, built once per process. It holds no state of any assessment."""
    return Engine()
