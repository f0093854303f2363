"""The fewest open answers by which something could come to hold, and the fewest that include an answer to each question.

One pass: what a fact takes is worked out once, from what its rules and tallies take, and shared by all that ask for it. The
figures are those of a search that looks at one way at a time: what answers rule out together is not looked at. Sets of questions
are bits of one number: a union of many is one step.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic

from hipexpert.engine.bit_sets import members_of
from hipexpert.engine.premises import GroundPremise
from hipexpert.engine.rules import ProgramRule
from hipexpert.engine.searching.known_routes import Asked, KnownRoutes, NumberedRoute, Ways
from hipexpert.engine.status import Outlook
from hipexpert.engine.tables import NumberedPremise, Rising, numbered
from hipexpert.engine.tallying import weight_of


@dataclass(frozen=True)
class Route(Generic[Asked]):
    """How something could come to hold: ``need`` is the fewest open answers it takes, ``through[q]`` the fewest that
    include an answer to ``q``.
    """

    need: int
    through: Mapping[Asked, int] = field(default_factory=dict)


_HOLDS = NumberedRoute(0, ())
_NONE: Set[int] = frozenset()
_RULED_OUT, _HELD, _PART = 1, 2, 4
_CLOSED = _RULED_OUT | _HELD
DEEPEST = 40  # facts that lead one to another, worked out one within another; below it what lies deepest is worked out first


class _TooDeepError(Exception):
    """More facts wait for one another than may."""


_TOO_DEEP = (_TooDeepError, RecursionError)  # the latter where gates lie in gates at every step


class Routes(Generic[Asked]):
    """The routes of one outlook; ``asked`` names the question whose answer brings an open input fact.

    With ``kept`` the ways of rules that were found before are not looked for again. It serves outlooks of one program in which ``asked``
    names the same question for the same fact, but for the facts ``parts``, by number, of which it names another. A mark that takes more
    than ``farthest`` answers counts as out of reach: nobody asks for routes that are so long.
    """

    def __init__(
        self,
        outlook: Outlook,
        asked: Callable[[str], Asked],
        kept: KnownRoutes[Asked] | None = None,
        parts: Iterable[int] = (),
        farthest: int | None = None,
    ) -> None:
        self._program = outlook.program
        self._run = outlook.run
        self._tables = outlook.run.compiled.tables
        self._out = outlook.ruled_out
        self._asked = asked
        self._kept = KnownRoutes[Asked](self._tables) if kept is None else kept
        self._parts = parts
        self._most = sys.maxsize if farthest is None else farthest
        self._questions = self._kept.questions
        self._known: dict[int, NumberedRoute | None] = {}
        self._path: dict[int, int] = {}  # the facts that are being worked out, each with how many stand before it
        self._cut = 0  # the first of them that something rests on

    def to(self, rules: Iterable[ProgramRule]) -> Mapping[str, Route[Asked]]:
        """The route of each of the rules that is open and could come to hold, by id."""
        return {name: self._told(route) for name, route in self._to(rules)}

    def of(self, premise: GroundPremise) -> Route[Asked] | None:
        """The route of a premise; None when it cannot come to hold."""
        route = self._route(numbered(premise, self._tables.index))
        return None if route is None else self._told(route)

    def questions(self, premise: GroundPremise) -> list[Asked]:
        """The questions whose answers could still make a premise hold; none when it cannot come to hold."""
        route = self._route(numbered(premise, self._tables.index))
        return [self._questions[number] for those in route.at for number in members_of(those)] if route is not None else []

    def through(self, rules: tuple[int, ...]) -> list[Ways[Asked]]:
        """The questions through which each of the rules, by its number, takes so many answers, the fewest first; none of a rule that is
        not open.

        Where the same holds and is open of all that a rule rests on as once before, this is what was found then.
        """
        together, closed, found = self._kept.of_rules(rules), self._closed, list[Ways[Asked]]()
        states = together.states(self._states)
        for rule, known, its in together.each:
            if closed[rule]:
                found.append(())
            else:
                route = known.get(states[its])
                found.append(self._ways(rule) if route is None else route[1])
        return found

    def _ways(self, rule: int) -> Ways[Asked]:
        try:
            return self._rule(rule)[1]
        except _TOO_DEEP:
            self._from_below(self._tables.premises[rule])
        return self._rule(rule)[1]

    @cached_property
    def _closed(self) -> bytearray:
        """Of each rule whether it has fired or can no longer fire."""
        found = bytearray(self._out.rules)
        for rule in self._run.fired:
            found[rule] = 1
        return found

    def _rule(self, rule: int) -> tuple[NumberedRoute | None, Ways[Asked]]:
        """The route of a rule's premise, and the same told."""
        kept = self._kept.of_rule(rule)
        return self._routed(rule) if kept is None else kept.of(self._states, self._routed, rule)

    def _routed(self, rule: int) -> tuple[NumberedRoute | None, Ways[Asked]]:
        route, questions = self._of(self._tables.premises[rule]), self._questions
        costs = enumerate(route.at, route.need) if route is not None else ()
        return route, tuple([(cost, tuple([questions[number] for number in members_of(those)])) for cost, those in costs if those])

    @cached_property
    def _states(self) -> bytearray:
        """Of each fact by its number whether it is open (nought), is ruled out or holds, and whether it is asked for as a part."""
        found = bytearray(self._out.facts)
        for fact in self._run.numbers:
            found[fact] = _HELD
        for fact in self._parts:
            found[fact] |= _PART
        return found

    def _to(self, rules: Iterable[ProgramRule]) -> Iterator[tuple[str, NumberedRoute]]:
        numbers, premises = self._tables.rule_number, self._tables.premises
        for rule in rules:
            number = numbers[rule.id]
            if not self._closed[number] and (route := self._route(premises[number])) is not None:
                yield rule.id, route

    def _told(self, route: NumberedRoute) -> Route[Asked]:
        costs = enumerate(route.at, route.need)
        return Route(route.need, {self._questions[number]: cost for cost, those in costs for number in members_of(those)})

    def _route(self, premise: NumberedPremise) -> NumberedRoute | None:
        """The route of a premise, however long the chains are that lead to it."""
        try:
            return self._of(premise)
        except _TOO_DEEP:
            self._from_below(premise)
        return self._of(premise)

    def _from_below(self, premise: NumberedPremise) -> None:
        """Works out what a premise could rest on, what lies deepest first: nothing waits for much then."""
        self._path.clear()
        self._cut = 0
        for fact in self._deepest_first(premise):
            self._fact(fact)

    def _deepest_first(self, premise: NumberedPremise) -> Iterator[int]:
        """Every fact that a premise could rest on, after those that it rests on itself; of facts in a circle in some order."""
        seen, waiting = set[int](), [(-1, iter(_facts_of(premise)))]
        while waiting:
            fact, below = waiting[-1]
            following = next((each for each in below if each not in seen), None)
            if following is not None:
                seen.add(following)
                waiting.append((following, iter(self._below(following))))
                continue
            waiting.pop()
            if fact >= 0:
                yield fact

    def _below(self, fact: int) -> list[int]:
        tables, out = self._tables, self._out
        if fact in self._known or fact in self._run.numbers or out.facts[fact]:
            return []
        found = [leaf for rule in tables.concluding[fact] if not out.rules[rule] for leaf in _facts_of(tables.premises[rule])]
        return found + [each.fact for tally, _ in tables.marking.get(fact, ()) for each in tables.rising(tally)]

    def _of(self, premise: NumberedPremise) -> NumberedRoute | None:
        return self._fact(premise) if isinstance(premise, int) else self._gate(*premise)

    def _gate(self, count: int, parts: Sequence[NumberedPremise]) -> NumberedRoute | None:
        """The route of a gate that needs ``count`` of its parts."""
        every, known, able = count == len(parts), self._known, list[NumberedRoute]()
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

    def _fact(self, fact: int) -> NumberedRoute | None:
        if fact in self._known:
            return self._known[fact]
        if fact in self._path:  # a fact is never needed for itself
            self._cut = min(self._cut, self._path[fact])
            return None
        found: NumberedRoute | None
        name = self._tables.facts[fact]
        if fact in self._run.numbers:
            found = _HOLDS
        elif self._out.facts[fact]:
            found = None
        elif name in self._program.inputs:
            found = self._kept.answered(self._asked(name))
        else:
            kept = self._kept.of_fact(fact)
            if kept is None:
                return self._concluded(fact)
            found = kept.of(self._states, self._concluded, fact)
        self._known[fact] = found
        return found

    def _concluded(self, fact: int) -> NumberedRoute | None:
        depth, cut = len(self._path), self._cut
        if depth > DEEPEST:
            raise _TooDeepError
        self._path[fact], self._cut = depth, depth
        tables, out = self._tables, self._out.rules
        ways = [way for rule in tables.concluding[fact] if not out[rule] and (way := self._rule(rule)[0]) is not None]
        marking = tables.marking.get(fact, ())
        ways += [way for each in marking if self._is_near(*each) and (way := self._weighed(*each)) is not None]
        del self._path[fact]
        found = _cheapest(1, ways)
        if self._cut == depth:  # else it was worked out without a fact that waits for it, and holds for that one alone
            self._known[fact] = found
        self._cut = min(self._cut, cut)
        return found

    def _is_near(self, tally: int, at_least: int) -> bool:
        """Whether a mark may be within the farthest: each item of a tally takes an answer, and adds no more than the strongest."""
        rising, missing = self._tables.rising(tally), at_least - self._totals[tally]
        if not rising or missing <= self._most * rising[0].weight:
            return bool(rising)
        instead = max([-weight_of(self._run.balance.strongest[group]) for group in self._against.get(tally, ())], default=0)
        return missing <= self._most * (rising[0].weight + instead)

    def _weighed(self, tally: int, at_least: int) -> NumberedRoute | None:
        """The route by which a tally could reach a mark: the strongest open items first, and a leading one before all
        others while nothing leads.
        """
        against, rising = self._against.get(tally, _NONE), self._tables.rising(tally)
        # An item adds its weight at most, unless it stands in for one of its group that counts against the tally.
        items = [*(each for group in against for each in self._tables.rising_in(tally, group)), *rising] if against else rising
        missing = at_least - self._totals[tally]
        leads = tally in self._run.totals_by_number
        held, chosen = dict[int, int](), set[int]()
        need, through = 0, 0
        while (missing > 0 or not leads) and need <= self._most:
            best = self._best_of(items, against, held, chosen, leads=leads)
            if best is None:
                return None
            gain, _, place, group, route = best
            chosen.add(-place)
            if group >= 0:
                held[group] = gain + self._counting_in(group, held)
            missing -= gain
            leads = True
            need += route.need
            for those in route.at:
                through |= those
        return NumberedRoute(need, (through,)) if 0 < need <= self._most else None

    def _best_of(
        self, items: Sequence[Rising], against: Set[int], held: Mapping[int, int], chosen: Set[int], *, leads: bool
    ) -> tuple[int, str, int, int, NumberedRoute] | None:
        """Of the items that are open and were not ``chosen`` the one that adds most, beside what is ``held`` of each group; those of groups
        that count ``against`` the tally stand before the others, which come the strongest first.
        """
        states, best = self._states, None
        for weight, name, place, fact, group, leading, unless in items:
            if best is not None and weight < best[0] and group not in against:
                break
            if states[fact] & _CLOSED or place in chosen or not (leads or leading):
                continue
            counts = self._counting_in(group, held) if group >= 0 else 0
            gain = weight - counts
            if weight <= abs(counts) or (best is not None and (gain, name, -place) <= best[:3]):
                continue
            if self._run.numbers.isdisjoint(unless) and (route := self._fact(fact)) is not None:
                best = gain, name, -place, group, route
        return best

    def _counting_in(self, group: int, held: Mapping[int, int]) -> int:
        """The weight that counts in a group."""
        return held[group] if group in held else weight_of(self._run.balance.strongest.get(group, 0))

    @cached_property
    def _against(self) -> Mapping[int, Set[int]]:
        """The groups of each tally in which an item counts against it."""
        found: dict[int, set[int]] = {}
        for group, strength in self._run.balance.strongest.items():
            if weight_of(strength) < 0:
                found.setdefault(self._tables.tally_of_group[group], set()).add(group)
        return found

    @cached_property
    def _totals(self) -> tuple[int, ...]:
        return self._tables.weights.lanes.read(self._run.balance.lanes)


def _each_answer_once(parts: list[NumberedRoute]) -> list[NumberedRoute]:
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


def _facts_of(premise: NumberedPremise) -> list[int]:
    """The facts that a premise mentions."""
    return [premise] if isinstance(premise, int) else [fact for part in premise[1] for fact in _facts_of(part)]


def _cheapest(count: int, parts: Sequence[NumberedRoute]) -> NumberedRoute | None:
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
    return NumberedRoute(need, tuple(found))


def _alike(count: int, parts: Sequence[NumberedRoute]) -> NumberedRoute | None:
    """The same where it comes to the same whichever are chosen; None for others."""
    every, first, need, through = count == len(parts), parts[0].need, 0, 0
    for its, at in parts:
        if len(at) != 1 or not (every or its == first):
            return None
        need += its
        through |= at[0]
    return NumberedRoute(need if every else count * first, (through,))


def _need(route: NumberedRoute) -> int:
    return route.need
