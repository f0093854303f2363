"""``hipexpert simulate``: what a pack concludes about many random runners."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.output import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hipexpert.cohort.random_runners import Simulation

FORMATS = ("text", "json", "markdown", "svg")
BY_SUFFIX = {".json": "json", ".md": "markdown", ".svg": "svg"}

EPILOG = """\b
A weights file (YAML): the share of questions answered, and how often what is said:
  answered: 0.8
  findings:
    limp: 0.1                        # yes in one of ten answers
    pain_side: {left: 1, right: 1}   # relative to one another
    pain_site: {buttock: 0.4}        # the share of each value, the others never
    age_years: [18, 60]              # the lowest and the highest

\b
Examples:
  hipexpert simulate 100000
  hipexpert simulate 1000000 --seed 7 -o simulation.svg
"""


@click.command(short_help="Assess random runners: which rules fire, and how often.", epilog=EPILOG)
@click.argument("runners", type=click.IntRange(min=1), metavar="N")
@click.option("--seed", type=click.IntRange(min=0, max=2**31), default=1, show_default=True, help="The same seed draws the same runners.")
@click.option("--weights", metavar="FILE", help="How often which answer is drawn.  [default: every question in half of the runners]")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to write the result.  [default: by the name of FILE, else text]")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")
@click.option("--knowledge", "pack", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")
@user_errors
def simulate(runners: int, seed: int, weights: str | None, form: str | None, output: str | None, pack: str | None) -> None:
    """Draw N random runners whose answers break no constraint of the pack, and assess them all.

    Tells how often each rule fires, how urgent the runners come out, which rules never fired, and which pairs of conditions
    were never told apart. It audits the rules; it says nothing about how common anything is.
    """
    from hipexpert.cohort.drawing import DrawingWeights, read_weights_file
    from hipexpert.cohort.simulating import simulate as simulated
    from hipexpert.graphs.explained import ExplainingEngine

    engine = ExplainingEngine(pack)
    known = read_weights_file(Path(weights), engine.pack) if weights is not None else DrawingWeights()
    with _counted(runners) as watch:
        simulation = simulated(engine.pack, engine.compiled.program, runners, seed, known, watch)
    chosen = form or BY_SUFFIX.get(Path(output).suffix.lower() if output else "", "text")
    if chosen == "text" and output is None:
        from hipexpert.cli.simulation_screen import show_simulation

        show_simulation(simulation)
    else:
        write(_rendered(simulation, chosen), output)


@contextmanager
def _counted(runners: int) -> "Iterator[Callable[[int], None]]":
    """Who is told how many runners are done: a progress bar where a person watches."""
    from rich import progress
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (progress.MofNCompleteColumn(), progress.BarColumn(), progress.TaskProgressColumn(), progress.TimeRemainingColumn())
    with progress.Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=runners)
        yield lambda done: bar.update(task, completed=done)


def _rendered(simulation: "Simulation", form: str) -> str:
    if form == "json":
        from hipexpert.knowledge.json_text import json_text

        return json_text(simulation)
    if form == "markdown":
        from hipexpert.rendering.simulation_markdown import simulation_to_markdown

        return simulation_to_markdown(simulation)
    if form == "svg":
        from hipexpert.rendering.simulation_svg import simulation_to_svg

        return simulation_to_svg(simulation)
    from hipexpert.cli.simulation_screen import plain_simulation

    return plain_simulation(simulation)
