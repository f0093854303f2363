"""The fewest open answers by which something could come to hold, and the fewest that include an answer to each question.

One pass: what a fact takes is worked out once, from what its rules and tallies take, and shared by all that ask for it. The
figures are those of a search that looks at one way at a time: what answers rule out together is not looked at.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from hipexpert.engine.premises import GroundPremise, fold
from hipexpert.engine.rules import Item, ProgramRule, Tally
from hipexpert.engine.status import Outlook, Status

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
        self._outlook = outlook
        self._program = outlook.program
        self._statuses = outlook.facts
        self._asked = asked
        self._known: dict[str, Route[Asked] | None] = {}
        self._path: dict[str, int] = {}  # the facts that are being worked out, each with how many stand before it
        self._cut = 0  # the first of them that something rests on

    def to(self, rules: Iterable[ProgramRule]) -> Mapping[str, Route[Asked]]:
        """The route of each of the rules that is open and could come to hold, by id."""
        able = (rule for rule in rules if self._outlook.premise(rule.premise) is Status.OPEN)
        return {rule.id: route for rule in able if (route := self.of(rule.premise)) is not None}

    def of(self, premise: GroundPremise) -> Route[Asked] | None:
        """The route of a premise; None when it cannot come to hold."""
        return fold(premise, self._fact, self._gate)

    def _gate(self, count: int, parts: Sequence[Route[Asked] | None]) -> Route[Asked] | None:
        """The route of a gate that needs ``count`` of its parts; None stands for a part that cannot come to hold."""
        able = [part for part in parts if part is not None]
        if count == len(parts) == len(able):
            # Two comparisons of one number, as in a range, are met by one answer.
            one_answer = [part for part in able if part.need == len(part.through) == 1]
            able = [part for number, part in enumerate(able) if part not in one_answer or part not in able[:number]]
            count = len(able)
        return _cheapest(count, able)

    def _fact(self, fact: str) -> Route[Asked] | None:
        if fact in self._known:
            return self._known[fact]
        if fact in self._path:  # a fact is never needed for itself
            self._cut = min(self._cut, self._path[fact])
            return None
        status = self._statuses[fact]
        found: Route[Asked] | None
        if status is not Status.OPEN:
            found = Route(0) if status is Status.HOLDS else None
        elif fact in self._program.inputs:
            found = Route(1, {self._asked(fact): 1})
        else:
            return self._concluded(fact)
        self._known[fact] = found
        return found

    def _concluded(self, fact: str) -> Route[Asked] | None:
        depth, cut = len(self._path), self._cut
        self._path[fact], self._cut = depth, depth
        ways = [self.of(rule.premise) for rule in self._program.rules_concluding.get(fact, ())]
        ways += [self._weighed(fact, tally) for tally in self._program.tallies_marking.get(fact, ())]
        del self._path[fact]
        found = _cheapest(1, [way for way in ways if way is not None])
        if self._cut == depth:  # else it was worked out without a fact that waits for it, and holds for that one alone
            self._known[fact] = found
        self._cut = min(self._cut, cut)
        return found

    def _weighed(self, fact: str, tally: Tally) -> Route[Asked] | None:
        """The route by which a tally could reach a mark: the strongest open items first, and a leading one before all
        others while nothing leads.
        """
        run = self._outlook.run
        counted = list(run.compiled.tables.scales[tally.id].counted(run.holds))
        held = {item.group: item.weight for item in counted if item.group}
        missing = min(mark.at_least for mark in tally.marks if mark.fact == fact)
        missing -= tally.base + sum(item.weight for item in counted)
        leads = tally.id in run.totals
        remaining = [item for item in tally.items if self._may_still_count(item)]
        need, through = 0, set[Asked]()
        while missing > 0 or not leads:
            options = [
                (item.weight - held.get(item.group, 0), item.fact, item, route)
                for item in remaining
                if item.weight > abs(held.get(item.group, 0)) and (leads or item.leading) and (route := self._fact(item.fact))
            ]
            if not options:
                return None
            gain, _, chosen, route = max(options, key=lambda option: option[:2])
            remaining.remove(chosen)
            if chosen.group:
                held[chosen.group] = chosen.weight
            missing -= gain
            leads = True
            need += route.need
            through.update(route.through)
        return Route(need, dict.fromkeys(through, need)) if need else None

    def _may_still_count(self, item: Item) -> bool:
        """Whether an open answer could still bring an item to count."""
        excepted = any(self._outlook.run.holds(each) for each in item.unless)
        return item.weight > 0 and not excepted and self._statuses[item.fact] is Status.OPEN


def _cheapest(count: int, parts: Sequence[Route[Asked]]) -> Route[Asked] | None:
    """The route by which ``count`` of the parts come to hold; None when there are not so many."""
    if len(parts) < count:
        return None
    ordered = sorted(parts, key=lambda each: each.need)
    chosen = ordered[:count]
    need = sum(each.need for each in chosen)
    if need == 0:
        return Route(0)
    through: dict[Asked, int] = {}
    for number, part in enumerate(ordered):
        # A part outside the cheapest choice can take the place of its dearest member.
        rest = need - (part.need if number < count else chosen[-1].need)
        for question, cost in part.through.items():
            total = rest + cost
            if total < through.get(question, total + 1):
                through[question] = total
    return Route(need, through)
