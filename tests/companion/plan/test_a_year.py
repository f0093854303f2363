"""A year of a runner's life played through a plan, by a body that gets used to load and can be hurt."""

import datetime
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from planned import BEGUN, planned_diary

from hipexpert import Pack
from hipexpert.companion import Diary, ReturnPlan
from hipexpert.companion.plan.days import ends_on
from hipexpert.knowledge.returning.machine import Machine, Observed, State

DAYS = 365
PROGRAMMES = ("back-on-a-healed-bone", "back-after-tendon-pain", "back-after-soft-tissue-pain")


@dataclass
class Body:
    """What a body bears, in minutes of jogging: more with each session that it bore, and little for ``weeks`` after it is hurt on a day."""

    random: Random
    bears: float = 15.0
    hurt_on: int | None = None
    weeks: int = 5
    sore: bool = field(default=False, init=False)

    def hurts(self, day: int) -> bool:
        """Whether it is hurt."""
        return self.hurt_on is not None and self.hurt_on <= day < self.hurt_on + 7 * self.weeks

    def session(self, day: int, jogged: float) -> Observed:
        """How a session was, by its minutes of jogging."""
        over = jogged - (2.0 if self.hurts(day) else self.bears)
        pain = min(10, max(0, round(over / 3)) + (3 if self.hurts(day) else 0))
        if pain <= 1:
            self.bears = max(self.bears, jogged) + 3
        tired = not self.hurts(day) and self.random.random() < 0.03
        return {"pain_during": pain, "pain_after": pain, "pain_next_morning": max(0, pain - 1), "completed": not tired}

    def rest(self, day: int) -> Observed:
        """How a day without a session was."""
        return {"pain_between": self.random.choice([2, 3]) if self.hurts(day) else 0}


def lived(machine: Machine, body: Body) -> list[tuple[int, State, Observed, str, State]]:
    """What happens in a year: day, state before, what was observed, verdict and state after. A stop ends in new answers once it is calm."""
    state, free, year = machine.start(cleared=True), 0, []
    for day in range(DAYS):
        if state.mode == "stopped":
            if not body.hurts(day):
                state, free = machine.start(cleared=True), day + 1
            continue
        session = machine.session(state) is not None and day >= free
        observed = body.session(day, machine.load(state)[0]) if session else body.rest(day)
        decided = machine.decide(state, observed, session=session)
        if session:
            free = day + machine.programme.rest_days + 1
        year.append((day, state, observed, decided.verdict, decided.after))
        state = decided.after
    return year


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("hurt_on", [None, 5, 40, 250])
def test_a_year_ends_in_running_and_never_runs_on_what_hurts(programme: str, hurt_on: int | None, pack: Pack) -> None:
    """Without an injury it comes to its end and nothing leads back; with one it stops or goes back within the injury, what is run then is
    never more than before it, and it comes to its end after all. Nothing leads on with more pain than is allowed.
    """
    machine = Machine(pack.programme_by_id[programme])
    for seed in range(2):
        year = lived(machine, Body(Random(seed), hurt_on=hurt_on))  # noqa: S311  # a life, no secret
        assert year[-1][-1].mode == "finished"
        for _, state, observed, verdict, _ in year:
            if verdict in ("advance", "repeat"):
                allowed = machine.phase(state).allowed
                assert observed["pain_during"] <= allowed.during
                assert observed["pain_next_morning"] <= allowed.next_morning
        sessions = [(machine.load(state), verdict) for _, state, observed, verdict, _ in year if "pain_during" in observed]
        assert all(heavier <= load for (load, verdict), (heavier, _) in pairwise(sessions) if verdict in ("back", "hold"))
        if hurt_on is None:
            assert not {"back", "stop"} & {verdict for _, _, _, verdict, _ in year}
            continue
        end = hurt_on + 7 * Body.weeks
        hurt = [(state, after, verdict) for day, state, _, verdict, after in year if hurt_on <= day < end]
        assert {"back", "stop"} & {verdict for _, _, verdict in hurt}
        assert all(machine.load(after) <= machine.load(hurt[0][0]) for _, after, _ in hurt)


def test_a_plan_in_the_diary_takes_the_same_way(pack: Pack, tmp_path: Path) -> None:
    """Kept in a file and read again at each step, a plan goes as its state machine does, and ends on the day that it named."""
    with Diary(planned_diary(tmp_path / "d.sqlite"), today=datetime.date(2027, 1, 1)) as diary:
        plan = ReturnPlan(diary, pack)
        named, state, body, day = ends_on(plan.going(), plan.going().started), plan.going().state, Body(Random(1), bears=60.0), BEGUN  # noqa: S311  # as above
        while (course := plan.going()).state.mode == "going":
            assert course.next_day is not None
            day = course.next_day
            done = plan.done(day, {**body.session(0, course.machine.load(state)[0]), "completed": True})
            state = course.machine.decide(state, done.observed, session=True).after
            assert state == done.state
        assert day == named
