"""A test run on a terminal, at 80 columns: what failed and why, then what is not covered and which mutants survive."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from hipexpert.audit.suite.stories import Progress as Watch
from hipexpert.audit.suite.values import Coverage, Failure, Mutation, SuiteRun, Survivor
from hipexpert.cli.derivation_tree import drawn_tree
from hipexpert.cli.terminal import plain_drawing, show_drawing
from hipexpert.rendering.suite_words import (
    ABOUT_COVERAGE,
    ABOUT_MUTATION,
    OPERATOR_HEADINGS,
    Row,
    coverage_rows,
    headline,
    mismatch_rows,
    mutation_line,
    operator_rows,
    story_to_add,
    survivor_lines,
    uncovered_rows,
)

LISTED = 40
WORDS = {"expected": "green", "got": "bold red"}


def show_suite_run(run: SuiteRun) -> None:
    """Print a test run on standard output."""
    show_drawing(lambda console: _print(console, run))


def plain_suite_run(run: SuiteRun) -> str:
    """The same as plain text."""
    return plain_drawing(lambda console: _print(console, run))


class Bars:
    """A bar for each part of the work on standard error, on a terminal only."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def of(self, what: str) -> Watch:
        """Shows how much of this part is done."""
        task = self._progress.add_task(what, total=None)

        def watch(done: int, total: int) -> None:
            self._progress.update(task, completed=done, total=total)

        return watch


@contextmanager
def bars() -> Iterator[Bars]:
    """Bars that vanish when the work is done."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Bars(progress)


def _print(console: Console, run: SuiteRun) -> None:
    for failure in run.failures:
        _failure(console, failure)
    console.print(Text(headline(run), style="bold red" if run.failures else "bold green"))
    if run.coverage is not None:
        _coverage(console, run.coverage)
    if run.mutation is not None:
        _mutation(console, run.mutation)
    about = run.knowledge
    console.print(Text(f"Knowledge: {about.pack} {about.version} ({about.content_hash[:12]})", style="dim"))


def _failure(console: Console, failure: Failure) -> None:
    console.print(Text(failure.name, style="bold") + Text(f"  {failure.title}", style="dim"))
    console.print(Text(f"  {failure.place}", style="dim"))
    table = Table.grid(padding=(0, 1))
    table.add_column(width=10, justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for word, text in mismatch_rows(failure):
        table.add_row(Text(word, style=WORDS.get(word, "")), Text(text))
    console.print(table)
    for step in failure.how:
        console.print(drawn_tree(step))
    console.print()


def _coverage(console: Console, coverage: Coverage) -> None:
    _section(console, "Coverage")
    _table(console, coverage_rows(coverage))
    rows = list(uncovered_rows(coverage))
    for rule, place, what in rows[:LISTED]:
        console.print(Text(rule, style="cyan") + Text(f"  {place}", style="dim"))
        console.print(Text(f"  {what}"))
    _rest(console, len(rows) - LISTED)
    console.print(Text(ABOUT_COVERAGE, style="italic"))


def _mutation(console: Console, mutation: Mutation) -> None:
    _section(console, "Mutation")
    console.print(Text(mutation_line(mutation), style="bold"))
    _table(console, [OPERATOR_HEADINGS, *operator_rows(mutation)])
    for survivor in mutation.survivors[:LISTED]:
        _survivor(console, survivor)
    _rest(console, len(mutation.survivors) - LISTED)
    for each in mutation.proved_equivalent[:LISTED]:
        console.print(
            Text("equivalent ", style="dim") + Text(each.rule, style="cyan") + Text(f"  {each.operator}: {each.before} -> {each.after}")
        )
    _rest(console, len(mutation.proved_equivalent) - LISTED)
    console.print(Text(ABOUT_MUTATION, style="italic"))


def _survivor(console: Console, survivor: Survivor) -> None:
    console.print(Text(survivor.mutant.rule, style="cyan") + Text(f"  {survivor.mutant.place}", style="dim"))
    for line in survivor_lines(survivor):
        console.print(Text(f"  {line}"))
    for line in story_to_add(survivor).splitlines():
        console.print(Text(f"    {line}"))


def _rest(console: Console, number: int) -> None:
    if number > 0:
        console.print(Text(f"and {number} more: --format json or markdown lists all", style="dim"))


def _section(console: Console, title: str) -> None:
    console.print()
    console.print(Line(title, style="dim", align="left"))


def _table(console: Console, rows: Iterable[Row]) -> None:
    table = Table.grid(padding=(0, 2))
    for row in rows:
        table.add_row(*(Text(each) for each in row))
    console.print(table)
