"""``hipexpert report``: one page for the physiotherapist, from the diary."""

import datetime
from pathlib import Path

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_report
from hipexpert.cli.plan import DIARY, KNOWLEDGE, day_of

FORMS = ("text", "markdown", "html")
WEEKS = 12


HELP = """Put on one page what your diary says: pain and load week by week, the plan and how it was kept to, and results over time. With
CASE, the answers of today, also what follows from them and which questions are open.
"""


@click.command(help=HELP)
@click.argument("case", required=False, metavar="[CASE.yaml]")
@click.option("--weeks", type=click.IntRange(1, 260), default=WEEKS, show_default=True, help="How many weeks back.")
@click.option("--on", metavar="DAY", help="The last day, as year-month-day.  [default: today]")
@form_options(*FORMS)
@DIARY
@KNOWLEDGE
@user_errors
def report(case: str | None, weeks: int, on: str | None, form: str | None, output: str | None, diary: str | None, pack: str | None) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.cli.output import keep_apart
    from hipexpert.companion import Diary
    from hipexpert.graphs.explained import ExplainingEngine
    from hipexpert.knowledge import read_case_file
    from hipexpert.rendering.reports.physiotherapist import physiotherapist_report

    keep_apart(output, case, diary)
    chosen, until = chosen_form(form, output, FORMS), day_of(on)
    engine = ExplainingEngine(pack)
    assessment = engine.assess(read_case_file(Path(case), engine.pack)) if case is not None else None
    with Diary(diary, create=False) as opened:
        since = until - datetime.timedelta(weeks=weeks)
        write_report(physiotherapist_report(opened, engine.pack, since, until, assessment), chosen, output)
