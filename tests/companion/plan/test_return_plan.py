"""A plan as a runner lives it: kept in the diary, judged session by session, never heavier than what was said allows."""

import datetime
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hip_pack import shipped_pack
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from icalendar import Calendar
from planned import HEALED as CALMED
from profiles import examples
from returning_oracle import expected
from strategies_returning import observed

from hipexpert import Engine, Pack
from hipexpert.companion import Diary, ReturnPlan
from hipexpert.companion.plan.calendar import to_calendar
from hipexpert.companion.plan.course import PlanError, course_of
from hipexpert.companion.plan.days import days_ahead, ends_on
from hipexpert.knowledge.returning.machine import State
from hipexpert.knowledge.returning.opening import Clearance

DAY = datetime.date(2026, 5, 1)
GOOD: dict[str, int | bool] = {"pain_during": 0, "pain_after": 0, "pain_next_morning": 0, "completed": True}
HEALED: dict[str, Any] = {**CALMED, "none_of": ["screen", "red_flag"]}
BROKE: dict[str, Any] = {**HEALED, "prior_stress_fracture": True, "st_walk30_painfree": True}


def later(days: int) -> datetime.date:
    """So many days after the start."""
    return DAY + datetime.timedelta(days=days)


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    """An empty diary."""
    with Diary(tmp_path / "diary.sqlite") as opened:
        yield opened


@pytest.fixture
def plan(diary: Diary, engine: Engine, pack: Pack) -> ReturnPlan:
    """A plan that has begun, by the common four phases."""
    kept = ReturnPlan(diary, pack)
    kept.start(engine.assess(HEALED), DAY)
    return kept


def problem(error: pytest.ExceptionInfo[PlanError]) -> str:
    """The code of the only problem."""
    (found,) = error.value.problems
    assert found.help
    return found.code


def test_a_morning_completes_the_session_before_it(plan: ReturnPlan) -> None:
    """Without its morning a session waits; with it it is judged, as if all had been said at once."""
    unknown = {name: value for name, value in GOOD.items() if name != "pain_next_morning"}
    assert plan.done(DAY, unknown).decided.verdict == "wait"  # type: ignore[union-attr]
    assert plan.going().waiting
    assert plan.morning(later(1), {"pain_next_morning": 0}).decided.verdict == "repeat"  # type: ignore[union-attr]
    assert plan.going().state == State("going", 0, 1)
    assert not plan.going().waiting


def test_a_session_that_comes_too_soon_does_not_count(plan: ReturnPlan) -> None:
    """A day after a session the next one is too early: it is written down, and does not lead on."""
    plan.done(DAY, GOOD)
    step = plan.done(later(1), GOOD)
    assert step.early
    assert step.state == State("going", 0, 0)


def test_after_a_long_break_the_phase_begins_anew(plan: ReturnPlan) -> None:
    """Who comes back after weeks without a session begins the phase anew; after a short break nothing is lost."""
    day = 0
    for _ in range(4):
        plan.done(later(day), GOOD)
        day += 2
    assert plan.going().state == State("going", 2, 1)
    assert plan.going().on(later(day + 5)).state == State("going", 2, 1)
    for _ in range(2):
        plan.done(later(day), GOOD)
        day += 2
    assert plan.going().on(later(day + 30)).state == State("going", 2)
    assert plan.done(later(day + 30), GOOD).session == "soft-jog-1-of-5"


def test_a_stop_asks_for_new_answers(plan: ReturnPlan, engine: Engine) -> None:
    """After a warning sign nothing goes on before the questions were answered anew; then it begins with the lightest session."""
    plan.done(DAY, GOOD)
    plan.day(later(1), {"pain_between": 0, "warning_sign": True})
    assert plan.going().state.mode == "stopped"
    with pytest.raises(PlanError) as error:
        plan.done(later(2), GOOD)
    assert problem(error) == "no-session"
    with pytest.raises(PlanError) as error:
        plan.start(engine.assess(HEALED), later(3), assessed_on=DAY)
    assert problem(error) == "old-answers"
    assert plan.start(engine.assess(HEALED), later(3)).state == "open"
    assert plan.going().state == State("going")


