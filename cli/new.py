"""``hipexpert new``: a pack, a rule or a condition to start from, with a case that passes and a near miss."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import write_report
from hipexpert.cli.output import write_all

if TYPE_CHECKING:
    from hipexpert.audit.scaffolds.values import Scaffold
    from hipexpert.knowledge.packs.sourced import Review

RULE_EPILOG = """\b
A premise, a conclusion and a source are the YAML of the pack, or shorter:
  --when limp=yes      --when 'age_years>=60'    --when pain_site=buttock,sit_bone
  --when '{any: [{limp: true}, {pattern: bone_stress}]}'
  --then urgency=soon  --then supports=labral_tear,strong   --then '{avoid: ID}'
  --source smith2020='table 2'

\b
Example:
  hipexpert new rule a-hip-that-gives-way-is-seen-within-a-week --pack my_pack \\
    --when giving_way=yes --then urgency=soon --source memory='agreed in our clinic' \\
    --because 'A hip that gives way may make a runner fall.'
"""
CONDITION_EPILOG = """\b
Example:
  hipexpert new condition sore_hip --pack my_pack --name 'Sore hip' \\
    --prior common --typical-urgency routine --region buttock \\
    --when pain_site=buttock --strength moderate --source memory
"""


NEW_HELP = """Start a pack, a rule or a condition, each with a case that passes and a near miss that was run.

Files of yours keep their comments and their form, and either everything is written or nothing.
"""


@click.group(help=NEW_HELP)
def new() -> None:
    """Run the verb; :data:`NEW_HELP` says what it does."""


def _date(_context: click.Context, _option: click.Parameter, value: datetime.datetime | None) -> datetime.date | None:
    return value.date() if value is not None else None


def _review(date: datetime.date | None, by: str) -> "Review | None":
    from hipexpert.knowledge.packs.sourced import Review

    return Review(date, by) if date is not None else None


# The other options of each verb are the arguments of the function that makes it, and called like them.
_PACK = click.option("--pack", "folder", required=True, metavar="FOLDER", help="The folder of the pack to add to.")
_CASES = click.option("--cases", metavar="FOLDER", help="The folder of its cases and checks.  [default: FOLDER_cases beside the pack]")
_BECAUSE = click.option("--because", default="", metavar="TEXT", help="Why a clinician believes it.  [default: a placeholder]")
_REVIEWED = click.option(
    "--reviewed",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_date,
    metavar="DATE",
    help="The day on which you read it beside its sources.  [default: never, which the audit reports]",
)
_BY = click.option("--by", default="author", show_default=True, metavar="ROLE", help="Who read it: a role, such as physiotherapist.")
_DRY = click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
_SOURCE = click.option(
    "--source", "sources", multiple=True, metavar="ID[=WHERE]", help="A source of the pack, and where in it. Repeat it for more."
)


PACK_HELP = """Write a small whole pack to FOLDER, and its cases to FOLDER_cases beside it.

Everything in it is an example that says nothing about health. It loads, its cases pass, and the audit finds nothing above a
note: replace it piece by piece and keep it so.
"""


@new.command("pack", short_help="A small whole pack of examples to replace, and its cases.", help=PACK_HELP)
@click.argument("folder", metavar="FOLDER")
@click.option("--name", default="", metavar="ID", help="The id of the pack.  [default: the name of FOLDER]")
@click.option("--title", default="", metavar="TEXT", help="Its title.  [default: its id in words]")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Who writes it. Repeat it for more.")
@click.option(
    "--reviewed", type=click.DateTime(["%Y-%m-%d"]), callback=_date, metavar="DATE", help="The date of the examples.  [default: today]"
)
@_CASES
@_DRY
@user_errors
def new_pack(folder: str, reviewed: datetime.date | None, dry_run: bool, **given: Any) -> None:
    """Run the verb; :data:`PACK_HELP` says what it does."""
    from hipexpert.audit.scaffolds.pack import new_pack as made

    day = reviewed or datetime.datetime.now(tz=datetime.UTC).date()
    _write(made(folder, reviewed=day, **given), dry_run)


RULE_HELP = """Add the rule ID to a pack, and to its checks a story in which it fires and one, an answer away, in which it does not."""


@new.command("rule", short_help="A rule with a check in which it fires and nearly fires.", epilog=RULE_EPILOG, help=RULE_HELP)
@click.argument("rule_id", metavar="ID")
@_PACK
@click.option("--when", multiple=True, metavar="PREMISE", help="When it holds. Several must hold together.")
@click.option("--then", multiple=True, metavar="CONCLUSION", help="What follows. Repeat it for more.")
@_SOURCE
@click.option("--title", default="", metavar="TEXT", help="One sentence.  [default: what ID reads as]")
@_BECAUSE
@_REVIEWED
@_BY
@click.option("--file", metavar="FILE", help="The file of rules.  [default: where most rules conclude the same]")
@_CASES
@_DRY
@user_errors
def new_rule(rule_id: str, folder: str, reviewed: datetime.date | None, by: str, dry_run: bool, **given: Any) -> None:
    """Run the verb; :data:`RULE_HELP` says what it does."""
    from hipexpert.audit.scaffolds.rule import new_rule as made

    _write(made(folder, rule_id, reviewed=_review(reviewed, by), **given), dry_run)


CONDITION_HELP = """Add the condition ID to a pack, with a rule as evidence for it, a typical case, and a near miss one answer away."""


@new.command(
    "condition", short_help="A condition with evidence, a typical case and a near miss.", epilog=CONDITION_EPILOG, help=CONDITION_HELP
)
@click.argument("condition_id", metavar="ID")
@_PACK
@click.option("--name", default="", metavar="TEXT", help="What it is called.  [default: ID in words]")
@click.option("--plain", default="", metavar="TEXT", help="What it is, for the runner.  [default: a placeholder]")
@click.option("--prior", default="", metavar="CLASS", help="very_common, common, uncommon, rare or very_rare.")
@click.option("--typical-urgency", default="", metavar="LEVEL", help="emergency, urgent, soon, routine or self_care.")
@click.option("--region", "regions", multiple=True, metavar="PLACE", help="Where it hurts. Repeat it for more.  [default: any]")
@click.option("--when", multiple=True, metavar="PREMISE", help="What speaks for it. Several must hold together.")
@click.option("--strength", default="", metavar="WORD", help="How strongly: defining, strong, moderate, weak, or lr=4.8 as published.")
@click.option("--rule", default="", metavar="ID", help="The id of the rule.  [default: the-typical-story-supports-ID]")
@_SOURCE
@click.option("-f", "answers", multiple=True, metavar="FINDING=VALUE", help="What a typical runner says besides. Repeat it for more.")
@_BECAUSE
@_REVIEWED
@_BY
@click.option("--file", metavar="FILE", help="The file of conditions.  [default: the one that shares most regions]")
@_CASES
@_DRY
@user_errors
def new_condition(condition_id: str, folder: str, reviewed: datetime.date | None, by: str, dry_run: bool, **given: Any) -> None:
    """Run the verb; :data:`CONDITION_HELP` says what it does."""
    from hipexpert.audit.scaffolds.condition import new_condition as made

    _write(made(folder, condition_id, reviewed=_review(reviewed, by), **given), dry_run)


def _write(scaffold: "Scaffold", dry_run: bool) -> None:
    from hipexpert.rendering.reports.scaffold import scaffold_report

    if not dry_run:
        write_all({Path(each.path): each.content for each in scaffold.files})
    write_report(scaffold_report(scaffold, written=not dry_run))
