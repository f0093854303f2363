"""The fewest open answers by which something could come to hold, and the fewest that include an answer to each question.

One pass: what a fact takes is worked out once, from what its rules and tallies take, and shared by all that ask for it. The
figures are those of a search that looks at one way at a time: what answers rule out together is not looked at.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

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


class Routes(Generic[Asked]):
    """The routes of one outlook; ``asked`` names the question whose answer brings an open input fact."""

    def __init__(self, outlook: Outlook, asked: Callable[[str], Asked]) -> None:
        self._program = outlook.program
        self._run = outlook.run
        self._tables = outlook.run.compiled.tables
        self._out = outlook.ruled_out
        self._asked = asked
        self._holds: Route[Asked] = Route(0)
        self._known: dict[int, Route[Asked] | None] = {}
        self._path: dict[int, int] = {}  # the facts that are being worked out, each with how many stand before it
        self._cut = 0  # the first of them that something rests on

    def to(self, rules: Iterable[ProgramRule]) -> Mapping[str, Route[Asked]]:
        """The route of each of the rules that is open and could come to hold, by id."""
        numbers, out, fired = self._tables.rule_number, self._out.rules, self._run.fired
        able = ((rule.id, number) for rule in rules if not out[number := numbers[rule.id]] and number not in fired)
        return {name: route for name, number in able if (route := self._of(self._tables.premises[number])) is not None}

    def of(self, premise: GroundPremise) -> Route[Asked] | None:
        """The route of a premise; None when it cannot come to hold."""
        return self._of(numbered(premise, self._tables.index))

    def _of(self, premise: NumberedPremise) -> Route[Asked] | None:
        return self._fact(premise) if isinstance(premise, int) else self._gate(*premise)

    def _gate(self, count: int, parts: Sequence[NumberedPremise]) -> Route[Asked] | None:
        """The route of a gate that needs ``count`` of its parts."""
        every, known, able = count == len(parts), self._known, list[Route[Asked]]()
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
            return self._holds
        if every:
            # Two comparisons of one number, as in a range, are met by one answer.
            one_answer = [next(iter(part.through)) for part in able if part.need == len(part.through) == 1]
            if len(one_answer) != len(set(one_answer)):
                alone = {next(iter(part.through)): part for part in able if part.need == len(part.through) == 1}
                able = [part for part in able if part.need != 1 or len(part.through) != 1 or alone[next(iter(part.through))] is part]
                count = len(able)
        return _cheapest(count, able)

    def _fact(self, fact: int) -> Route[Asked] | None:
        if fact in self._known:
            return self._known[fact]
        if fact in self._path:  # a fact is never needed for itself
            self._cut = min(self._cut, self._path[fact])
            return None
        found: Route[Asked] | None
        name = self._tables.facts[fact]
        if fact in self._run.numbers:
            found = self._holds
        elif self._out.facts[fact]:
            found = None
        elif name in self._program.inputs:
            found = Route(1, {self._asked(name): 1})
        else:
            return self._concluded(fact)
        self._known[fact] = found
        return found

    def _concluded(self, fact: int) -> Route[Asked] | None:
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

    def _weighed(self, tally: int, at_least: int) -> Route[Asked] | None:
        """The route by which a tally could reach a mark: the strongest open items first, and a leading one before all
        others while nothing leads.
        """
        balance, rising = self._run.balance, self._tables.rising(tally)
        missing = at_least - self._totals[tally]
        leads = tally in self._run.totals_by_number
        held: dict[int, int] = {}
        chosen: set[int] = set()
        need, through = 0, set[Asked]()
        while missing > 0 or not leads:
            best: tuple[int, str, int, int, Route[Asked]] | None = None
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
            through.update(route.through)
        return Route(need, dict.fromkeys(through, need)) if need else None

    @cached_property
    def _totals(self) -> tuple[int, ...]:
        return self._tables.weights.lanes.read(self._run.balance.lanes)

    def _is_open(self, fact: int, unless: tuple[int, ...]) -> bool:
        """Whether an open answer could still bring an item to count."""
        held = self._run.numbers
        return fact not in held and not self._out.facts[fact] and held.isdisjoint(unless)


def _cheapest(count: int, parts: Sequence[Route[Asked]]) -> Route[Asked] | None:
    """The route by which ``count`` of the parts come to hold; None when there are not so many."""
    if len(parts) < count:
        return None
    if len(parts) == 1:
        return parts[0]
    ordered = sorted(parts, key=_need)
    need = sum([each.need for each in ordered[:count]])
    if need == 0:
        return Route(0)
    dearest = ordered[count - 1].need
    through: dict[Asked, int] = {}
    for number, part in enumerate(ordered):
        # A part outside the cheapest choice can take the place of its dearest member.
        rest = need - (part.need if number < count else dearest)
        for question, cost in part.through.items():
            total = rest + cost
            if question not in through or total < through[question]:
                through[question] = total
    return Route(need, through)


def _need(route: Route[Asked]) -> int:
    return route.need
