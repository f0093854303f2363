"""``hipexpert log``: the diary of runs and pain."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hipexpert.cli.diary_options import DATE, DAY, LEVELS, NOTE, RUN, WEEK, day_of, diary_options, opened, with_options
from hipexpert.cli.errors import user_errors
from hipexpert.cli.log_patterns import patterns
from hipexpert.cli.log_training import import_files
from hipexpert.cli.output import keep_apart, tell, write

if TYPE_CHECKING:
    import datetime

    from hipexpert.companion import Entry

SHOWN = 30
ORDER = ("add", "import", "list", "edit", "remove", "export", "patterns")
KINDS = ("run", "pain", "week", "note", "plan")
EPILOG = """\b
Examples:
  hipexpert log import export_12345.zip
  hipexpert log add run --distance 10km --duration 55:00 --terrain trail --during 2 --after 3
  hipexpert log add pain --date yesterday --next-morning 4 --stopped "the stairs"
  hipexpert log add week --participation reduced --volume little --performance not --pain mild
  hipexpert log list --since 2026-11-01
  hipexpert log edit 12 --distance 11km
  hipexpert log patterns
  hipexpert log export -o diary.json
  hipexpert log remove --all
"""


class _Verbs(click.Group):
    """The verbs of the log in the order in which a runner needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click calls it so)
        """The names of the verbs."""
        return [name for name in ORDER if name in self.commands]


LOG_HELP = """Keep a diary of runs and pain: by hand, or from the files of a watch.

It is one file on this computer, for your eyes alone: nothing of it is sent anywhere. What was confirmed is not lost when the
machine goes down, and what is removed is gone.
"""


@click.group(cls=_Verbs, epilog=EPILOG, help=LOG_HELP)
def log() -> None:
    """Run the verb; :data:`LOG_HELP` says what it does."""


log.add_command(import_files)
log.add_command(patterns)


ADD_HELP = """Write down a run (with the pain of it), pain, a week or a note. What cannot be true is refused, and nothing is changed.

A run has --distance or --duration and what else is known of it; --before, --during, --after and --next-morning beside it are
the pain with it. Pain has the same four: one entry for a day and a site, to which `hipexpert log edit` adds what comes later. A week
has --participation, --volume, --performance and --pain: what the hip cost, together 0 to 100; DAY is any of its days. A note
has --text or --desk-hours.
"""


@log.command("add", short_help="Write down a run, pain, a week or a note.", help=ADD_HELP)
@click.argument("kind", metavar="run|pain|week|note")
@with_options(DATE, *RUN, *LEVELS, *WEEK, *DAY, NOTE)
@diary_options
@user_errors
def add(kind: str, file: str | None, today: str | None, day: str | None, **said: str | None) -> None:
    """Run the verb; :data:`ADD_HELP` says what it does."""
    from hipexpert.companion.diary.writing import entries_of

    if kind not in KINDS[:-1]:
        from hipexpert.engine import Problem, ProblemsError
        from hipexpert.knowledge import did_you_mean

        help_text = did_you_mean(kind, KINDS[:-1], f"it is one of {', '.join(KINDS[:-1])}")
        raise ProblemsError([Problem("no-kind", f"there is no kind of entry `{kind}`", "", help_text)])
    now = day_of(today)
    entries = entries_of(kind, _typed(said), _day(day, now), now)
    with opened(file, today, create=True) as diary:
        _written(diary.add_all(entries))


def _typed(said: dict[str, str | None]) -> dict[str, str]:
    return {name.replace("_", "-"): text for name, text in said.items() if text is not None}


def _day(text: str | None, now: "datetime.date") -> "datetime.date":
    from hipexpert.companion.diary import typed

    return now if text is None else typed.day(text, now)


def _written(entries: "list[Entry] | tuple[Entry, ...]", word: str = "written") -> None:
    from hipexpert.rendering.reports.diary import described

    for entry in entries:
        tell(f"{word}: {described(entry)}")


LIST_HELP = """Show what stands in the diary by date, each entry with the number by which `edit` and `remove` know it."""


