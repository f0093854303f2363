"""``hipexpert log patterns``: what comes before more pain, as far as the diary can tell."""

import click

from hipexpert.cli.diary_options import day_of, diary_options, opened
from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_report
from hipexpert.cli.output import keep_apart, write

FORMATS = ("text", "json", "markdown", "html", "svg")


HELP = """Say what comes before more pain: long runs, trails, sloping roads, hills, fast days, days in a row, shoes, mornings, days at
a desk.

Each with how many of how many, the comparison, and how sure it is, by exact tests for small numbers, corrected for how much was
looked at: of logs without a pattern no more than 1 in 20 shows one. "Not enough runs yet" is an answer. With `-o FILE.svg`, pain and
load over time as a picture.
"""


@click.command("patterns", short_help="What comes before more pain, as far as the diary can tell.", help=HELP)
@click.option("--since", metavar="DAY", help="The first day to look at.  [default: a year ago]")
@click.option("--site", metavar="WORDS", help="Look at pain of this site alone.  [default: the worst of any]")
@form_options(*FORMATS)
@diary_options
@user_errors
def patterns(file: str | None, today: str | None, since: str | None, site: str | None, form: str | None, output: str | None) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.companion.patterns import found
    from hipexpert.rendering.reports.patterns import patterns_report

    chosen = chosen_form(form, output, FORMATS)
    with opened(file, today) as diary:
        keep_apart(output, str(diary.path))
        report = found.patterns(diary, since=None if since is None else day_of(since), site=site)
    if chosen == "json":
        from hipexpert.knowledge.json_text import json_text

        write(json_text(report), output, private=True)
    elif chosen == "svg":
        from hipexpert.rendering.pain_and_load_svg import to_pain_and_load_svg

        write(to_pain_and_load_svg(report.weeks), output, private=True)
    else:
        write_report(patterns_report(report), chosen, output)
