"""``hipexpert simulate``: what a pack concludes about many random runners."""

from pathlib import Path

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_result
from hipexpert.cli.output import keep_apart, write

FORMATS = ("text", "json", "markdown", "svg")

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


HELP = """Draw N random runners whose answers break no constraint of the pack, and assess them all.

Tells how often each rule fires, how urgent the runners come out, which rules never fired, and which pairs of conditions
were never told apart. It audits the rules; it says nothing about how common anything is.
"""


@click.command(epilog=EPILOG, help=HELP)
@click.argument("runners", type=click.IntRange(min=1), metavar="N")
@click.option("--seed", type=click.IntRange(min=0, max=2**31), default=1, show_default=True, help="The same seed draws the same runners.")
@click.option("--weights", metavar="FILE", help="How often which answer is drawn.  [default: every question in half of the runners]")
@form_options(*FORMATS)
@click.option("--knowledge", "pack", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")
@user_errors
def simulate(runners: int, seed: int, weights: str | None, form: str | None, output: str | None, pack: str | None) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.cli.progress import bars
    from hipexpert.cohort.drawing import DrawingWeights, read_weights_file
    from hipexpert.cohort.simulating import simulate as simulated
    from hipexpert.graphs.explained import ExplainingEngine
    from hipexpert.rendering.reports.simulation import simulation_report

    keep_apart(output, weights, pack)
    chosen = chosen_form(form, output, FORMATS)
    engine = ExplainingEngine(pack)
    known = read_weights_file(Path(weights), engine.pack) if weights is not None else DrawingWeights()
    with bars() as shown:
        watch = shown("runners")
        simulation = simulated(engine.pack, engine.compiled.program, runners, seed, known, lambda done: watch(done, runners))
    if chosen == "svg":
        from hipexpert.rendering.simulation_svg import simulation_to_svg

        write(simulation_to_svg(simulation), output)
    else:
        write_result(simulation, lambda full: simulation_report(simulation, full=full), chosen, output)
