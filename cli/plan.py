"""``hipexpert plan``: the way back to running, session by session."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from hipexpert.companion.plan.course import PlanStep
    from hipexpert.companion.plan.return_plan import ReturnPlan
    from hipexpert.knowledge.returning.opening import Clearance

FORMS = ("text", "json", "markdown", "html", "ics")
MORNING, LIMP = "Not today: the morning after the last session.", "It made me limp or change my stride."
SIGN = "There is a warning sign: the plan stops."
PAIN = click.IntRange(0, 10)
EPILOG = """\b
Examples:
  hipexpert plan start my_hip.yaml
  hipexpert plan show
  hipexpert plan done --during 1 --after 0 --distance 3.2km
  hipexpert plan pain 0 --morning
  hipexpert plan show --format ics -o plan.ics
"""


DIARY = click.option("--diary", metavar="FILE", help="The diary that holds the plan.  [default: in your data folder]")
KNOWLEDGE = click.option("--knowledge", "pack", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")
ON = click.option("--on", metavar="DAY", help="The day: 2026-11-20, today or yesterday.  [default: today]")


def _common(command: "Callable[..., Any]") -> "Callable[..., Any]":
    return ON(DIARY(KNOWLEDGE(command)))


PLAN_HELP = """Come back to running step by step. Which plan, and whether there is one at all, follows from an assessment. After each
session what you say of it leads on, repeats it, leads back, or stops.

