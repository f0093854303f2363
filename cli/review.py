"""``hipexpert review``: what changed in a pack since it was signed, and signing it."""

import datetime
from typing import TYPE_CHECKING

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_report, write_result
from hipexpert.cli.output import keep_apart, write, write_all
from hipexpert.rendering.report.harmless import harmless

if TYPE_CHECKING:
    from hipexpert.audit.review.lists import FilledList
    from hipexpert.audit.review.signing import UnderReview
    from hipexpert.audit.review.values import PackReview

FORMATS = ("text", "csv", "html", "json", "markdown")
UNSIGNED = 3
EPILOG = """\b
Examples:
  hipexpert review start my_pack
  hipexpert review start my_pack -o review.html
  hipexpert review show fever-is-urgent my_pack
  hipexpert review table urgency=emergency my_pack
  hipexpert review sign my_pack --list review-2026-11-29.html
  hipexpert review sign my_pack --name 'A. Smith' --role physiotherapist --accept fever-is-urgent
  hipexpert review status my_pack
  hipexpert review keep my_pack
"""
_PACK = click.argument("pack", required=False, metavar="[PACK]")
_SINCE = click.option("--since", metavar="FOLDER", help="Compare with the pack in FOLDER.  [default: what was signed last]")
_PROVE = click.option("--prove/--no-prove", default=None, help="Prove who is told something else.  [default: prove if z3 is installed]")


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime.date | None:
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"`{value}` is no date: write year-month-day, such as 2026-11-21") from None


REVIEW_HELP = """Review a pack and sign it: what changed since the last signature, what that means for runners, and who accepts it.

Signatures stand in `signatures.yaml` of the pack. An entry is signed by its content: whoever changes it needs a new signature.
What asks less of a red flag, a claim or a contraindication needs two people, one of them of a clinical role.
PACK is the folder of a pack.  [default: the hip pack that ships]
"""


@click.group(epilog=EPILOG, help=REVIEW_HELP)
def review() -> None:
    """Run the verb; :data:`REVIEW_HELP` says what it does."""


START_HELP = """List what is not signed as it is, first the red flags, claims and contraindications, with what it means for a runner.

`-o review.html` makes a page that a clinician fills in and saves; `-o review.csv` a table. `review sign --list` reads either.
"""


@review.command("start", short_help="List what has to be reviewed, or make a page to fill in.", help=START_HELP)
@_PACK
@_SINCE
@click.option("--changed", is_flag=True, help="Leave out what is as it was and was never signed.")
@_PROVE
@form_options(*FORMATS)
@user_errors
def start(pack: str | None, since: str | None, changed: bool, prove: bool | None, form: str | None, output: str | None) -> None:
    """Run the verb; :data:`START_HELP` says what it does."""
    chosen = chosen_form(form, output, FORMATS)
    keep_apart(output, pack, since)
    under = _under(pack, since)
    found = _reviewed(under, prove, changed=changed)
    _write_review(found, chosen, output)
    if chosen in ("csv", "html") and output not in (None, "-"):
        number = f"{len(found.items)} {'entry' if len(found.items) == 1 else 'entries'}"
        reads = " ".join(filter(None, ("hipexpert review sign", pack, "--list FILE")))
        click.echo(harmless(f"{number} to decide on: {output}. Filled in, `{reads}` reads it."))


def _write_review(found: "PackReview", chosen: str, output: str | None) -> None:
    if chosen == "csv":
        from hipexpert.audit.review.lists import as_table
        from hipexpert.rendering.reports.review import meaning_lines

        write(as_table(found, {each.name: " ".join(meaning_lines(each)) for each in found.items}), output)
    elif chosen == "html":
        from hipexpert.audit.review.signing import ROLES
        from hipexpert.rendering.review_page import review_page

        write(review_page(found, ROLES), output)
    else:
        from hipexpert.rendering.reports.review import review_report

        write_result(found, lambda full: review_report(found, full=full), chosen, output)


