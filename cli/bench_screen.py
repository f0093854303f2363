"""A measurement on a terminal, at 80 columns: the figures first, then every miss with its reasons."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from hipexpert.audit.measuring.measures import Benchmark, CaseOutcome
from hipexpert.cli.terminal import plain_drawing, show_drawing
from hipexpert.rendering.bench_words import (
    ABOUT,
    LEVEL_HEADINGS,
    Row,
    baseline_table,
    comparison_lines,
    level_rows,
    measure_rows,
    miss_rows,
    missed_cases,
)

FAULTS = {"under": "bold red", "over": "yellow"}


def show_benchmark(benchmark: Benchmark) -> None:
    """Print a measurement on standard output."""
    show_drawing(lambda console: _print(console, benchmark))


def plain_benchmark(benchmark: Benchmark) -> str:
    """The same as plain text."""
    return plain_drawing(lambda console: _print(console, benchmark))


def _print(console: Console, benchmark: Benchmark) -> None:
    scope, every = benchmark.in_scope, benchmark.every_case
    _table(console, ("", "in scope", "all cases"), measure_rows((scope, every)))
    _section(console, "Triage by lowest safe level, in scope")
    _table(console, LEVEL_HEADINGS, level_rows(scope.triage.by_expected))
    _section(console, "Triage by level printed, in scope")
    _table(console, LEVEL_HEADINGS, level_rows(scope.triage.by_printed))
    _section(console, "Baselines, in scope")
    headings, *rows = baseline_table(scope)
    _table(console, headings, rows)
    if benchmark.comparison is not None:
        _section(console, "Compared with the other pack, in scope")
        _table(console, ("", "this pack", "the other"), measure_rows((scope, benchmark.comparison.in_scope)))
        for line in comparison_lines(benchmark.comparison):
            console.print(Text(line))
    missed = missed_cases(benchmark)
    _section(console, f"Misses: {len(missed)} of {every.cases} cases")
    for outcome in missed:
        _miss(console, outcome)
    _section(console, "How to read this")
    console.print(Text(ABOUT))
    console.print(Text(benchmark.disclaimer, style="italic"))
    about = benchmark.knowledge
    console.print(Text(f"Knowledge: {about.pack} {about.version} ({about.content_hash[:12]})", style="dim"))


def _section(console: Console, title: str) -> None:
    console.print()
    console.print(Line(title, style="dim", align="left"))


def _table(console: Console, headings: Sequence[str], rows: Iterable[Row]) -> None:
    table = Table.grid(padding=(0, 1))
    for _ in headings:
        table.add_column()
    table.add_row(*(Text(each, style="bold") for each in headings))
    for row in rows:
        table.add_row(*(Text(each) for each in row))
    console.print(table)


def _miss(console: Console, outcome: CaseOutcome) -> None:
    scope = "" if outcome.in_scope else " (out of scope)"
    console.print(Text(f"{outcome.case}{scope}", style="bold") + Text(f"  {outcome.title}", style="dim"))
    table = Table.grid(padding=(0, 1))
    table.add_column(width=9, justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for word, text in miss_rows(outcome):
        table.add_row(Text(word, style=FAULTS.get(word, "")), Text(text))
    console.print(table)
