"""``hipexpert diff``: two packs compared by meaning."""

from typing import TYPE_CHECKING

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_result
from hipexpert.cli.output import keep_apart

if TYPE_CHECKING:
    from hipexpert.audit.difference.values import PackDifference
    from hipexpert.knowledge import Pack

FORMATS = ("text", "json", "markdown")
DIFFERENT = 3
FAIL_ON = (
    *("any", "never", "higher", "lower", "released", "first", "plan", "other", "claims", "weaker"),
    *("answering", "questions", "ranking", "returning", "texts", "sources"),
)

EPILOG = """\b
Exit code: 0 no such difference, 2 misuse, 3 a difference that --fail-on names.
What is not decided counts as a difference: it is not known to be none.
\b
Examples:
  hipexpert diff knowledge/hip my_pack
  hipexpert diff old_pack new_pack --format markdown --fail-on lower --fail-on released --fail-on claims
"""


HELP = """Compare the packs in the folders OLD and NEW by meaning.

Which runners, in whatever way they answer, get a higher or a lower urgency, advice that was withheld, another first condition or
plan, or any other conclusion from the new pack? Each question ends in a runner who shows it, in the proof that there is none, or
in "not decided". Then what people are asked and told in other words, and the entries that changed.
"""


@click.command(epilog=EPILOG, help=HELP)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@form_options(*FORMATS)
@click.option("--prove/--no-prove", default=True, help="Prove over all runners with z3, or only draw some by lot.  [default: prove]")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    multiple=True,
    default=("any",),
    help="Exit with code 3 when this differs, or may: of runners the urgency (higher, lower), withheld advice that is given (released), "
    "the first condition, the plan, or another conclusion; a safety claim that is lowered (claims); what keeps somebody safe, "
    "said weaker (weaker); or what is answered, asked, ranked, told or cited. Can be repeated.  [default: any]",
)
@user_errors
def diff(old: str, new: str, form: str | None, output: str | None, prove: bool, fail_on: tuple[str, ...]) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.audit.difference.comparing import compared
    from hipexpert.rendering.reports.two_packs import packs_report

    chosen = chosen_form(form, output, FORMATS)
    keep_apart(output, old, new)
    difference = compared(*_both(old, new), prove=prove)
    write_result(difference, lambda full: packs_report(difference, full=full, folder=new), chosen, output)
    if _fails(difference, fail_on):
        raise click.exceptions.Exit(DIFFERENT)


def _both(old: str, new: str) -> "tuple[Pack, Pack]":
    """Both packs; the problems of both at once, each with the folder it is in."""
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.knowledge import load_pack

    packs, problems = [], []
    for folder in (old, new):
        try:
            packs.append(load_pack(folder))
        except ProblemsError as error:
            places = ((each, each.place if each.place.startswith(folder) else f"{folder}: {each.place}") for each in error.problems)
            problems += [Problem(each.code, each.message, place, each.help) for each, place in places]
    if problems:
        raise ProblemsError(problems)
    return packs[0], packs[1]


def _fails(difference: "PackDifference", fail_on: tuple[str, ...]) -> bool:
    """Whether there is, or may be, a difference of a kind that fails."""
    if "never" in fail_on:
        return False
    return any(each.answer != "no" for each in difference.findings if "any" in fail_on or each.question in fail_on)
