"""What follows a session: as a second reading of the programme says, and with rules that say why."""

from typing import Any

import pytest
from hip_pack import shipped_pack
from hypothesis import given
from hypothesis import strategies as st
from returning_oracle import expected
from strategies_returning import observed, states

from hipexpert import UnverifiedError
from hipexpert.engine import holds
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.packs.programmes import SESSION
from hipexpert.knowledge.returning import machine as machines
from hipexpert.knowledge.returning.machine import Machine, State, facts_in, facts_of
from hipexpert.knowledge.returning.words import observed_words

PACK = shipped_pack()
SOFT, BONE = PACK.programme_by_id["back-after-soft-tissue-pain"], PACK.programme_by_id["back-on-a-healed-bone"]
GOOD = {"pain_during": 0, "pain_after": 0, "pain_next_morning": 0, "completed": True}
DRAWN = st.sampled_from(PACK.programmes).flatmap(lambda programme: st.tuples(st.just(programme), states(programme)))


@given(DRAWN, observed(), st.booleans())
def test_what_follows_is_what_the_rules_say(where: Any, known: dict[str, Any], session: bool) -> None:
    """Inference and a plain reading of the rules agree on the verdict and on where it leads, whatever is known."""
    programme, state = where
    decided = Machine(programme).decide(state, known, session=session)
    assert (decided.verdict, decided.after) == expected(programme, state, known, session=session)


@given(DRAWN, observed(complete=True))
def test_every_rule_that_is_named_held(where: Any, known: dict[str, Any]) -> None:
    """The rules that a verdict names hold of the session through the facts that they name, and each has words."""
    programme, state = where
    for fired in Machine(programme).decide(state, known, session=True).fired:
        assert holds(to_gate(fired.decision.when), frozenset(fired.facts))
        assert set(fired.facts) <= facts_of(known, state, facts_in(programme))
        assert all(observed_words(fact, {**known, "bad_before": state.bad > 0}) for fact in fired.facts)


def test_good_sessions_lead_through_all_phases_to_the_end() -> None:
    """Who has no pain reaches the end of every programme by as many sessions as it asks for, and its load never falls."""
    for programme in PACK.programmes:
        machine, state, done, load = Machine(programme), State("going"), 0, (0.0, 0.0)
        while state.mode == "going":
            assert machine.load(state) >= load
            load = machine.load(state)
            state = machine.decide(state, GOOD, session=True).after
            done += 1
        assert state.mode == "finished"
        assert done == sum(session.passes for _, session in programme.steps)


def test_the_second_phase_allows_what_the_seed_allows() -> None:
    """In the walk and jog phase 2 of 10 goes on if the morning is calm, 3 goes back, and a sore morning repeats it."""
    machine, state = Machine(SOFT), State("going", 3)
    assert machine.decide(state, {**GOOD, "pain_during": 2}, session=True).verdict == "repeat"
    assert machine.decide(state, {**GOOD, "pain_during": 3}, session=True).after == State("going", 2, 0, 1)
    assert machine.decide(state, {**GOOD, "pain_next_morning": 1}, session=True).verdict == "hold"
    assert machine.decide(state, {**GOOD, "pain_next_morning": 3}, session=True).verdict == "back"
    assert machine.decide(state, {**GOOD, "stride_changed": True}, session=True).verdict == "stop"


def test_a_healed_bone_bears_no_pain_and_pain_that_comes_back_stops() -> None:
    """After a bone injury one ache leads back, a second one stops, and so does clear pain at once."""
    machine, state = Machine(BONE), State("going", 6)
    once = machine.decide(state, {**GOOD, "pain_during": 1}, session=True)
    assert (once.verdict, once.after) == ("back", State("going", 5, 0, 1))
    assert machine.decide(once.after, {**GOOD, "pain_after": 1}, session=True).verdict == "stop"
    assert machine.decide(state, {**GOOD, "pain_during": 3}, session=True).verdict == "stop"


def test_what_is_not_known_never_leads_on() -> None:
    """Without the next morning a session waits, however good it was; what is said of a day alone never moves on."""
    machine, state = Machine(SOFT), State("going", 2, 1)
    unknown = {name: value for name, value in GOOD.items() if name != "pain_next_morning"}
    assert machine.decide(state, unknown, session=True).verdict == "wait"
    assert machine.decide(state, {"pain_between": 0}, session=False).after == state


def test_nothing_runs_before_a_clearance_or_after_a_stop() -> None:
    """While a plan waits for a clinician, or has stopped, there is no session, and no answer makes one."""
    machine = Machine(BONE)
    assert machine.start(cleared=False) == State("uncleared")
    for mode in ("uncleared", "stopped"):
        state = State(mode, 3)  # type: ignore[arg-type]
        assert machine.session(state) is None
        assert machine.decide(state, GOOD, session=True).after == state
    assert machine.cleared(State("uncleared")).mode == "going"
    assert machine.reassessed(State("stopped", 3), cleared=False) == State("uncleared")


def test_a_verdict_that_does_not_follow_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The independent checker looks at every verdict: where it finds a fault nothing is told."""

    def faulty(_derivation: object) -> object:
        raise UnverifiedError(["a step does not follow"])

    monkeypatch.setattr(machines, "verified", faulty)
    with pytest.raises(UnverifiedError):
        Machine(SOFT).decide(State("going"), GOOD, session=True)


def test_everything_asked_of_a_session_bears_on_some_verdict() -> None:
    """No answer about a session is asked for nothing: each is named by a rule of a programme that ships."""
    named = {fact.split("=")[0].rstrip("<>") for programme in PACK.programmes for fact in facts_in(programme)}
    assert {name.rstrip("<>") for name in named} >= set(SESSION)
