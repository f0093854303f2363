"""A programme as a state machine: where somebody stands in it, and what a session or a day's pain makes of that.

What is decided follows from the programme's rules by inference, so that it has a derivation which the independent checker
verifies like any other. That the graver outcome wins over the lighter, and where each leads, is the small table here; the
audit walks through all of it (``docs/plan.md``).
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from hipexpert.engine import CompiledProgram, Program, ProgramRule, holds, leaves, verified
from hipexpert.knowledge.packs.premises import Is, Limit, fact_of, satisfies, to_gate
from hipexpert.knowledge.packs.premises import leaves as leaves_of
from hipexpert.knowledge.packs.programmes import OUTCOMES, Decision, Outcome, Phase, Programme, Session

Mode = Literal["uncleared", "going", "resting", "stopped", "finished"]
MODES: tuple[Mode, ...] = get_args(Mode)
Observed = Mapping[str, int | bool]
"""What is known of a session or a day, by the names of :data:`hipexpert.knowledge.packs.programmes.SESSION`."""
Verdict = Literal["stop", "back", "hold", "repeat", "advance", "resume", "wait", "none"]
ASKED = ("pain_during", "pain_after", "pain_next_morning", "completed")  # without these a session is not judged to the end
BAD = 2  # so many bad sessions in a row lead further back than one does


class State(Struct, frozen=True):
    """Where somebody stands: the number of the session that is next, how many good ones of it they have done in a row, and how
    many bad sessions lie behind them in a row (counted up to :data:`BAD`).
    """

    mode: Mode
    step: int = 0
    good: int = 0
    bad: int = 0


class FiredDecision(Struct, frozen=True):
    """A rule of a programme that fired, and the facts through which it did."""

    decision: Decision
    facts: tuple[str, ...]


class Decided(Struct, frozen=True):
    """What follows a session or a day's pain: the ``verdict``, the rules that say so, and the state that comes of it.

    ``wait``: the next morning is not known yet. ``repeat``: a good session, and not yet enough of them. ``none``: nothing changes.
    """

    verdict: Verdict
    fired: tuple[FiredDecision, ...]
    before: State
    after: State


class Machine:
    """One programme as a state machine. It holds no state of anybody: threads may share one."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme

    @cached_property
    def first_of(self) -> tuple[int, ...]:
        """For each step the number of the first step of its phase."""
        found: dict[str, int] = {}
        return tuple(found.setdefault(phase.id, number) for number, (phase, _) in enumerate(self.programme.steps))

    def start(self, *, cleared: bool) -> State:
        """Where somebody begins for whom the programme opened."""
        return State("going") if cleared or not self.programme.clearance else State("uncleared")

    def phase(self, state: State) -> Phase:
        """The phase in which somebody stands; after the end the last."""
        return self.programme.steps[min(state.step, len(self.programme.steps) - 1)][0]

    def session(self, state: State) -> Session | None:
        """The session that is next; None while there is none."""
        return self.programme.steps[state.step][1] if state.mode == "going" else None

    def load(self, state: State) -> tuple[float, float]:
        """The load of the next session: none while there is none, and after the end without a bound."""
        if state.mode == "finished":
            return (float("inf"), float("inf"))
        session = self.session(state)
        return session.load if session is not None else (0.0, 0.0)

    def decide(self, state: State, observed: Observed, *, session: bool) -> Decided:
        """What follows what was observed: of a ``session`` that was done, or else of a day (as all is where there is no session to do).

        Raises :class:`hipexpert.UnverifiedError` when a step of the inference does not follow.
        """
        session = session and state.mode == "going"
        program = self._program(state, session=session)
        given = facts_of(observed, state, program.inputs)
        derivation = verified(CompiledProgram(program).run(given))
        outcome = next((each for each in (*OUTCOMES, "resume") if f"decision:{each}" in derivation.run.facts), None)
        fired = derivation.justifications(f"decision:{outcome}") if outcome else ()
        rules = self.programme.decision_by_id
        verdict = self.verdict(state, outcome, complete=is_complete(observed), session=session)
        return Decided(
            verdict,
            tuple(FiredDecision(rules[each.source], each.premises) for each in fired) if verdict != "wait" else (),
            state,
            self.move(state, verdict, session=session),
        )

    def verdict(self, state: State, outcome: Outcome | None, *, complete: bool, session: bool) -> Verdict:
        """What the gravest outcome that the rules conclude comes to in a state."""
        if state.mode in ("uncleared", "stopped"):
            return "none"
        if outcome in ("stop", "back", "resume"):
            return outcome
        if not session:
            return "none"
        if not complete:
            return "wait"
        if outcome != "advance":
            return "hold"
        return "advance" if state.good + 1 >= self.programme.steps[state.step][1].passes else "repeat"

    def move(self, state: State, verdict: Verdict, *, session: bool) -> State:
        """The state that a verdict leads to."""
        match verdict:
            case "stop":
                return State("stopped", state.step)
            case "resume":
                return State("going", state.step, 0, state.bad)
            case "back":
                return self._back(state, session=session)
            case "hold":
                return replace(state, good=0, bad=0)
            case "repeat":
                return replace(state, good=state.good + 1, bad=0)
            case "advance":
                last = state.step + 1 == len(self.programme.steps)
                return State("finished", state.step) if last else State("going", state.step + 1)
            case _:
                return state

    def _back(self, state: State, *, session: bool) -> State:
        """One session back, and after a second bad one to the beginning of the phase; at the very beginning a rest. Pain in daily life is
        waited out in any case.
        """
        if state.mode == "resting":
            return state
        bad = min(state.bad + 1, BAD)
        step = max(state.step - 1, 0)
        if bad == BAD:
            step = min(step, self.first_of[state.step])
        return State("going" if session and state.step else "resting", step, 0, bad)

    def cleared(self, state: State) -> State:
        """After a clinician has cleared them."""
        return State("going") if state.mode == "uncleared" else state

    def reassessed(self, state: State, *, cleared: bool) -> State:
        """After a stop, when a new assessment opens the programme again: it begins anew."""
        return self.start(cleared=cleared) if state.mode == "stopped" else state

    def paused(self, state: State) -> State:
        """After too long without a session: the phase begins anew."""
        return State("going", self.first_of[state.step]) if state.mode == "going" else state

    def rules(self, state: State, *, session: bool) -> dict[Outcome, tuple[Decision, ...]]:
        """The rules that apply in a state, by what they decide."""
        if state.mode in ("uncleared", "stopped"):
            return {}
        found = self.programme.decisions(self.phase(state))
        if state.mode == "resting":
            return {"stop": found["stop"], "resume": self.programme.resumes}
        return found if session else {"stop": found["stop"], "back": found["back"]}

    def _program(self, state: State, *, session: bool) -> Program:
        rules = [
            ProgramRule(each.id, to_gate(each.when), (f"decision:{outcome}",))
            for outcome, listed in self.rules(state, session=session).items()
            for each in listed
        ]
        return Program({fact for rule in rules for fact in leaves(rule.premise)}, rules)


