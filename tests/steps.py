"""Counting what a piece of work does, where a clock would say something else on every machine."""

from collections.abc import Callable
from cProfile import Profile


def steps(work: Callable[[], object]) -> int:
    """How many functions are called, of Python and of its libraries."""
    counting = Profile(subcalls=False)  # in C: a Python function that counts takes longer than what it counts
    counting.runcall(work)
    return sum(each.callcount for each in counting.getstats())