@log.command("list", short_help="Show what stands in the diary.", help=LIST_HELP)
@click.option("--since", metavar="DAY", help="The first day to show.")
@click.option("--until", metavar="DAY", help="The last day to show.")
@click.option("--kind", type=click.Choice(KINDS), help="Show only these.")
@click.option("--all", "everything", is_flag=True, help=f"Show all, not only the last {SHOWN}.")
@diary_options
@user_errors
def list_entries(file: str | None, today: str | None, since: str | None, until: str | None, kind: str | None, everything: bool) -> None:
    """Run the verb; :data:`LIST_HELP` says what it does."""
    from hipexpert.cli.forms import write_report
    from hipexpert.companion.diary.entries import kind_of
    from hipexpert.rendering.reports.diary import diary_report

    with opened(file, today) as diary:
        first, last = (None if text is None else _day(text, diary.today) for text in (since, until))
        found = [entry for entry in diary.entries(since=first, until=last) if kind is None or kind_of(entry) == kind]
    shown = found if everything or since or until else found[-SHOWN:]
    write_report(diary_report(shown, len(found) - len(shown)))


EDIT_HELP = """Change what entry NUMBER says; what is not named stays. `hipexpert log list` shows the numbers."""


@log.command("edit", short_help="Change an entry.", help=EDIT_HELP)
@click.argument("number", type=int)
@with_options(DATE, *RUN, *LEVELS, *WEEK, *DAY, NOTE)
@click.option(
    "--clear", "cleared", multiple=True, metavar="FIELD", help="Take out what an entry says, for instance shoes. Repeat it for more."
)
@diary_options
@user_errors
def edit(number: int, file: str | None, today: str | None, day: str | None, cleared: tuple[str, ...], **said: str | None) -> None:
    """Run the verb; :data:`EDIT_HELP` says what it does."""
    from hipexpert.companion.diary.writing import changed

    with opened(file, today) as diary:
        entry = changed(diary.entry(number), _typed(said), cleared, None if day is None else _day(day, diary.today))
        _written([diary.replace(entry)], "changed")


REMOVE_HELP = """Delete the entries of these NUMBERS, or with --all everything. What is deleted is in no part of the file any more.

Copies that you made, and what a backup of this computer keeps, are not reached.
"""


@log.command("remove", short_help="Delete entries, or all of them.", help=REMOVE_HELP)
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="Delete everything.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@diary_options
@user_errors
def remove(numbers: tuple[int, ...], file: str | None, today: str | None, everything: bool, yes: bool) -> None:
    """Run the verb; :data:`REMOVE_HELP` says what it does."""
    from hipexpert.engine import Problem, ProblemsError

    if everything == bool(numbers):
        raise ProblemsError(
            [Problem("nothing", "say which entries to remove: their numbers, or --all", "", "`hipexpert log list` shows them")]
        )
    with opened(file, today) as diary:
        count = len(diary.entries()) if everything else len(set(numbers))
        if everything and not yes and not click.confirm(f"delete all {count} entries of {diary.path}?", err=True):
            tell("nothing was removed")
            return
        if everything:
            count = diary.remove_all()
        else:
            diary.remove(numbers)
    tell(f"removed: {count} {'entry' if count == 1 else 'entries'}")


EXPORT_HELP = (
    """Write everything as JSON or CSV: `hipexpert log import` reads it again, to the last number. The file is for your eyes alone."""
)


@log.command("export", short_help="Write everything as JSON or CSV.", help=EXPORT_HELP)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, of a name in .json or .csv, instead of standard output.")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), help="How to write it.  [default: by the name of FILE, else json]")
@diary_options
@user_errors
def export(file: str | None, today: str | None, output: str | None, form: str | None) -> None:
    """Run the verb; :data:`EXPORT_HELP` says what it does."""
    from hipexpert.companion.diary import exchange

    chosen = form or ("csv" if output is not None and Path(output).suffix.lower() == ".csv" else "json")
    with opened(file, today) as diary:
        keep_apart(output, str(diary.path))
        entries = diary.entries()
    write((exchange.to_csv if chosen == "csv" else exchange.to_json)(entries), output, private=True)
