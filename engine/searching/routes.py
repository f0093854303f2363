"""The fewest open answers by which something could come to hold, and the fewest that include an answer to each question.

One pass: what a fact takes is worked out once, from what its rules and tallies take, and shared by all that ask for it. The
figures are those of a search that looks at one way at a time: what answers rule out together is not looked at. Sets of questions
are bits of one number: a union of many is one step.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from hipexpert.engine.bit_sets import members_of
from hipexpert.engine.premises import GroundPremise
from hipexpert.engine.rules import ProgramRule
from hipexpert.engine.status import Outlook
from hipexpert.engine.tables import NumberedPremise, numbered
from hipexpert.engine.tallying import weight_of

Asked = TypeVar("Asked", bound=Hashable)


@dataclass(frozen=True)
class Route(Generic[Asked]):
    """How something could come to hold: ``need`` is the fewest open answers it takes, ``through[q]`` the fewest that
    include an answer to ``q``.
    """

    need: int
    through: Mapping[Asked, int] = field(default_factory=dict)


class _Route(NamedTuple):
    """The same, of numbered questions: ``at[k]`` are the bits of those through which it takes ``k`` more than it needs."""

    need: int
    at: tuple[int, ...]


_HOLDS = _Route(0, ())


class Routes(Generic[Asked]):
    """The routes of one outlook; ``asked`` names the question whose answer brings an open input fact."""

    def __init__(self, outlook: Outlook, asked: Callable[[str], Asked]) -> None:
        self._program = outlook.program
        self._run = outlook.run
        self._tables = outlook.run.compiled.tables
        self._out = outlook.ruled_out
        self._asked = asked
        self._questions: list[Asked] = []
        self._by_question: dict[Asked, _Route] = {}  # what an answer to it takes
        self._known: dict[int, _Route | None] = {}
        self._path: dict[int, int] = {}  # the facts that are being worked out, each with how many stand before it
        self._cut = 0  # the first of them that something rests on

    def to(self, rules: Iterable[ProgramRule]) -> Mapping[str, Route[Asked]]:
        """The route of each of the rules that is open and could come to hold, by id."""
        return {name: self._told(route) for name, route in self._to(rules)}

    def of(self, premise: GroundPremise) -> Route[Asked] | None:
        """The route of a premise; None when it cannot come to hold."""
        route = self._of(numbered(premise, self._tables.index))
        return None if route is None else self._told(route)

    def questions(self, premise: GroundPremise) -> list[Asked]:
        """The questions whose answers could still make a premise hold; none when it cannot come to hold."""
        route = self._of(numbered(premise, self._tables.index))
        return [self._questions[number] for those in route.at for number in members_of(those)] if route is not None else []

    def through(self, rules: Iterable[ProgramRule], farthest: int | None) -> Iterator[tuple[str, int, list[Asked]]]:
        """For each of the rules that is open the questions through which it takes so many answers, the fewest first and at most
        ``farthest`` (None: however many).
        """
        questions = self._questions
        for name, (need, at) in self._to(rules):
            for cost, those in enumerate(at if farthest is None else at[: max(0, farthest - need + 1)], need):
                if those:
                    yield name, cost, [questions[number] for number in members_of(those)]

    def _to(self, rules: Iterable[ProgramRule]) -> Iterator[tuple[str, _Route]]:
        numbers, out, fired, premises = self._tables.rule_number, self._out.rules, self._run.fired, self._tables.premises
        for rule in rules:
            number = numbers[rule.id]
            if not out[number] and number not in fired and (route := self._of(premises[number])) is not None:
                yield rule.id, route

    def _told(self, route: _Route) -> Route[Asked]:
        costs = enumerate(route.at, route.need)
        return Route(route.need, {self._questions[number]: cost for cost, those in costs for number in members_of(those)})

    def _of(self, premise: NumberedPremise) -> _Route | None:
        return self._fact(premise) if isinstance(premise, int) else self._gate(*premise)

    def _gate(self, count: int, parts: Sequence[NumberedPremise]) -> _Route | None:
        """The route of a gate that needs ``count`` of its parts."""
        every, known, able = count == len(parts), self._known, list[_Route]()
        for part in parts:
            if not isinstance(part, int):
                route = self._gate(*part)
            elif part in known:
                route = known[part]
            else:
                route = self._fact(part)
            if route is None:
                if every:
                    return None
            elif route.need:
                able.append(route)
            else:
                count -= 1
        if count <= 0:
            return _HOLDS
        if every and len(able) > 1:
            able = _each_answer_once(able)
            count = len(able)
        return _cheapest(count, able)

    def _fact(self, fact: int) -> _Route | None:
        if fact in self._known:
            return self._known[fact]
        if fact in self._path:  # a fact is never needed for itself
            self._cut = min(self._cut, self._path[fact])
            return None
        found: _Route | None
        name = self._tables.facts[fact]
        if fact in self._run.numbers:
            found = _HOLDS
        elif self._out.facts[fact]:
            found = None
        elif name in self._program.inputs:
            found = self._answered(self._asked(name))
        else:
            return self._concluded(fact)
        self._known[fact] = found
        return found

    def _answered(self, question: Asked) -> _Route:
        found = self._by_question.get(question)
        if found is None:
            found = self._by_question[question] = _Route(1, (1 << len(self._questions),))
            self._questions.append(question)
        return found

    def _concluded(self, fact: int) -> _Route | None:
        depth, cut = len(self._path), self._cut
        self._path[fact], self._cut = depth, depth
        tables, out = self._tables, self._out.rules
        ways = [way for rule in tables.concluding[fact] if not out[rule] and (way := self._of(tables.premises[rule])) is not None]
        marking = tables.marking.get(fact, ())
        ways += [way for tally, at_least in marking if (way := self._weighed(tally, at_least)) is not None]
        del self._path[fact]
        found = _cheapest(1, ways)
        if self._cut == depth:  # else it was worked out without a fact that waits for it, and holds for that one alone
            self._known[fact] = found
        self._cut = min(self._cut, cut)
        return found

    def _weighed(self, tally: int, at_least: int) -> _Route | None:
        """The route by which a tally could reach a mark: the strongest open items first, and a leading one before all
        others while nothing leads.
        """
        balance, rising = self._run.balance, self._tables.rising(tally)
        missing = at_least - self._totals[tally]
        leads = tally in self._run.totals_by_number
        held: dict[int, int] = {}
        chosen: set[int] = set()
        need, through = 0, 0
        while missing > 0 or not leads:
            best: tuple[int, str, int, int, _Route] | None = None
            for weight, name, place, fact, group, leading, unless in rising:
                if best is not None and group < 0 and weight < best[0]:
                    break
                counts = 0
                if group >= 0:
                    counts = held[group] if group in held else weight_of(balance.strongest.get(group, 0))
                gain = weight - counts
                if (
                    weight <= abs(counts)
                    or not (leads or leading)
                    or place in chosen
                    or (best is not None and (gain, name, -place) <= best[:3])
                ):
                    continue
                if self._is_open(fact, unless) and (route := self._fact(fact)) is not None:
                    best = gain, name, -place, group, route
            if best is None:
                return None
            gain, _, place, group, route = best
            chosen.add(-place)
            if group >= 0:
                held[group] = gain + (held[group] if group in held else weight_of(balance.strongest.get(group, 0)))
            missing -= gain
            leads = True
            need += route.need
            for those in route.at:
                through |= those
        return _Route(need, (through,)) if need else None

    @cached_property
    def _totals(self) -> tuple[int, ...]:
        return self._tables.weights.lanes.read(self._run.balance.lanes)

    def _is_open(self, fact: int, unless: tuple[int, ...]) -> bool:
        """Whether an open answer could still bring an item to count."""
        held = self._run.numbers
        return fact not in held and not self._out.facts[fact] and held.isdisjoint(unless)


def _each_answer_once(parts: list[_Route]) -> list[_Route]:
    """The parts, without those that take the one answer that another takes: two comparisons of one number, as in a range."""
    taken, twice = 0, False
    for need, at in parts:
        if need == len(at) == 1 and not at[0] & at[0] - 1:
            twice = twice or taken & at[0] != 0
            taken |= at[0]
    if not twice:
        return parts
    left = taken
    found = []
    for part in parts:
        if part.need == len(part.at) == 1 and not part.at[0] & part.at[0] - 1:
            if not left & part.at[0]:
                continue
            left ^= part.at[0]
        found.append(part)
    return found


def _cheapest(count: int, parts: Sequence[_Route]) -> _Route | None:
    """The route by which ``count`` of the parts come to hold; None when there are not so many."""
    if len(parts) < count:
        return None
    if len(parts) == 1:
        return parts[0]
    if (alike := _alike(count, parts)) is not None:
        return alike
    ordered = sorted(parts, key=_need)
    need = sum([each.need for each in ordered[:count]])
    if need == 0:
        return _HOLDS
    dearest = ordered[count - 1].need
    found = [0]
    for number, (its, at) in enumerate(ordered):
        # A part outside the cheapest choice can take the place of its dearest member.
        more = 0 if number < count else its - dearest
        if len(found) < more + len(at):
            found += [0] * (more + len(at) - len(found))
        for those in at:
            found[more] |= those
            more += 1
    seen = found[0]
    for more in range(1, len(found)):
        found[more] &= ~seen
        seen |= found[more]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return _Route(need, tuple(found))


def _alike(count: int, parts: Sequence[_Route]) -> _Route | None:
    """The same where it comes to the same whichever are chosen; None for others."""
    every, first, need, through = count == len(parts), parts[0].need, 0, 0
    for its, at in parts:
        if len(at) != 1 or not (every or its == first):
            return None
        need += its
        through |= at[0]
    return _Route(need if every else count * first, (through,))


def _need(route: _Route) -> int:
    return route.need
