"""Finds what `dead_end_of_a_programme.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.programme_walk import Walk, walks_of
from hipexpert.knowledge.packs.programmes import Programme
from hipexpert.knowledge.returning.machine import State


def _find(programmes: tuple[Programme, ...]) -> Iterator[Found]:
    for walk in walks_of(programmes):
        programme, wrong = walk.programme, next(_wrong(walk), None)
        if wrong is not None:
            yield Found.about(
                "programmes", programme.id, f"`{programme.id}` {wrong}", "add a rule to `steps_back`, `resumes` or `advances` that can hold"
            )


def _wrong(walk: Walk) -> Iterator[str]:
    """What is wrong with the ways out of the states of a programme."""
    ends = [state for state in walk.states if state.mode == "finished"]
    if not ends:
        yield "cannot be finished: no row of sessions leads to its end"
    leading = _leading_to(walk, ends)
    for state in walk.states:
        where = f"`{walk.programme.steps[state.step][1].id}` ({state.mode})"
        if state not in leading:
            yield f"has no way on from {where}"
        lighter = {each.mode for each in walk.next_states(state) if walk.machine.load(each) < walk.machine.load(state)}
        if state.step and not state.bad:  # after a first bad session, and from the lightest one, the way back may be a stop
            lighter.discard("stopped")
        if state.mode in ("going", "finished") and not lighter:
            yield f"has no way back from {where}"


def _leading_to(walk: Walk, ends: list[State]) -> set[State]:
    """The states from which an end can be reached."""
    before: dict[State, list[State]] = {}
    for state in walk.states:
        for each in walk.next_states(state):
            if each.mode != "stopped":  # nobody gets on by being stopped
                before.setdefault(each, []).append(state)
    found, waiting = set(ends), list(ends)
    while waiting:
        for each in before.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


CHECK = Check("dead-end-of-a-programme", "graph", "error", _find, reads=lambda subject: subject.pack.programmes)
