"""What the verbs of the log share: which diary, which day is today, and what can be said of an entry."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    import datetime

    from hipexpert.companion import Diary

P = ParamSpec("P")
R = TypeVar("R")


def diary_options(command: Callable[P, R]) -> Callable[P, R]:
    """The options of every verb of the log: which file, and which day is today."""
    dated = click.option("--today", metavar="DATE", help="The day to take for today.  [default: today]")(command)
    return click.option(
        "--diary", "file", metavar="FILE", help="The diary to use.  [default: HIPEXPERT_DIARY, else the one in your data folder]"
    )(dated)


def opened(file: str | None, today: str | None, *, create: bool = False) -> "Diary":
    """The diary that was asked for; for a verb that only reads one that is there. Raises DiaryError."""
    from hipexpert.companion import Diary

    return Diary(file, today=day_of(today), create=create)


def day_of(text: str | None) -> "datetime.date":
    """A day that was typed, or today. Raises DiaryError."""
    import datetime

    from hipexpert.companion.diary import typed

    clock = datetime.datetime.now().astimezone().date()
    return clock if text is None else typed.day(text, clock)


# What can be said of each kind. The words of a choice are those of the types in the diary, and the tests hold them to be the same.
DATE = click.option("--date", "day", metavar="DAY", help="When: 2026-11-20, today or yesterday.  [default: today]")
NOTE = click.option("--note", metavar="TEXT", help="Anything else.")
RUN = (
    click.option("--time", metavar="H:MM", help="When it began, on the clock of the place."),
    click.option("--distance", metavar="KM", help="How far: 10, 10km or 6.2mi."),
    click.option("--duration", metavar="TIME", help="How long in motion: 55, 55:30 or 1:05:00."),
    click.option("--elapsed", metavar="TIME", help="How long from start to end, with pauses."),
    click.option("--pace", metavar="M:SS", help="Minutes for a kilometre (or 8:50/mi), in place of distance or duration."),
    click.option("--climb", metavar="METRES", help="How much it went up: 250, or 800ft."),
    click.option("--terrain", metavar="WORD", help="road, trail, track, treadmill or mixed."),
    click.option("--surface", metavar="WORD", help="asphalt, concrete, gravel, dirt, grass, sand, snow, rubber or belt."),
    click.option("--camber", metavar="yes|no", help="Whether the way sloped to one side."),
    click.option("--session", metavar="WORD", help="easy, long, tempo, intervals, hills, race or walk-run."),
    click.option("--effort", metavar="0-10", help="How hard it felt, 10 is the hardest."),
    click.option("--shoes", metavar="NAME", help="Which shoes."),
)
LEVELS = (
    click.option("--before", metavar="0-10", help="Pain before the run, or on a day without one: 0 none, 10 the worst imaginable."),
    click.option("--during", metavar="0-10", help="Pain on the run."),
    click.option("--after", metavar="0-10", help="Pain in the hours after it."),
    click.option("--next-morning", metavar="0-10", help="Pain on the morning after."),
    click.option("--site", metavar="WORDS", help="Where it hurt.  [default: hip]"),
    click.option("--stopped", metavar="WORDS", help="What it ended or prevented."),
)
WEEK = (
    click.option("--participation", metavar="WORD", help="Could you run as you meant to: full, with-pain, reduced or none."),
    click.option("--volume", metavar="WORD", help="How much was cut because of the hip: not, little, moderate, much or could-not."),
    click.option("--performance", metavar="WORD", help="How much it cost in speed or form: not, little, moderate, much or could-not."),
    click.option("--pain", metavar="WORD", help="How much it hurt from running: no, mild, moderate or severe."),
)
DAY = (
    click.option("--text", metavar="TEXT", help="Words about the day."),
    click.option("--desk-hours", metavar="HOURS", help="Hours spent sitting at a desk."),
)


def with_options(*options: Callable[..., Any]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A command with these options, in this order."""

    def wrapped(command: Callable[P, R]) -> Callable[P, R]:
        for option in reversed(dict.fromkeys(options)):
            command = option(command)
        return command

    return wrapped