SHOW_HELP = (
    """Show ENTRY, such as `fever-is-urgent` or `rule:fever-is-urgent`, as a sentence, with its source and what was decided about it."""
)


@review.command("show", short_help="Show one entry: what it says, means, and rests on.", help=SHOW_HELP)
@click.argument("entry")
@_PACK
@_SINCE
@_PROVE
@user_errors
def show(entry: str, pack: str | None, since: str | None, prove: bool | None) -> None:
    """Run the verb; :data:`SHOW_HELP` says what it does."""
    from hipexpert.audit.review.signing import entry_named, standing_of
    from hipexpert.rendering.reports.review import entry_report

    under = _under(pack, since)
    name = entry_named(standing_of(under), entry, "ENTRY")
    history = [
        f"{signature.text}: {each.decision}{f', {each.reason}' if each.reason else ''}"
        for signature in under.signatures
        for each in signature.decisions
        if each.entry == name
    ]
    write_report(entry_report(_reviewed(under, prove, name), tuple(history)))


TABLE_HELP = (
    """Show the rules of FAMILY as decision tables: of a file, such as rules/red_flags, or of a conclusion, such as urgency=emergency."""
)


@review.command("table", short_help="Show a family of rules as a decision table.", help=TABLE_HELP)
@click.argument("family")
@_PACK
@form_options("text", "markdown", "html")
@user_errors
def table(family: str, pack: str | None, form: str | None, output: str | None) -> None:
    """Run the verb; :data:`TABLE_HELP` says what it does."""
    from hipexpert.audit.review.phrasebook import RulePhrases
    from hipexpert.audit.review.tables import decision_table
    from hipexpert.audit.review.tables import family as family_of
    from hipexpert.knowledge.packs.loading import HIP, load_pack
    from hipexpert.rendering.reports.decision_table import table_report

    chosen = chosen_form(form, output, ("text", "markdown", "html"))
    keep_apart(output, pack)
    loaded = load_pack(pack if pack is not None else HIP)
    write_report(table_report(family, decision_table(RulePhrases(loaded), family_of(loaded, family))), chosen, output)


SIGN_HELP = """Sign what was reviewed. Everything is signed, or nothing: an entry that changed since the reviewer saw it is refused."""


@review.command("sign", short_help="Sign entries, or a list that was filled in.", help=SIGN_HELP)
@_PACK
@_SINCE
@click.option("--list", "path", metavar="FILE", help="The page or table that a reviewer filled in.")
@click.option("--accept", multiple=True, metavar="ENTRY", help="Accept an entry as it is. Repeat it for more.")
@click.option("--reject", multiple=True, metavar="ENTRY", help="Reject an entry as it is; say why with --reason. Repeat it for more.")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@click.option("--name", default="", metavar="NAME", help="Who signs; the pack carries the name. Initials will do, if always the same.")
@click.option("--role", default="", metavar="ROLE", help="As what, such as physician, physiotherapist, safety_engineer or author.")
@click.option("--date", callback=_day, metavar="DATE", help="The day of the review.  [default: that of the list, else today]")
@_PROVE
@user_errors
def sign(
    pack: str | None,
    since: str | None,
    path: str | None,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    reason: str,
    name: str,
    role: str,
    date: datetime.date | None,
    prove: bool | None,
) -> None:
    """Run the verb; :data:`SIGN_HELP` says what it does."""
    from hipexpert.audit.review.lists import ListedDecision, filled_list
    from hipexpert.audit.review.signing import signed
    from hipexpert.rendering.reports.review import signed_report

    if path is not None and (accept or reject):
        raise click.UsageError("a list says what is accepted and rejected: leave out --accept and --reject")
    listed = filled_list(path) if path is not None else None
    under = _under(pack, since)
    decisions: list[ListedDecision] = list(listed.decisions) if listed is not None else []
    decisions += [
        ListedDecision(each, "", word, reason, f"--{word[:6]}")
        for word, names in (("accepted", accept), ("rejected", reject))
        for each in names
    ]
    today = datetime.datetime.now(tz=datetime.UTC).date()
    day = date or (listed.date if listed is not None else None) or today
    who = _who(listed, name, role)
    files, left = signed(under, decisions, *who, day, today=today + datetime.timedelta(days=1), prove=_proving(prove))
    write_all(files)
    counts = {word: sum(each.decision == word for each in decisions) for word in ("accepted", "rejected")}
    write_report(signed_report(counts, left))


