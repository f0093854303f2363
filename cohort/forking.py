"""Tables in a process that was forked: the threads of polars did not come along, and whoever waits for them waits for ever."""

import os
from pathlib import Path

from hipexpert.cohort.columns import FrameError
from hipexpert.engine import Problem


class _Threads:
    """Whether polars has begun threads in this process, and whether they stayed behind in the one that it was forked from."""

    def __init__(self) -> None:
        self.used = False
        self.at_fork = False
        self.left_behind = False

    def before_fork(self) -> None:
        self.at_fork = self.are_there()

    def in_child(self) -> None:
        self.left_behind = self.left_behind or self.at_fork

    def are_there(self) -> bool:
        """Linux knows the names of threads; elsewhere they are there once a table was assessed."""
        try:
            names = [each.joinpath("comm").read_text().strip() for each in Path("/proc/self/task").iterdir()]
        except OSError:
            return self.used
        return any(name.startswith(("polars-0", "async-executor")) for name in names)


_threads = _Threads()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_threads.before_fork, after_in_child=_threads.in_child)


def check_threads() -> None:
    """Raise :class:`FrameError` in a process in which polars would wait for ever."""
    if _threads.left_behind:
        message = "tables cannot be assessed in a forked process whose parent has used polars: its threads stayed behind"
        help_text = 'start processes with multiprocessing.get_context("spawn"), or fork before the first table'
        raise FrameError([Problem("forked", message, "", help_text)])
    _threads.used = True