def is_complete(observed: Observed) -> bool:
    """Whether all is known of a session that it is judged by."""
    return all(name in observed for name in ASKED)


def facts_of(observed: Observed, state: State, wanted: Iterable[str]) -> frozenset[str]:
    """Of the wanted facts those that hold: what was not observed is not known, so neither it nor its opposite is among them."""
    known: dict[str, int | bool] = {**observed, "bad_before": state.bad > 0}
    return frozenset(fact for fact in wanted if _holds(fact, known))


def _holds(fact: str, known: Mapping[str, int | bool]) -> bool:
    leaf = leaf_of(fact)
    if leaf.finding not in known:
        return False
    value = known[leaf.finding]
    return satisfies(value, leaf) if isinstance(leaf, Limit) else (leaf.value == "yes") == bool(value)


def leaf_of(fact: str) -> Is | Limit:
    """The answer, or the comparison, that the fact of a session stands for."""
    for sign in (">=", "<=", ">", "<"):
        name, found, bound = fact.partition(sign)
        if found:
            return Limit(name, sign, float(bound))
    name, _, value = fact.partition("=")
    return Is(name, value)


def facts_in(programme: Programme) -> frozenset[str]:
    """Every fact of a session that the rules of a programme mention."""
    return frozenset(fact_of(leaf) for each in programme.decision_by_id.values() for leaf in leaves_of(each.when))


def outcome_of(rules: Mapping[Outcome, Iterable[Decision]], facts: frozenset[str]) -> Outcome | None:
    """The gravest outcome whose rules hold: what :meth:`Machine.decide` infers, worked out without inference."""
    for outcome in (*OUTCOMES, "resume"):
        if any(holds(to_gate(each.when), facts) for each in rules.get(outcome, ())):
            return outcome
    return None
