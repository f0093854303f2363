"""A second reading of what programmes mean, for tests: plain Python over the rules as they are written, without inference."""

import operator
from typing import Any

from hipexpert.knowledge.packs.premises import Is, Limit, Premise, Several
from hipexpert.knowledge.packs.programmes import Decision, Programme
from hipexpert.knowledge.returning.machine import State

SIGNS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
JUDGED = {"pain_during", "pain_after", "pain_next_morning", "completed"}


def true_of(premise: Premise, known: dict[str, Any]) -> bool:
    """Whether a premise holds of what is known; what is not known makes nothing true."""
    match premise:
        case Several(count, parts):
            return [true_of(part, known) for part in parts].count(True) >= count
        case Limit(name, sign, bound):
            return name in known and SIGNS[sign](known[name], bound)
        case Is(name, value):
            return known.get(name) is (value == "yes")
        case _:
            raise AssertionError(premise)


def expected(programme: Programme, state: State, observed: dict[str, Any], *, session: bool) -> tuple[str, State]:
    """What follows a session or a day, and the state after it."""
    known = {**observed, "bad_before": state.bad > 0}
    phase, _ = programme.steps[state.step]
    first = min(number for number, (other, _) in enumerate(programme.steps) if other.id == phase.id)

    def any_of(rules: tuple[Decision, ...]) -> bool:
        return any(true_of(rule.when, known) for rule in rules)

    if state.mode in ("stopped", "uncleared"):
        return "none", state
    if any_of(programme.stops + phase.stops):
        return "stop", State("stopped", state.step)
    if state.mode == "resting":
        return ("resume", State("going", state.step, 0, state.bad)) if any_of(programme.resumes) else ("none", state)
    session = session and state.mode == "going"
    if any_of(programme.steps_back + phase.steps_back):
        bad = min(2, state.bad + 1)
        step = max(0, state.step - 1)
        step = min(step, first) if bad == 2 else step
        return "back", State("going" if session and state.step > 0 else "resting", step, 0, bad)
    good = any_of(phase.advances) and not any_of(programme.holds + phase.holds)
    return _session(programme, state, judged=observed.keys() >= JUDGED, good=good) if session else ("none", state)


def _session(programme: Programme, state: State, *, judged: bool, good: bool) -> tuple[str, State]:
    """What follows a session after which nothing stops or leads back."""
    if not judged:
        return "wait", state
    if not good:
        return "hold", State("going", state.step)
    if state.good + 1 < programme.steps[state.step][1].passes:
        return "repeat", State("going", state.step, state.good + 1)
    if state.step + 1 == len(programme.steps):
        return "advance", State("finished", state.step)
    return "advance", State("going", state.step + 1)
