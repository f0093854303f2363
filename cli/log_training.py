"""``hipexpert log import``: training files, exports and other diaries, into the diary."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hipexpert.cli.diary_options import day_of, diary_options, opened
from hipexpert.cli.errors import user_errors

if TYPE_CHECKING:
    import datetime

EPILOG = """\b
Examples:
  hipexpert log import export_12345.zip            # all that Strava has of you
  hipexpert log import DI_CONNECT/                  # Garmin's export, unpacked
  hipexpert log import run.fit other.gpx.gz --zone Europe/Oslo
  hipexpert log import diary.json                   # what `log export` wrote
"""


HELP = """Take runs from FIT, GPX and TCX files (also .gz), a Strava export (.zip), a Garmin export (folder or .zip), the CSV file of
either, or what `hipexpert log export` wrote.

What was taken, merged with an entry that was there, and left out is told. Nothing that the diary says is changed: another source
only fills in what was not known. Where a track went is not kept.
"""


@click.command("import", short_help="Take runs from training files and exports, or a diary.", epilog=EPILOG, help=HELP)
@click.argument("places", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--zone", metavar="ZONE", help="Where you ran, for files that know only UTC, for instance Europe/Oslo.  [default: this computer's]"
)
@click.option("--recorded", is_flag=True, help="Read each recorded file of an export too: slower, and tells how much was run fast.")
@click.option("--miles", is_flag=True, help="Distances in a CSV file of Garmin Connect are miles.")
@diary_options
@user_errors
def import_files(places: tuple[str, ...], file: str | None, today: str | None, zone: str | None, recorded: bool, miles: bool) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.cli.forms import write_report
    from hipexpert.companion.training_files.importing import gather, take
    from hipexpert.rendering.reports.importing import import_report

    gathered = gather([Path(place) for place in places], day_of(today), zone=_zone(zone), recorded=recorded, miles=miles)
    with opened(file, today, create=True) as diary:
        report = take(diary, gathered)
    write_report(import_report(report))


def _zone(name: str | None) -> "datetime.tzinfo | None":
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    from hipexpert.engine import Problem, ProblemsError

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ProblemsError(
            [Problem("no-zone", f"`{name}` is no time zone", "--zone", "for instance Europe/Oslo or America/New_York")]
        ) from None
