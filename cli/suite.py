"""``hipexpert test``: run cases and rule checks, and say how much they cover."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_result
from hipexpert.cli.output import keep_apart, write_all

if TYPE_CHECKING:
    from hipexpert.audit.suite.values import SuiteRun
    from hipexpert.graphs.explained import ExplainingEngine
    from hipexpert.knowledge.cases.suites import Suite

FORMATS = ("text", "json", "markdown")
FAILED = 3
MEASURES = ("rules", "premises", "mutants", "weights")

NOTHING = "nothing to test: give case files or folders of them"
NOTHING_HELP = """in a checkout: hipexpert test tests/cases
       `hipexpert test --help` shows a case and a rule check"""

EPILOG = """\b
A case:
  id: sore_outer_hip
  findings:
    pain_site: [lateral_hip]
    agg_lying_on_side: yes
  expect:
    accepted: [gluteal_tendinopathy_gtps]
    urgency: {at_least: self_care, at_most: routine}
    reasons: [outer-hip-pain-on-side-lying-or-one-leg-is-a-lateral-tendon-pattern]
\b
A file of rule checks:
  checks:
  - rule: a-reported-or-measured-temperature-is-a-fever
    fires: [{fever: yes}, {temperature_c: 38}]
    silent: [{temperature_c: 37.9}]
"""


HELP = """Test a pack with CASES: files of cases and of rule checks, or folders with them.

Each failure is told with what was expected, what came, and how it came. The exit code is 3 when something fails or a
measure is below --at-least, and 0 when all is well.
"""


@click.command("test", epilog=EPILOG, help=HELP)
@click.argument("cases", nargs=-1, metavar="[CASES]...")
@click.option("--coverage", is_flag=True, help="Name the rules that never fire and the premises not shown to matter.")
@click.option("--mutate", is_flag=True, help="Change the rules one by one and name the changes that nothing notices.")
@click.option(
    "--at-least",
    "floors",
    multiple=True,
    metavar="[MEASURE=]PERCENT",
    help="Exit with code 3 when a measure asked for is lower: rules, premises or mutants; without a name each of them.",
)
@click.option("--prove/--no-prove", default=None, help="Ask z3 about the mutants that survive.  [default: when it is installed]")
@click.option(
    "--scaffold",
    metavar="PATH",
    help="Write checks for the rules that lack them, as the rules stand, to a new file or to files in PATH/. Read each before you keep it.",
)
@click.option("--knowledge", "pack", metavar="PACK", help="The folder of the pack to test.  [default: the hip pack that ships]")
@form_options(*FORMATS)
@user_errors
def suite(
    cases: tuple[str, ...],
    coverage: bool,
    mutate: bool,
    floors: tuple[str, ...],
    prove: bool | None,
    scaffold: str | None,
    pack: str | None,
    form: str | None,
    output: str | None,
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.graphs.explained import ExplainingEngine
    from hipexpert.knowledge.cases.suites import read_suite
    from hipexpert.rendering.reports.suite import suite_report

    chosen = chosen_form(form, output, FORMATS)
    wanted = _floors(floors, coverage, mutate)
    if not cases:
        raise ProblemsError([Problem("nothing", NOTHING, "", NOTHING_HELP)])
    keep_apart(output, *cases, pack)
    engine = ExplainingEngine(pack)
    read = read_suite(cases, engine.pack)
    run = _run(engine, read, coverage, mutate, prove)
    if scaffold is not None:
        from hipexpert.audit.suite.whole import scaffold_for

        _write_checks(scaffold_for(engine, read), scaffold)
    write_result(run, lambda full: suite_report(run, full=full), chosen, output)
    if run.failures or _below(run, wanted):
        raise click.exceptions.Exit(FAILED)


def _run(engine: "ExplainingEngine", read: "Suite", coverage: bool, mutate: bool, prove: bool | None) -> "SuiteRun":
    from hipexpert.audit.suite.whole import suite_run
    from hipexpert.cli.progress import bars

    with bars() as shown:
        return suite_run(engine, read, coverage=coverage, mutate=mutate, prove=prove, watch=shown)


def _write_checks(checks: Mapping[str, str], target: str) -> None:
    """To one file, or, where the target is a folder, to a file for each file of rules. What is there is never overwritten."""
    from hipexpert.engine import Problem, ProblemsError

    if target.endswith("/") or Path(target).is_dir():
        texts = {Path(target) / name: f"checks:\n{items}" for name, items in checks.items()}
    else:
        texts = {Path(target): "checks:\n" + "".join(checks.values())} if checks else {}
    there = [Problem("file-exists", "checks are not written over a file", str(path), "name a new one") for path in texts if path.exists()]
    if there:
        raise ProblemsError(there)
    write_all({path: text.encode() for path, text in texts.items()})


def _floors(words: tuple[str, ...], coverage: bool, mutate: bool) -> Mapping[str, float]:
    """The least percent of each measure. Raises ProblemsError for what is no measure, no percent, or not asked for."""
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.knowledge import did_you_mean

    asked = [*(["rules", "premises"] if coverage else []), *(["mutants"] if mutate else [])]
    found: dict[str, float] = {}
    problems: list[Problem] = []
    for word in words:
        name, equals, number = word.rpartition("=")
        place = f"--at-least {word}"
        try:
            percent = float(number)
        except ValueError:
            percent = -1.0
        if not 0 <= percent <= 100:
            problems.append(Problem("bad-percent", f"`{number}` is not a percentage", place, "for instance --at-least premises=95"))
        elif equals and name not in MEASURES:
            problems.append(
                Problem("unknown-measure", f"unknown measure `{name}`", place, did_you_mean(name, MEASURES, ", ".join(MEASURES)))
            )
        elif not asked or (equals and name not in (*asked, *(["weights"] if mutate else []))):
            help_text = "add --mutate" if name in ("mutants", "weights") else "add --coverage" if equals else "add --coverage or --mutate"
            problems.append(Problem("not-measured", "this is not measured", place, help_text))
        else:
            found |= dict.fromkeys([name] if equals else asked, percent)
    if problems:
        raise ProblemsError(problems)
    return found


def _below(run: "SuiteRun", wanted: Mapping[str, float]) -> bool:
    from hipexpert.audit.suite.whole import measured_percents

    measured = measured_percents(run)
    return any(measured[name] < least for name, least in wanted.items())
