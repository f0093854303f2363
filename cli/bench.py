"""``hipexpert bench``: measure a pack on cases whose answer is known."""

from pathlib import Path

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_result
from hipexpert.cli.output import keep_apart

FORMATS = ("text", "json", "markdown")
UNDER_TRIAGED = 3

NOTHING = "nothing to measure: give case files or folders of them"
NOTHING_HELP = """in a checkout: hipexpert bench tests/cases/published
       a case is a file for `hipexpert explain` with `id:` and `expect:`; `hipexpert bench --help` shows one"""

EPILOG = """\b
A case:
  id: sore_outer_hip
  findings:
    pain_site: [lateral_hip]
    agg_lying_on_side: yes
  expect:
    accepted: [gluteal_tendinopathy_gtps, trochanteric_bursitis]
    urgency: {at_least: self_care, at_most: routine}
"""


HELP = """Measure a pack on CASES: case files, or folders with case files.

How often is the right condition first, or among the first three or five; how often is the urgency within its safe range;
which cases are missed, and why. Every share comes with its Wilson 95 % interval and beside simple baselines.
"""


@click.command(epilog=EPILOG, help=HELP)
@click.argument("cases", nargs=-1, metavar="[CASES]...")
@form_options(*FORMATS)
@click.option("--knowledge", "pack", metavar="PACK", help="The folder of the pack to measure.  [default: the hip pack that ships]")
@click.option("--compare", "other", metavar="OTHER_PACK", help="Measure another pack beside it and test the difference (McNemar).")
@click.option("--settings", metavar="FILE", help="Cross-validate by source: choose among the settings of the weighing in FILE.")
@click.option("--fail-under-triage", is_flag=True, help="Exit with code 3 when any case in scope is under-triaged.")
@user_errors
def bench(
    cases: tuple[str, ...],
    form: str | None,
    output: str | None,
    pack: str | None,
    other: str | None,
    settings: str | None,
    fail_under_triage: bool,
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from msgspec.structs import replace

    from hipexpert.audit.measuring.comparing import compared
    from hipexpert.audit.measuring.cross_validation import by_source
    from hipexpert.audit.measuring.measuring import measured
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.graphs.explained import ExplainingEngine
    from hipexpert.knowledge.cases.cases import read_cases
    from hipexpert.knowledge.cases.settings import read_settings
    from hipexpert.rendering.reports.bench import bench_report

    chosen = chosen_form(form, output, FORMATS)
    if not cases:
        raise ProblemsError([Problem("nothing", NOTHING, "", NOTHING_HELP)])
    keep_apart(output, *cases, pack, other, settings)
    engine = ExplainingEngine(pack)
    read = read_cases(cases, engine.pack)
    benchmark = compared(read, engine, ExplainingEngine(other)) if other is not None else measured(read, engine)
    if settings is not None:
        weighings = read_settings(Path(settings), engine.pack)
        benchmark = replace(benchmark, by_source=by_source(read, engine.pack, weighings, ExplainingEngine))
    write_result(benchmark, lambda _: bench_report(benchmark), chosen, output)
    if fail_under_triage and benchmark.in_scope.triage.under.count:
        raise click.exceptions.Exit(UNDER_TRIAGED)
