"""Every session that can be, and every state of a programme: what its rules make of them, worked out for all at once.

The answers about a session fall into few classes, those between which a rule, or the allowance of the phase, tells apart. Each
combination of classes is a bit of a number, so that a rule is worked out for all of them by a few operations on whole numbers, and
nothing is left out: what is not known is a class of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, get_args

from hipexpert.engine import fold, in_at_least, leaves
from hipexpert.knowledge.packs.premises import Is, Limit, satisfies, to_gate
from hipexpert.knowledge.packs.programmes import PAIN, SESSION, Decision, Outcome, Phase, Programme
from hipexpert.knowledge.packs.vocabulary import Number
from hipexpert.knowledge.returning.machine import ASKED, Machine, State, Verdict, leaf_of
from hipexpert.knowledge.returning.words import observed_words

Value = int | bool | None
PAINS = {"pain_during": "during", "pain_after": "after", "pain_next_morning": "next_morning"}


class Verdicts(NamedTuple):
    """For each outcome the sessions (or days) to which it comes, as bits; none is in two."""

    stop: int
    back: int
    hold: int
    advance: int
    resume: int


class Space:
    """All that can be known of a session in a phase, after a good one or after a bad one."""

    def __init__(self, phase: Phase, rules: Mapping[Outcome, Sequence[Decision]], *, bad_before: bool) -> None:
        self.phase = phase
        self.rules = rules
        self.bad_before = bad_before
        bounds: dict[str, set[int]] = {}
        for decision in (each for listed in rules.values() for each in listed):
            for fact in leaves(to_gate(decision.when)):
                self._bound(bounds, leaf_of(fact))
        for name, field in PAINS.items():
            bounds.setdefault(name, set()).add(getattr(phase.allowed, field) + 1)
        bounds.update({name: bounds.get(name, set()) for name in ("completed", "warning_sign")})
        bounds.pop("bad_before", None)
        self.classes: dict[str, tuple[Value, ...]] = {name: _classes(name, bounds[name]) for name in sorted(bounds)}
        self.size = 1
        for values in self.classes.values():
            self.size *= len(values)
        self.every = (1 << self.size) - 1

    @staticmethod
    def _bound(bounds: dict[str, set[int]], leaf: Is | Limit) -> None:
        found = bounds.setdefault(leaf.finding, set())
        if isinstance(leaf, Limit):
            found.update(cut for cut in range(1, PAIN + 1) if satisfies(cut - 1, leaf) != satisfies(cut, leaf))

    def where(self, name: str, values: Sequence[Value]) -> int:
        """The sessions of which an answer is one of these values."""
        stride = 1
        for other in reversed(self.classes):
            if other == name:
                break
            stride *= len(self.classes[other])
        known = self.classes[name]
        ones = (1 << stride) - 1
        block = sum(ones << (number * stride) for number, value in enumerate(known) if _is_among(value, values))
        period = stride * len(known)
        return block * ((1 << self.size) - 1) // ((1 << period) - 1)

    def _fact(self, fact: str) -> int:
        leaf = leaf_of(fact)
        if leaf.finding == "bad_before":
            return self.every if isinstance(leaf, Is) and (leaf.value == "yes") == self.bad_before else 0
        values = [value for value in self.classes[leaf.finding] if value is not None]
        if isinstance(leaf, Limit):
            return self.where(leaf.finding, [value for value in values if satisfies(value, leaf)])
        return self.where(leaf.finding, [value for value in values if value is (leaf.value == "yes")])

    def _any_of(self, outcome: Outcome) -> int:
        found = 0
        for each in self.rules.get(outcome, ()):
            found |= fold(to_gate(each.when), self._fact, lambda count, parts: in_at_least(count, parts, self.every))
        return found

    @cached_property
    def verdicts(self) -> Verdicts:
        """What the rules conclude: the gravest outcome that does."""
        found: tuple[Outcome, ...] = get_args(Outcome)
        stop, back, hold, advance, resume = map(self._any_of, found)
        back &= ~stop
        hold &= ~(stop | back)
        return Verdicts(stop, back, hold, advance & ~(stop | back | hold), resume & ~(stop | back | hold | advance))

    @cached_property
    def complete(self) -> int:
        """The sessions of which all is known by which they are judged."""
        found = self.every
        for name in ASKED:
            found &= self.where(name, [value for value in self.classes[name] if value is not None])
        return found

    @cached_property
    def borne(self) -> int:
        """The sessions whose pain is known to be within the allowance of the phase."""
        found = self.every
        for name, field in PAINS.items():
            limit = getattr(self.phase.allowed, field)
            found &= self.where(name, [value for value in self.classes[name] if value is not None and value <= limit])
        return found

    @cached_property
    def bad(self) -> int:
        """The sessions in which some pain is known to be above the allowance."""
        found = 0
        for name, field in PAINS.items():
            limit = getattr(self.phase.allowed, field)
            found |= self.where(name, [value for value in self.classes[name] if value is not None and value > limit])
        return found

    def one_of(self, sessions: int) -> str:
        """One of these sessions in words."""
        number = (sessions & -sessions).bit_length() - 1
        known: dict[str, int | bool] = {}
        for name in reversed(self.classes):
            number, place = divmod(number, len(self.classes[name]))
            value = self.classes[name][place]
            if value is not None:
                known[name] = value
        told = [
            f"{name.replace('_', ' ')} {value}" if isinstance(SESSION[name], Number) else _sign(name, bool(value))
            for name, value in sorted(known.items())
        ]
        return ", ".join(told) or "nothing is known of it"


class Walk:
    """A programme walked through: every state that can be reached, and what can come of each."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.machine = Machine(programme)
        self._spaces: dict[tuple[str, str, bool, bool], Space] = {}

    def space(self, state: State, *, session: bool) -> Space:
        """What can be known of a session, or of a day, in a state."""
        phase, bad = self.machine.phase(state), state.bad > 0
        key = (state.mode, phase.id, bad, session)
        if key not in self._spaces:
            self._spaces[key] = Space(phase, self.machine.rules(state, session=session), bad_before=bad)
        return self._spaces[key]

    def after(self, state: State, *, session: bool, among: str = "") -> dict[Verdict, State]:
        """What can follow a session or a day in a state: each verdict that is possible, and where it leads. ``among`` names the part of
        the space (``bad``, ``borne``) that is looked at.
        """
        if state.mode in ("uncleared", "stopped") or (session and state.mode != "going"):
            return {}
        space = self.space(state, session=session)
        within = getattr(space, among) if among else space.every
        left, found = within, dict[Verdict, State]()
        outcomes: tuple[Outcome, ...] = get_args(Outcome)
        for outcome, sessions in zip(outcomes, space.verdicts, strict=True):
            left &= ~sessions
            for part, complete in ((sessions & within & space.complete, True), (sessions & within & ~space.complete, False)):
                if part:
                    self._put(found, state, outcome, complete=complete, session=session)
        for part, complete in ((left & space.complete, True), (left & ~space.complete, False)):
            if part:
                self._put(found, state, None, complete=complete, session=session)
        return found

    def _put(self, found: dict[Verdict, State], state: State, outcome: Outcome | None, *, complete: bool, session: bool) -> None:
        verdict = self.machine.verdict(state, outcome, complete=complete, session=session)
        found[verdict] = self.machine.move(state, verdict, session=session)

    def next_states(self, state: State) -> Iterator[State]:
        """Every state that one session, one day, a break, a clearance or a new assessment leads to."""
        for session in (True, False):
            yield from self.after(state, session=session).values()
        yield self.machine.paused(state)
        yield self.machine.cleared(state)
        for cleared in (True, False):
            yield self.machine.reassessed(state, cleared=cleared)

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Every state that can be reached, those first that are reached first."""
        return tuple(self.reached_from(*(self.machine.start(cleared=cleared) for cleared in (False, True))))

    def reached_from(self, *starts: State) -> dict[State, None]:
        """Every state that can be reached from some."""
        found = dict.fromkeys(starts)
        waiting = list(found)
        while waiting:
            for each in self.next_states(waiting.pop()):
                if each not in found:
                    found[each] = None
                    waiting.append(each)
        return found

    @property
    def session_states(self) -> Iterator[tuple[State, Space]]:
        """Every state that has a session, once for each phase and for what lies behind, with what can be known of it."""
        seen = set[int]()
        for state in self.states:
            if state.mode == "going" and id(space := self.space(state, session=True)) not in seen:
                seen.add(id(space))
                yield state, space


def _classes(name: str, cuts: set[int]) -> tuple[Value, ...]:
    """One value of each class of answers, and None for what is not known."""
    if not isinstance(SESSION[name], Number):
        return None, True, False
    return None, 0, *sorted(cut for cut in cuts if 0 < cut <= PAIN)


def _is_among(value: Value, values: Sequence[Value]) -> bool:
    return any(value is each if isinstance(each, bool) or isinstance(value, bool) or value is None else value == each for each in values)


def _sign(name: str, value: bool) -> str:
    return observed_words(f"{name}={'yes' if value else 'no'}", {})


@lru_cache(maxsize=2)
def walks_of(programmes: tuple[Programme, ...]) -> tuple[Walk, ...]:
    """Each programme, walked through; the same again while it is asked of the same programmes."""
    return tuple(map(Walk, programmes))
