"""How much of a long piece of work is done: a bar on standard error where a person watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

Watch = Callable[[int, int], None]


@contextmanager
def bars() -> Iterator[Callable[[str], Watch]]:
    """Gives for each part of the work who is told how much of it is done, and of how much. The bars vanish at the end."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}/{task.total:,}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def of(what: str) -> Watch:
            task = progress.add_task(what, total=None)
            return lambda done, total: progress.update(task, completed=done, total=total)

        yield of
