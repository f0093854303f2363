"""Random sessions, days and places in a programme."""

from hypothesis import strategies as st

from hipexpert.knowledge.packs.programmes import Programme
from hipexpert.knowledge.returning.machine import State

PAIN = st.integers(0, 10)
MILD = st.sampled_from([0, 0, 0, 0, 0, 1, 1, 2, 3, 6])
SIGN = st.sampled_from([False] * 9 + [True])


def observed(*, complete: bool = False) -> st.SearchStrategy[dict[str, int | bool]]:
    """What may be known of a session; ``complete``: all that it is judged by."""
    judged = {"pain_during": PAIN | MILD, "pain_after": PAIN | MILD, "pain_next_morning": PAIN | MILD, "completed": st.booleans()}
    rest = {"pain_between": PAIN, "pain_faded": st.booleans(), "stride_changed": SIGN, "warning_sign": SIGN}
    return st.fixed_dictionaries(judged, optional=rest) if complete else st.fixed_dictionaries({}, optional={**judged, **rest})


def states(programme: Programme) -> st.SearchStrategy[State]:
    """Where somebody may stand in a programme."""
    steps = list(range(len(programme.steps)))
    going = st.sampled_from(steps).flatmap(
        lambda step: st.builds(
            State, st.just("going"), st.just(step), st.integers(0, programme.steps[step][1].passes - 1), st.integers(0, 2)
        )
    )
    others = st.builds(State, st.sampled_from(["resting", "stopped", "uncleared"]), st.sampled_from(steps), st.just(0), st.integers(0, 2))
    return going | others | st.just(State("finished", steps[-1]))