STATUS_HELP = """Say what of PACK is signed and what is not. The exit code is 3 while a red flag, claim or contraindication is not."""


@review.command("status", short_help="Say what of a pack is signed.", help=STATUS_HELP)
@_PACK
@_SINCE
@user_errors
def status(pack: str | None, since: str | None) -> None:
    """Run the verb; :data:`STATUS_HELP` says what it does."""
    from hipexpert.audit.review.signing import standing_of
    from hipexpert.knowledge.runner.results import Knowledge
    from hipexpert.rendering.reports.review import status_report

    under = _under(pack, since)
    standings = standing_of(under)
    write_report(status_report(Knowledge.of(under.pack), standings, tuple(each.text for each in under.signatures)))
    if any(each.entry.guards and each.state != "signed" for each in standings.values()):
        raise click.exceptions.Exit(UNSIGNED)


KEEP_HELP = """Keep what PACK says now as what was read last: `hipexpert audit` asks about each entry that says something else from then on.

It writes `last_read.json.gz` into the folder of the pack. That somebody has read it is for whoever runs this to know; it signs nothing.
"""


@review.command("keep", short_help="Keep what the pack says as what was read last.", help=KEEP_HELP)
@_PACK
@user_errors
def keep(pack: str | None) -> None:
    """Run the verb; :data:`KEEP_HELP` says what it does."""
    from pathlib import Path

    from hipexpert.audit.review.last_read import NAME, both_read, last_read_in, packed
    from hipexpert.audit.review.since_read import since_read
    from hipexpert.knowledge.packs.loading import HIP, load_pack

    folder = Path(pack) if pack is not None else HIP
    loaded = load_pack(folder)
    if not folder.is_dir():
        raise click.UsageError(f"`{folder}` is no folder: what was read last is kept beside the files of a pack")
    kept = last_read_in(folder)
    both = both_read(kept, loaded) if kept is not None else None
    number = len(since_read(*both, loaded)) if both is not None else 0
    write_all({folder / NAME: packed(loaded)})
    differ = "1 entry differs" if number == 1 else f"{number} entries differ"
    told = "nothing was kept before" if kept is None else f"{differ} from what was kept before"
    click.echo(harmless(f"{NAME}: {told}"))


def _under(pack: str | None, since: str | None) -> "UnderReview":
    from hipexpert.audit.review.signing import under_review
    from hipexpert.knowledge.packs.loading import HIP

    return under_review(pack if pack is not None else HIP, since)


def _proving(prove: bool | None) -> bool:
    from hipexpert.audit.proving import is_to_prove

    return is_to_prove(prove)


def _reviewed(under: "UnderReview", prove: bool | None, *only: str, changed: bool = False) -> "PackReview":
    from hipexpert.audit.review.reviewing import reviewed

    return reviewed(under.pack, under.signatures, under.base, prove=_proving(prove), only=only, differing=changed)


def _who(listed: "FilledList | None", name: str, role: str) -> tuple[str, str]:
    """Who signs: as the list says, or the command where the list does not."""
    if listed is None:
        return name, role
    for said, word, option in ((listed.name, name, "--name"), (listed.role, role, "--role")):
        if said and word and said != word:
            raise click.UsageError(f"the list says `{said}`, and {option} `{word}`: leave out {option}")
    return listed.name or name, listed.role or role
