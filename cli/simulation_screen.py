"""A simulation on a terminal, at 80 columns."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hipexpert.cli.terminal import plain_drawing, show_drawing
from hipexpert.cohort.random_runners import Simulation
from hipexpert.rendering.simulation_words import (
    LEVEL_HEADINGS,
    PAIR_HEADINGS,
    RULE_HEADINGS,
    SHOWN,
    Row,
    level_rows,
    pair_rows,
    rare_rule_rows,
    summary,
)


def show_simulation(simulation: Simulation) -> None:
    """Print a simulation on standard output."""
    show_drawing(lambda console: _print(console, simulation))


def plain_simulation(simulation: Simulation) -> str:
    """The same as plain text."""
    return plain_drawing(lambda console: _print(console, simulation))


def _print(console: Console, simulation: Simulation) -> None:
    for line in summary(simulation):
        console.print(Text(line))
    _section(console, "Urgency")
    _table(console, LEVEL_HEADINGS, level_rows(simulation))
    _section(console, f"Rules that never fired: {len(simulation.never_fired)}")
    for name in simulation.never_fired[:SHOWN]:
        console.print(Text(f"  {name}"))
    if len(simulation.never_fired) > SHOWN:
        console.print(Text(f"  and {len(simulation.never_fired) - SHOWN} more; --format json has all", style="dim"))
    _section(console, "Rules that fired least")
    _table(console, RULE_HEADINGS, rare_rule_rows(simulation))
    _section(console, f"Pairs of conditions never told apart: {len(simulation.never_separated)}")
    if simulation.never_separated:
        _table(console, PAIR_HEADINGS, pair_rows(simulation))
    console.print()
    console.print(Text(simulation.note))
    console.print(Text(simulation.disclaimer, style="italic"))
    about = simulation.knowledge
    console.print(Text(f"Knowledge: {about.pack} {about.version} ({about.content_hash[:12]})", style="dim"))


def _section(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold"))


def _table(console: Console, headings: Row, rows: Sequence[Row]) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="left" if not number else "right", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
