"""The engine of the pack that ships, built once per process."""

from functools import cache

from hipexpert.graphs.explained import Engine


@cache
def shipped_engine() -> Engine:
    """The engine of the hip pack. It holds no state of any assessment."""
    return Engine()
