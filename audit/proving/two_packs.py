"""Two packs on the same runner: who is told something else by the second, proved or shown by a runner.

Answers that only one of the packs knows are ignored by the other. What people say at once, with ``none_of``, is taken as each
pack takes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from hipexpert.audit.proving.denying import DenyingVariables, denials_of
from hipexpert.audit.proving.encoding import Encoding
from hipexpert.audit.proving.equivalence import Differences, common_space
from hipexpert.audit.proving.outcomes import Outcomes
from hipexpert.audit.proving.reachability import drawn
from hipexpert.audit.proving.searching import Search, World
from hipexpert.audit.proving.solving import EFFORT
from hipexpert.audit.proving.two_plans import TwoPlans, planned
from hipexpert.audit.proving.verdict import Verdict
from hipexpert.audit.proving.witness import fewer_answers
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.packs.facts import Fact, weigh_id
from hipexpert.knowledge.packs.ladder import CAUTION, Level, StatedLevel, caution, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Limit, fact_of
from hipexpert.knowledge.runner.levels import level_of

ShiftKind = Literal["higher", "lower", "released", "first", "plan", "other"]
GIVEN_UP = 3
"""After so many questions that ran out of effort the rest is not asked."""
WAYS: tuple[ShiftKind, ...] = get_args(ShiftKind)
PLANS: tuple[ShiftKind, ...] = ("released", "plan")


@dataclass(frozen=True)
class PackTold:
    """What one pack tells a runner, as far as packs are compared: the level, the first condition, all facts and totals; of the
    advice that rules advise, what is ``given`` and what is ``kept_back``.
    """

    level: StatedLevel
    first: str
    facts: frozenset[str]
    totals: tuple[tuple[str, int], ...]
    given: frozenset[str] = frozenset()
    kept_back: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shift:
    """What became of one question: ``found`` is None when it is not decided; ``chosen`` is a runner who shows it.

    ``smallest`` is True when fewer answers are proved not to show it. ``drawn`` is how many runners were drawn by lot, none
    of whom showed it, when the proof ran out of effort or was not wanted.
    """

    found: bool | None
    chosen: Chosen | None = None
    smallest: bool = False
    drawn: int = 0


class TwoPacks:
    """Two packs over one space of answers. With ``effort`` 0 nothing is proved and runners are only drawn by lot. ``also`` are comparisons
    that questions name beside those of the rules; with ``second`` each proof is one of a second solver, too.
    """

    def __init__(self, old: Pack, new: Pack, effort: int = EFFORT, *, also: Sequence[Limit] = (), second: bool = False) -> None:
        self.engines = (ExplainingEngine(old), ExplainingEngine(new))
        self.second = second
        self._also = frozenset(map(fact_of, also))
        space = common_space(old, new, also)
        self.denials = denials_of(old, new, space)
        self.space = space if self.denials is None else self.denials[0].space
        self.effort = effort

    @cached_property
    def world(self) -> World:
        """The solver with the answers of one runner."""
        return World(self.space, self.effort, second=self.second)

    @cached_property
    def _encodings(self) -> tuple[Encoding, Encoding]:
        world, (old, new) = self.world, (engine.compiled for engine in self.engines)
        if self.denials is None:
            first = world.encode(old)
            return first, world.encode(new, like=first)
        shared: dict[object, Any] = {}
        one, other = (DenyingVariables(world.runners[0], denials, shared) for denials in self.denials)
        first = world.encode_said(old, one, None, frozenset())
        return first, world.encode_said(new, other, first, other.unlike(one))

    @cached_property
    def outcomes(self) -> tuple[Outcomes, Outcomes]:
        """What each pack tells that runner."""
        old, new = (Outcomes(engine.pack, encoding) for engine, encoding in zip(self.engines, self._encodings, strict=True))
        return old, new

    @cached_property
    def _differences(self) -> Differences:
        return Differences(*self._encodings, evidence=False)

    @cached_property
    def _plans(self) -> TwoPlans:
        return TwoPlans(*self.outcomes)

    def told(self, chosen: Chosen, *, plan: bool = True) -> tuple[PackTold, PackTold]:
        """What the old pack and the new one tell a runner; without ``plan`` no advice."""
        old, new = (_told(engine, self._given(number, chosen), plan=plan) for number, engine in enumerate(self.engines))
        return old, new

    def _given(self, number: int, chosen: Chosen) -> frozenset[str]:
        """The facts that answers make true for one of the packs."""
        said = self.space.facts(chosen)
        return said if self.denials is None else self.denials[number].given(chosen) | (said & self._also)

    def facts(self, chosen: Chosen) -> tuple[frozenset[str], frozenset[str]]:
        """Every fact that holds for a runner by the old pack and by the new one, by their engines."""
        given = (self._given(0, chosen), self._given(1, chosen))
        engines = zip(self.engines, given, strict=True)
        old, new = (engine.compiled.run(each & engine.compiled.program.inputs).facts | each for engine, each in engines)
        return old, new

    def can_be(self, goal: Sequence[Any], shows: Callable[[Chosen], bool]) -> Verdict:
        """Whether some runner makes all formulas true; ``shows`` asks the engines the same."""
        return self.world.search(goal, lambda runners: shows(runners[0])).verdict(self.space)

    def shift(self, way: ShiftKind) -> Shift:
        """Whether some runner gets a higher or a lower level, advice that was kept back, another first condition, another plan, or
        any other conclusion or total.
        """

        def shows(runners: Sequence[Chosen]) -> bool:
            return _differs(way, *self.told(runners[0], plan=way in PLANS))

        if not self.effort:
            return self._by_lot(shows)
        search, goal = self._search(way, shows)
        if search.found is None:
            return self._by_lot(shows)
        if not search.runners:
            return Shift(False)
        chosen, smallest = search.runners[0], False
        if way in ("higher", "lower"):
            chosen, smallest = self.world.smallest(goal, shows, chosen)
        return Shift(True, chosen, smallest)

    def _by_lot(self, shows: Callable[[Sequence[Chosen]], bool]) -> Shift:
        number = 300
        for chosen in drawn(self.space, number):
            if shows([chosen]):
                return Shift(True, fewer_answers([chosen], shows)[0])
        return Shift(None, drawn=number)

    def _search(self, way: ShiftKind, shows: Callable[[Sequence[Chosen]], bool]) -> tuple[Search, list[Any]]:
        solver = self.world.solver
        if way == "first":
            return self._another_first(shows), []
        if way == "other":
            goal = self._differences.any_difference()
            return (self.world.search([goal], shows), [goal]) if goal is not None else (Search(False), [])
        if way == "plan":
            goals = [self._plans.differ()]
        elif way == "released":
            goals = [self._plans.released(), solver.negation(self.more_cautious(*self.outcomes))]
        else:
            goals = [self.more_cautious(*(self.outcomes if way == "higher" else self.outcomes[::-1]))]
        return self.world.search(goals, shows), goals

    def more_cautious(self, before: Outcomes, after: Outcomes) -> Any:
        """Whether the level is more cautious in the second."""
        solver = self.world.solver
        steps = [solver.conjunction([after.at_least(level), solver.negation(before.at_least(level))]) for level in CAUTION[1:]]
        return solver.disjunction(steps)

    def _another_first(self, shows: Callable[[Sequence[Chosen]], bool]) -> Search:
        """A runner for whom another condition comes first.

        If the first condition changes, it or the one it gives way to has a total or an urgency that changes: two conditions
        that stay as they are keep their order. So it is enough to ask this of each condition that does not stay as it is. And
        none comes to the fore unless it can rise, or another can fall.
        """
        solver = self.world.solver
        restless = self._restless()
        rise, fall = ({name for name in restless if self._may_move(name, number)} for number in (1, 0))
        undecided = 0
        for condition in restless:
            old, new = (self._is_first(number, condition) for number in (0, 1))
            for before, after, own, others in ((new, old, fall, rise), (old, new, rise, fall)):
                if condition not in own and not others - {condition}:
                    continue
                search = self.world.search([after, solver.negation(before)], shows, effort=self.effort // 4)
                if search.runners:
                    return search
                undecided += search.found is None
                if undecided >= GIVEN_UP:
                    return Search(None)
        return Search(None if undecided else False)

    def _may_move(self, condition: str, better: int) -> bool:
        """Whether a condition may get a higher place in the old pack (0) or in the new one (1) than in the other."""
        packs = [engine.pack.condition_by_id.get(condition) for engine in self.engines]
        old, new = (engine.compiled.program.tally_by_id.get(weigh_id(condition)) for engine in self.engines)
        if old is None or new is None or _urgency_of(packs[0]) != _urgency_of(packs[1]):
            return (old, new)[better] is not None
        high, low = (new, old) if better else (old, new)
        up, down = self._encodings[better], self._encodings[1 - better]
        solver = self.world.solver
        more = [*up.counted(high), *((term, -weight) for term, weight in down.counted(low))]
        above = solver.conjunction([down.taken(low), solver.sum_at_least(more, low.base - high.base + 1)])
        above = solver.disjunction([solver.negation(down.taken(low)), above])
        goal = [up.taken(high), above]
        return self.world.search(goal, lambda _: True, few=False, effort=self.effort // 4).found is not False

    def _restless(self) -> list[str]:
        old, new = (engine.pack.condition_by_id for engine in self.engines)
        moved = {name for name in {*old, *new} if _urgency_of(old.get(name)) != _urgency_of(new.get(name))}
        moved |= {Fact.of(name).id for name in self._differences.tallies}
        weighed = {name for engine in self.engines for name in engine.compiled.program.tally_by_id}
        return sorted(name for name in moved if weigh_id(name) in weighed)

    def _is_first(self, number: int, condition: str) -> Any:
        """Whether a condition comes first in the differential of one of the packs."""
        encoding, solver, pack = self._encodings[number], self.world.solver, self.engines[number].pack
        tallies = self.engines[number].compiled.program.tally_by_id
        own = tallies.get(weigh_id(condition))
        if own is None:
            return solver.false
        counted = encoding.counted(own)
        place = _tie_break(pack, condition)
        parts = [encoding.taken(own)]
        for other in tallies.values():
            if other is own:
                continue
            wins_ties = _tie_break(pack, Fact.of(other.id).id) < place
            terms = [*encoding.counted(other), *((term, -weight) for term, weight in counted)]
            ahead = solver.sum_at_least(terms, own.base - other.base + (0 if wins_ties else 1))
            parts.append(solver.negation(solver.conjunction([encoding.taken(other), ahead])))
        named = solver.variable(f"first {condition}")
        solver.require(solver.equal(named, solver.conjunction(parts)))
        return named


def _tie_break(pack: Pack, condition: str) -> tuple[int, str]:
    return -rank(pack.condition_by_id[condition].typical_urgency), condition


def _urgency_of(condition: Any) -> Level | None:
    return None if condition is None else condition.typical_urgency


def _told(engine: ExplainingEngine, given: frozenset[str], *, plan: bool) -> PackTold:
    run = engine.compiled.run(given & engine.compiled.program.inputs)
    totals = sorted((Fact.of(name).id, total) for name, total in run.totals.items())
    first = min(totals, key=lambda each: (-each[1], _tie_break(engine.pack, each[0])), default=("", 0))[0]
    facts = frozenset(fact for fact in run.facts - given if Fact.of(fact).kind != "evidence")
    level = level_of(run.facts.__contains__, screened=bool(engine.pack.screen))
    advice = planned(engine.pack, level, run.facts) if plan else (frozenset[str](), frozenset[str]())
    return PackTold(level, first, facts, tuple(totals), *advice)


def _differs(way: ShiftKind, old: PackTold, new: PackTold) -> bool:
    match way:
        case "higher":
            return caution(new.level) > caution(old.level)
        case "lower":
            return caution(new.level) < caution(old.level)
        case "released":
            return not old.kept_back.isdisjoint(new.given) and caution(new.level) <= caution(old.level)
        case "first":
            return new.first != old.first
        case "plan":
            return (new.given, new.kept_back) != (old.given, old.kept_back)
        case "other":
            return (new.facts, new.totals) != (old.facts, old.totals)