A bone that is in question has no plan before a clinician has cleared you. The plan is kept in your diary.
"""


@click.group(epilog=EPILOG, help=PLAN_HELP)
def plan() -> None:
    """Run the verb; :data:`PLAN_HELP` says what it does."""


START_HELP = """Begin the plan that is for the runner of CASE, or anew after a stop. Where it waits for a clinician it is written down, and
`hipexpert plan clear` opens it; where something speaks against it, it says what. The exit code is 3 where no plan begins.
"""


@plan.command("start", short_help="Begin the plan that is for you.", help=START_HELP)
@click.argument("case", metavar="CASE.yaml")
@click.option("-f", "--finding", "findings", multiple=True, metavar="FINDING=ANSWER", help="One more answer beside those of the case.")
@click.option("--cleared-by", metavar="NAME", help="The clinician who cleared you.")
@click.option("--cleared-on", metavar="DAY", help="The day on which they did.  [default: the day of the start]")
@click.option("--answered-on", metavar="DAY", help="The day on which the answers were given.  [default: the day of the start]")
@_common
@user_errors
def start(
    case: str,
    findings: tuple[str, ...],
    cleared_by: str | None,
    cleared_on: str | None,
    answered_on: str | None,
    on: str | None,
    diary: str | None,
    pack: str | None,
) -> None:
    """Run the verb; :data:`START_HELP` says what it does."""
    from pathlib import Path

    from hipexpert.graphs.explained import ExplainingEngine
    from hipexpert.knowledge import merged, read_case_file, read_words
    from hipexpert.rendering.reports.return_plan import opening_report, plan_report

    day = day_of(on)
    engine = ExplainingEngine(pack)
    intake = read_case_file(Path(case), engine.pack)
    if findings:
        intake = merged(intake, read_words(findings, engine.pack))
    assessment = engine.assess(intake)
    clearance = _clearance(cleared_by, cleared_on, day) if cleared_by or cleared_on else None
    with _opened(diary, engine.pack, create=True) as kept:
        found = kept.start(assessment, day, clearance, assessed_on=day_of(answered_on) if answered_on else None)
        write_report(opening_report(found, assessment))
        if found.state == "open" and kept.course is not None:
            click.echo()
            write_report(plan_report(kept.course, kept.pack, day, 7))
    if found.state != "open":
        raise click.exceptions.Exit(3)


SHOW_HELP = """Say where the plan stands: the next session, why it is that one, what would move you on and what would send you back, and the
days ahead. As `ics` it is a calendar, as `json` a document for programs.
"""


@plan.command("show", short_help="Say where the plan stands, and why.", help=SHOW_HELP)
@click.option("--weeks", type=click.IntRange(1, 52), default=2, show_default=True, help="How many weeks ahead.")
@form_options(*FORMS)
@_common
@user_errors
def show(weeks: int, form: str | None, output: str | None, on: str | None, diary: str | None, pack: str | None) -> None:
    """Run the verb; :data:`SHOW_HELP` says what it does."""
    from hipexpert.rendering.reports.return_plan import plan_report

    day = day_of(on, ahead=True)
    calendar = output is not None and output.lower().endswith(".ics") and form is None
    chosen = "ics" if calendar else chosen_form(form, output, FORMS)
    with _opened(diary, _pack(pack)) as kept:
        course = kept.going()
        if chosen == "ics":
            from hipexpert.cli.output import write
            from hipexpert.companion.plan.calendar import to_calendar

            text = to_calendar(course, kept.pack, day, weeks * 7)
            write(text.replace("\r\n", "\n"), output, private=True, line_end="\r\n")
        elif chosen == "json":
            from hipexpert.cli.output import write
            from hipexpert.companion.plan.document import plan_document
            from hipexpert.knowledge.json_text import json_text

            write(json_text(plan_document(course, kept.pack, day, weeks * 7)), output, private=True)
        else:
            write_report(plan_report(course, kept.pack, day, weeks * 7), chosen, output)


DONE_HELP = """Write down a session that you did, and hear what follows: on, the same again, back, or stop, and why. The next morning
belongs to it: add it with `hipexpert plan pain N --morning`.
"""


@plan.command("done", short_help="Write down a session, and hear what follows.", help=DONE_HELP)
@click.option("--during", type=PAIN, required=True, metavar="0-10", help="The pain at its worst during the session.")
@click.option("--after", type=PAIN, metavar="0-10", help="The pain at its worst in the hours after.")
@click.option("--morning", type=PAIN, metavar="0-10", help="The pain the next morning, if it is known already.")
@click.option("--distance", metavar="KM", help="How far it was: 5, 5km or 3.1mi.")
@click.option("--duration", metavar="TIME", help="How long it was: 30, 30:15 or 1:05:00.  [default: as the session goes]")
@click.option("--limp", is_flag=True, help=LIMP)
@click.option("--faded/--not-faded", default=None, help="Whether the pain faded as you went on.")
@click.option("--short", is_flag=True, help="You did not do the whole session.")
@click.option("--warning-sign", is_flag=True, help=SIGN)
@click.option("--note", default="", metavar="TEXT", help="Something to remember.")
@_common
@user_errors
def done(
    during: int,
    after: int | None,
    morning: int | None,
    distance: str | None,
    duration: str | None,
    limp: bool,
    faded: bool | None,
    short: bool,
    warning_sign: bool,
    note: str,
    on: str | None,
    diary: str | None,
    pack: str | None,
) -> None:
    """Run the verb; :data:`DONE_HELP` says what it does."""
    told: dict[str, int | bool | None] = {"pain_during": during, "pain_after": after, "pain_next_morning": morning, "pain_faded": faded}
    observed = {name: value for name, value in told.items() if value is not None}
    observed |= {"completed": not short, **_signs(limp, warning_sign)}
    with _opened(diary, _pack(pack)) as kept:
        _tell(kept, kept.done(day_of(on), observed, note, **_measured(distance, duration)))


PAIN_HELP = """Say how strong the pain is today, at rest and in daily life; with --morning how it was the morning after the last session."""


@plan.command("pain", short_help="Say how a day was, or the morning after.", help=PAIN_HELP)
@click.argument("pain", type=PAIN, metavar="0-10")
@click.option("--morning", is_flag=True, help=MORNING)
@click.option("--limp", is_flag=True, help=LIMP)
@click.option("--warning-sign", is_flag=True, help=SIGN)
@click.option("--note", default="", metavar="TEXT", help="Something to remember.")
@_common
@user_errors
def pain(pain: int, morning: bool, limp: bool, warning_sign: bool, note: str, on: str | None, diary: str | None, pack: str | None) -> None:
    """Run the verb; :data:`PAIN_HELP` says what it does."""
    observed = {"pain_next_morning" if morning else "pain_between": pain, **_signs(limp, warning_sign)}
    with _opened(diary, _pack(pack)) as kept:
        _tell(kept, kept.morning(day_of(on), observed) if morning else kept.day(day_of(on), observed, note))


SKIP_HELP = """Write down that a session was left out. That changes nothing; after a long break the phase begins anew."""


@plan.command("skip", short_help="Leave a session out.", help=SKIP_HELP)
@click.option("--note", default="", metavar="TEXT", help="Why.")
@_common
@user_errors
def skip(note: str, on: str | None, diary: str | None, pack: str | None) -> None:
    """Run the verb; :data:`SKIP_HELP` says what it does."""
    with _opened(diary, _pack(pack)) as kept:
        _tell(kept, kept.skip(day_of(on), note))


CLEAR_HELP = """Write down that a clinician has cleared you for the plan that waits for it: who, and on which day."""


@plan.command("clear", short_help="Write down that a clinician cleared you.", help=CLEAR_HELP)
@click.option("--by", required=True, metavar="NAME", help="Who cleared you.")
@click.option("--on", "cleared_on", required=True, metavar="DAY", help="The day on which they did.")
@DIARY
@KNOWLEDGE
@user_errors
def clear(by: str, cleared_on: str, diary: str | None, pack: str | None) -> None:
    """Run the verb; :data:`CLEAR_HELP` says what it does."""
    day = day_of(cleared_on)
    with _opened(diary, _pack(pack)) as kept:
        _tell(kept, kept.clear(_clearance(by, cleared_on, day), max(day, kept.going().steps[-1].date)))


def _measured(distance: str | None, duration: str | None) -> dict[str, float]:
    """How far and how long, as `log add run` reads them. Raises DiaryError."""
    from hipexpert.companion.diary import typed

    said = {name: text for name, text in (("distance", distance), ("duration", duration)) if text is not None}
    return typed.fields("run", said)


def _signs(limp: bool, warning_sign: bool) -> dict[str, bool]:
    """The two signs that stop a plan, where they are said: silence does not deny them."""
    return {name: True for name, there in (("stride_changed", limp), ("warning_sign", warning_sign)) if there}


def _tell(kept: "ReturnPlan", step: "PlanStep") -> None:
    from hipexpert.rendering.reports.return_plan import step_report

    write_report(step_report(step, kept.going(), kept.pack))


def day_of(text: str | None, *, ahead: bool = False) -> datetime.date:
    """A day that was named, else today; ``ahead`` it may lie. Raises ProblemsError."""
    today = datetime.date.today()
    if text is None:
        return today
    from hipexpert.companion.diary import typed

    day = typed.day(text, today)
    if day > today and not ahead:
        from hipexpert.engine import Problem, ProblemsError

        message = f"{day.isoformat()} is still to come"
        raise ProblemsError([Problem("future-date", message, "", "write down what has happened, once it has")])
    return day


def _clearance(by: str | None, on: str | None, default: datetime.date) -> "Clearance":
    from hipexpert.knowledge.returning.opening import Clearance

    return Clearance((by or "").strip(), day_of(on) if on else default)


def _pack(folder: str | None) -> Any:
    from hipexpert.knowledge import load_pack

    return load_pack(folder) if folder else load_pack()


@contextmanager
def _opened(diary: str | None, pack: Any, *, create: bool = False) -> "Iterator[ReturnPlan]":
    """The plan in a diary, which is closed at the end; only a start begins a diary. Raises DiaryError."""
    from hipexpert.companion.diary.opened import Diary
    from hipexpert.companion.plan.return_plan import ReturnPlan

    with Diary(diary, create=create) as opened:
        yield ReturnPlan(opened, pack)
