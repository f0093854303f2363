"""``hipexpert audit``: what is wrong with a pack, where, a runner who shows it, and what to do."""

import datetime
from typing import TYPE_CHECKING, Literal

import click

from hipexpert import __version__
from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_report
from hipexpert.cli.output import keep_apart, write

if TYPE_CHECKING:
    from hipexpert.audit.values import Severity, Violation

FORMATS = ("text", "json", "sarif", "markdown", "html", "junit", "github")
DOES_NOT_LOAD = 2
VIOLATED = 3


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime.date | Literal["release"] | None:
    """The day that was meant; None when none was named."""
    if value is None:
        return None
    if value == "release":
        return "release"
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"`{value}` is no date: write year-month-day, such as 2026-11-21, or `release`") from None


HELP = """Check a pack: the graph of its rules, their logic one by one and together, gaps, safety, sources and wording.

PACK is the folder of a pack.  [default: the hip pack that ships]

Exit code 0: clean; 3: violations at or above --fail-on; 2: the pack does not load, or the command was wrong.
"""


@click.command(help=HELP)
@click.argument("pack", required=False, metavar="[PACK]")
@click.option("--check", "only", multiple=True, metavar="NAME", help="Run only this check. Repeat it for more.")
@click.option("--skip", multiple=True, metavar="NAME", help="Leave this check out. Repeat it for more.")
@form_options(*FORMATS)
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "note")),
    default="error",
    show_default=True,
    help="Exit with code 3 when a violation is at least this severe.",
)
@click.option("--prove/--no-prove", default=None, help="Prove what holds of every runner.  [default: prove if z3 is installed]")
@click.option("--second-solver", is_flag=True, help="Let cvc5 prove each theorem and claim again that z3 has proved.")
@click.option(
    "--as-of",
    callback=_day,
    metavar="DATE",
    help="Hold review dates against this day, or against the day of the pack's `release`.  [default: today]",
)
@click.option("--release", is_flag=True, help="Ask too that every red flag, claim and contraindication is signed (`hipexpert review`).")
@click.option("--notes", is_flag=True, help="List the notes too in the text form, and not only their number.")
@click.option("--baseline", metavar="FILE", help="Count only what FILE, an earlier report with --format json, does not know yet.")
@click.option(
    "--help-uri", metavar="URI", default="", help="Of SARIF: where the pages of the checks are published, as `make docs` makes them."
)
@click.option("--explain", "name", metavar="NAME", help="Say what a check is about, with an example, and end.")
@click.option("--list", "listing", is_flag=True, help="List the checks, and end.")
@user_errors
def audit(
    pack: str | None,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    form: str | None,
    fail_on: "Severity",
    prove: bool | None,
    second_solver: bool,
    as_of: datetime.date | Literal["release"] | None,
    release: bool,
    notes: bool,
    baseline: str | None,
    help_uri: str,
    output: str | None,
    name: str | None,
    listing: bool,
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    if name is not None or listing:
        from hipexpert.rendering.reports.audit import check_report, checks_report

        write_report(checks_report() if name is None else check_report(name), "text", output)
        return
    chosen = chosen_form(form, output, FORMATS)
    keep_apart(output, pack, baseline)
    from hipexpert.audit.running.audit import audit as run
    from hipexpert.knowledge.json_text import json_text

    known = _known(baseline)
    report = run(pack, only=only, skip=skip, prove=prove, as_of=as_of, release=release, second_solver=second_solver)
    if known is not None:
        from hipexpert.audit.running.baseline import beside_baseline

        report = beside_baseline(report, known)
    if chosen == "json":
        write(json_text(report), output)
    elif chosen == "junit":
        from hipexpert.rendering.audit.junit import report_to_junit

        write(report_to_junit(report, fail_on), output)
    elif chosen == "github":
        from hipexpert.rendering.audit.annotations import report_to_annotations

        write(report_to_annotations(report, notes=notes), output)
    elif chosen == "sarif":
        from hipexpert.rendering.audit.sarif import report_to_sarif

        write(report_to_sarif(report, __version__, help_uri), output)
    elif chosen == "html":
        from hipexpert.rendering.audit.page import audit_page

        write(audit_page(report), output)
    else:
        from hipexpert.rendering.reports.audit import audit_report

        full = chosen != "text"
        write_report(audit_report(report, full=full, notes=notes or full), chosen, output)
    if not report.loaded:
        raise click.exceptions.Exit(DOES_NOT_LOAD)
    if report.at_or_above(fail_on):
        raise click.exceptions.Exit(VIOLATED)


def _known(baseline: str | None) -> "tuple[Violation, ...] | None":
    """What an earlier report found; None without one."""
    if baseline is None:
        return None
    from hipexpert.audit.running.baseline import known_in

    return known_in(baseline)