def test_a_bone_waits_for_its_clearance(diary: Diary, engine: Engine, pack: Pack) -> None:
    """A plan that waits has no session; a clearance from before it counts not; a clearance opens it, and is kept by name and day."""
    kept = ReturnPlan(diary, pack)
    assert kept.start(engine.assess(BROKE), DAY).state == "clearance"
    with pytest.raises(PlanError) as error:
        kept.done(DAY, GOOD)
    assert problem(error) == "no-session"
    with pytest.raises(PlanError) as error:
        kept.clear(Clearance("Dr. Abel", DAY - datetime.timedelta(days=200)), DAY)
    assert problem(error) == "old-clearance"
    with pytest.raises(PlanError) as error:
        kept.clear(Clearance("  ", DAY), DAY)
    assert problem(error) == "no-name"
    assert kept.clear(Clearance("Dr. Abel", later(3)), later(3)).state == State("going")
    assert diary.plan_events()[-1].data == {"by": "Dr. Abel", "on": later(3).isoformat()}


def test_a_closed_way_leaves_the_diary_as_it_was(diary: Diary, engine: Engine, pack: Pack) -> None:
    """Where no plan opens nothing is written."""
    assert ReturnPlan(diary, pack).start(engine.assess({}), DAY).state == "closed"
    assert diary.plan_events() == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda plan: plan.done(DAY, {"pain_during": 11}), "no-pain"),
        (lambda plan: plan.done(DAY, {"pain_during": True}), "no-pain"),
        (lambda plan: plan.done(DAY, {"completed": 1}), "bad-answer"),
        (lambda plan: plan.done(DAY, {"bad_before": True}), "unknown-answer"),
        (lambda plan: plan.done(DAY, {}), "no-answer"),
        (lambda plan: plan.done(DAY - datetime.timedelta(days=1), GOOD), "out-of-order"),
        (lambda plan: plan.morning(DAY, {"pain_next_morning": 0}), "no-morning"),
        (lambda plan: plan.clear(Clearance("Dr. Abel", DAY), DAY), "no-clearance-asked"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(plan: ReturnPlan, diary: Diary, wrong: Any, code: str) -> None:
    """One problem with help, and the diary is as it was."""
    before = diary.plan_events()
    with pytest.raises(PlanError) as error:
        wrong(plan)
    assert problem(error) == code
    assert diary.plan_events() == before


def test_a_day_takes_one_session(plan: ReturnPlan, engine: Engine) -> None:
    """A second session of a day is refused, and so is a second plan beside one that is going."""
    plan.done(DAY, GOOD)
    with pytest.raises(PlanError) as error:
        plan.done(DAY, GOOD)
    assert problem(error) == "day-taken"
    with pytest.raises(PlanError) as error:
        plan.start(engine.assess(HEALED), later(1))
    assert problem(error) == "plan-going"


def test_a_programme_that_the_pack_has_not_is_named(diary: Diary, pack: Pack) -> None:
    """A diary whose plan is of another pack gets a message, not a guess."""
    diary.add_plan_event("started", DAY, {"programme": "back-after-soft-tissue-pains"})
    with pytest.raises(PlanError) as error:
        course_of(diary.plan_events(), pack)
    assert problem(error) == "unknown-plan"


def test_the_calendar_holds_the_days_ahead(plan: ReturnPlan, pack: Pack) -> None:
    """Each session that lies ahead is a whole day in the calendar, with the day to look again; equal plans give equal text."""
    course = plan.going()
    text = to_calendar(course, pack, DAY, 28)
    events = [each for each in Calendar.from_ical(text).walk("VEVENT") if not str(each["UID"]).count("look-again")]
    assert [each.decoded("DTSTART") for each in events] == [each.date for each in days_ahead(course, DAY, 28)]
    assert len({str(each["UID"]) for each in events}) == len(events)
    assert course.look_again.isoformat().replace("-", "") in text
    assert to_calendar(plan.going(), pack, DAY, 28) == text


def test_the_whole_way_takes_weeks(plan: ReturnPlan) -> None:
    """Played without any pain, the four phases take between four and eight weeks, as the seed says."""
    end = ends_on(plan.going(), DAY)
    assert end is not None
    assert 28 <= (end - DAY).days <= 56


PACK = shipped_pack()
ENGINE = Engine(PACK)


class Lived(RuleBasedStateMachine):
    """A plan beside a model of it: the state that a plain reading of the programme gives."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.diary = Diary(Path(self.folder.name) / "diary.sqlite")
        self.plan = ReturnPlan(self.diary, PACK)
        self.day = DAY

    @initialize(bone=st.booleans())
    def begin(self, bone: bool) -> None:
        """A plan begins; for a bone it waits."""
        found = self.plan.start(ENGINE.assess(BROKE if bone else HEALED), self.day)
        self.programme = PACK.programme_by_id[found.programme]
        self.model = State("uncleared" if bone else "going")
        self.cleared = not bone
        self.bad_in_a_row, self.load = 0, (0.0, 0.0)

    @precondition(lambda self: not self.cleared)
    @rule()
    def clear(self) -> None:
        """A clinician clears the runner."""
        self.plan.clear(Clearance("Dr. Abel", self.day), self.day)
        self.model, self.cleared = State("going"), True

    @precondition(lambda self: self.model.mode == "going")
    @rule(known=observed(complete=True), good=st.booleans())
    def session(self, known: dict[str, Any], good: bool) -> None:
        """A session after the days of rest; the model reads the rules itself."""
        known = {**known, **GOOD, "stride_changed": False, "warning_sign": False, "pain_between": 0} if good else known
        assert self.cleared
        phase, before = self.programme.steps[self.model.step][0], self.plan.going().machine.load(self.model)
        verdict, after = expected(self.programme, self.model, known, session=True)
        step = self.plan.done(self.day, known)
        assert (step.decided.verdict, step.state) == (verdict, after)  # type: ignore[union-attr]
        allowed = phase.allowed
        bad = (
            known["pain_during"] > allowed.during
            or known["pain_after"] > allowed.after
            or known["pain_next_morning"] > allowed.next_morning
        )
        self.bad_in_a_row = self.bad_in_a_row + 1 if bad else 0
        if bad:
            assert verdict not in ("advance", "repeat")
        if known.get("warning_sign"):
            assert step.state.mode == "stopped"
        if self.bad_in_a_row >= 2:
            assert self.plan.going().machine.load(after) <= before
        self.model = after
        self.day += datetime.timedelta(days=self.programme.rest_days + 1)

    @precondition(lambda self: self.model.mode in ("going", "resting", "finished"))
    @rule(pain=st.sampled_from([0, 0, 1, 4, 9]), sign=st.sampled_from([False, False, True]))
    def a_day(self, pain: int, sign: bool) -> None:
        """A day without a session never makes the next one heavier."""
        known = {"pain_between": pain, **({"warning_sign": True} if sign else {})}
        _, after = expected(self.programme, self.model, known, session=False)
        before = self.plan.going().machine.load(self.model)
        assert self.plan.day(self.day, known).state == after
        assert self.model.mode == "resting" or self.plan.going().machine.load(after) <= before
        self.model = after
        self.day += datetime.timedelta(days=1)

    @precondition(lambda self: self.model.mode == "stopped")
    @rule()
    def answer_anew(self) -> None:
        """After a stop new answers begin it anew: for a bone it waits for a clinician again."""
        bone = self.programme.clearance
        self.plan.start(ENGINE.assess(BROKE if bone else HEALED), self.day)
        self.model, self.cleared, self.bad_in_a_row = State("uncleared" if bone else "going"), not bone, 0

    @rule()
    def read_again(self) -> None:
        """Another process that opens the diary sees the same plan."""
        with Diary(self.diary.path) as other:
            course = ReturnPlan(other, PACK).going()
        assert course.state == self.model
        assert all(each.date >= self.day for each in days_ahead(course, self.day, 14))

    def teardown(self) -> None:
        """The diary goes with the run."""
        self.diary.close()
        self.folder.cleanup()


def test_a_plan_that_is_lived_stays_what_its_programme_says() -> None:
    """Any course of sessions, days, stops and clearances leaves a plan where a plain reading of its programme puts it."""
    from hypothesis import settings

    run_state_machine_as_test(Lived, settings=settings(max_examples=examples(60), stateful_step_count=25, deadline=None))
