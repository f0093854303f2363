"""A program as one circuit of truth values and sums without cycles: what an engine of columns evaluates, node by node.

Nodes are shared (equal subterms are one node) and folded: what the constant inputs already decide is not evaluated at
all. Nodes are numbered so that each stands after those it reads. Tests hold the circuit against the oracle.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine.premises import GroundPremise, fold, leaves
from hipexpert.engine.program import Program
from hipexpert.engine.rules import Item, Tally
from hipexpert.engine.tallying import Scale

FALSE, TRUE = -2, -1  # the two nodes that are not evaluated


@dataclass(frozen=True, slots=True)
class Input:
    """Whether an input fact is given, or (``possible``) can still come to be true."""

    fact: str
    possible: bool


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when at least ``count`` of the nodes are."""

    count: int
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when the node is not."""

    of: int


@dataclass(frozen=True, slots=True)
class Sum:
    """``base`` plus the weight of each node that is true: the only node that is a number."""

    base: int
    terms: tuple[tuple[int, int], ...]

    @property
    def lowest(self) -> int:
        """The smallest value that it could have."""
        return self.base + sum(weight for _, weight in self.terms if weight < 0)

    @property
    def highest(self) -> int:
        """The largest value that it could have."""
        return self.base + sum(weight for _, weight in self.terms if weight > 0)


@dataclass(frozen=True, slots=True)
class Reaches:
    """True when a sum is at least this much."""

    sum: int
    at_least: int


CircuitNode = Input | AtLeast | Not | Sum | Reaches


def parts_of(node: CircuitNode) -> tuple[int, ...]:
    """The nodes that a node reads."""
    match node:
        case Input():
            return ()
        case AtLeast(_, of):
            return of
        case Not(of):
            return (of,)
        case Sum(_, terms):
            return tuple(part for part, _ in terms)
        case Reaches(total, _):
            return (total,)


@dataclass(frozen=True, slots=True)
class WeighedNodes:
    """A tally: whether it is taken, and its total (a :class:`Sum`) if so."""

    taken: int
    total: int


@dataclass(frozen=True)
class Circuit:
    """The nodes, and which of them says what: ``holds`` for facts, ``fires`` for rules, ``weighs`` for tallies and
    ``possible`` for facts that hold or can still come to hold. ``FALSE`` and ``TRUE`` stand for what is decided.
    """

    nodes: tuple[CircuitNode, ...]
    holds: Mapping[str, int]
    fires: Mapping[str, int]
    weighs: Mapping[str, WeighedNodes]
    possible: Mapping[str, int]

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """What the circuit reads."""
        return tuple(node for node in self.nodes if isinstance(node, Input))


def circuit_of(
    program: Program,
    varying: Iterable[str],
    *,
    impossible: Iterable[str] = (),
    facts: Iterable[str] = (),
    rules: Iterable[str] = (),
    tallies: Iterable[str] = (),
    possible: Iterable[str] = (),
) -> Circuit:
    """The circuit that gives the facts, rules and tallies asked for, and nothing that they do not need.

    Only the inputs ``varying`` are read. The others are not given: unknown, or (``impossible``) known to be false.
    """
    varying = frozenset(varying)
    asked_rules = [program.rule_by_id[name] for name in rules]
    facts, tallies, possible = tuple(facts), tuple(tallies), tuple(possible)
    asked = [*facts, *tallies, *possible, *(leaf for rule in asked_rules for leaf in leaves(rule.premise))]
    nodes = _Nodes()
    now = _Pass(nodes, program, {fact: nodes.add(Input(fact, possible=False)) if fact in varying else FALSE for fact in program.inputs})
    now.define(_in_order(program, asked))
    decided = frozenset(impossible)
    chances = {
        fact: nodes.add(Input(fact, possible=True)) if fact in varying else FALSE if fact in decided else TRUE for fact in program.inputs
    }
    later = _Pass(nodes, program, chances, now)
    later.define(_in_order(program, possible))
    return nodes.needed_for(
        {name: now.known[name] for name in facts},
        {rule.id: now.premise(rule.premise) for rule in asked_rules},
        {name: now.weighed[name] for name in tallies},
        {name: later.known[name] for name in possible},
    )


class _Nodes:
    """Nodes in the making: equal ones are one, decided ones none."""

    def __init__(self) -> None:
        self._nodes: list[CircuitNode] = []
        self._numbers: dict[CircuitNode, int] = {}

    def add(self, node: CircuitNode) -> int:
        number = self._numbers.setdefault(node, len(self._nodes))
        if number == len(self._nodes):
            self._nodes.append(node)
        return number

    def at_least(self, count: int, parts: Iterable[int]) -> int:
        """At least ``count`` of the parts, where a part may stand more than once."""
        parts = list(parts)
        count -= parts.count(TRUE)
        unsure = sorted(part for part in parts if part >= 0)
        if count <= 0:
            return TRUE
        if count > len(unsure):
            return FALSE
        if count in {1, len(unsure)}:
            every = count == len(unsure)
            unsure = sorted(set(unsure))
            count = len(unsure) if every else 1
        return unsure[0] if len(unsure) == 1 else self.add(AtLeast(count, tuple(unsure)))

    def either(self, *parts: int) -> int:
        return self.at_least(1, parts)

    def every(self, *parts: int) -> int:
        return self.at_least(len(parts), parts)

    def no(self, part: int) -> int:
        return {TRUE: FALSE, FALSE: TRUE}[part] if part < 0 else self.add(Not(part))

    def sum(self, base: int, terms: Iterable[tuple[int, int]]) -> int:
        weights: dict[int, int] = {}
        for part, weight in terms:
            if part == TRUE:
                base += weight
            elif part >= 0:
                weights[part] = weights.get(part, 0) + weight
        return self.add(Sum(base, tuple(sorted((part, weight) for part, weight in weights.items() if weight))))

    def reaches(self, total: int, least: int) -> int:
        node = self._nodes[total]
        assert isinstance(node, Sum)  # noqa: S101 (only tallies are asked)
        if node.lowest >= least:
            return TRUE
        return self.add(Reaches(total, least)) if node.highest >= least else FALSE

    def needed_for(
        self, holds: dict[str, int], fires: dict[str, int], weighs: dict[str, WeighedNodes], possible: dict[str, int]
    ) -> Circuit:
        """The circuit of the nodes that these need, numbered anew in the order in which they were made."""
        nodes = self._nodes
        waiting = [*holds.values(), *fires.values(), *possible.values()]
        waiting += [number for each in weighs.values() if each.taken != FALSE for number in (each.taken, each.total)]
        needed: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number >= 0 and number not in needed:
                needed.add(number)
                waiting += parts_of(nodes[number])
        place = {old: new for new, old in enumerate(sorted(needed))} | {TRUE: TRUE, FALSE: FALSE}
        return Circuit(
            tuple(_renumbered(nodes[old], place) for old in sorted(needed)),
            {name: place[number] for name, number in holds.items()},
            {name: place[number] for name, number in fires.items()},
            {name: WeighedNodes(place[each.taken], place[each.total]) for name, each in weighs.items() if each.taken != FALSE},
            {name: place[number] for name, number in possible.items()},
        )


def _renumbered(node: CircuitNode, place: Mapping[int, int]) -> CircuitNode:
    match node:
        case Input():
            return node
        case AtLeast(count, of):
            return AtLeast(count, tuple(place[part] for part in of))
        case Not(of):
            return Not(place[of])
        case Sum(base, terms):
            return Sum(base, tuple((place[part], weight) for part, weight in terms))
        case Reaches(total, least):
            return Reaches(place[total], least)


class _Pass:
    """What holds; or, with what holds as ``now``, what can still come to hold."""

    def __init__(self, nodes: _Nodes, program: Program, inputs: Mapping[str, int], now: "_Pass | None" = None) -> None:
        self._nodes = nodes
        self._program = program
        self._now = now
        self.known: dict[str, int] = dict(inputs)
        self.weighed: dict[str, WeighedNodes] = {}

    def define(self, components: Iterable[tuple[str, ...]]) -> None:
        """Define facts and tallies, those that a component rests on standing before it."""
        for component in components:
            if len(component) == 1 and component[0] in self._program.tally_by_id:
                self.weighed[component[0]] = self._weigh(self._program.tally_by_id[component[0]])
                continue
            concluded = [fact for fact in component if fact not in self._program.inputs]
            self.known |= dict.fromkeys(concluded, FALSE)
            # Facts that rest on one another: each round of simultaneous steps brings one more to its end, or none is left.
            for _ in concluded:
                self.known |= {fact: self._conclude(fact) for fact in concluded}

    def premise(self, premise: GroundPremise) -> int:
        """The node of a premise whose facts are defined."""
        return fold(premise, self.known.__getitem__, self._nodes.at_least)

    def _conclude(self, fact: str) -> int:
        ways = [self.premise(rule.premise) for rule in self._program.rules_concluding.get(fact, ())]
        for tally in self._program.tallies_marking.get(fact, ()):
            least = min(mark.at_least for mark in tally.marks if mark.fact == fact)
            both = (self.weighed[tally.id], *([self._now.weighed[tally.id]] if self._now else []))
            taken = [weighed for weighed in both if weighed.taken != FALSE]
            ways += [self._nodes.every(weighed.taken, self._nodes.reaches(weighed.total, least)) for weighed in taken]
        return self._nodes.either(*ways)

    def _weigh(self, tally: Tally) -> WeighedNodes:
        nodes, facts = self._nodes, (self._now or self).known
        blocked = facts[tally.blocked_by] if tally.blocked_by else FALSE
        leading = [self._may_count(item) for item in tally.items if item.leading]
        taken = nodes.every(nodes.no(blocked), nodes.either(*leading))
        terms: list[tuple[int, int]] = []
        for group in Scale(tally).groups:
            # The first item that counts gives the weight of its group. "One of the first n counts" is worth what the n-th
            # adds to the one after it: so the group is a plain sum, and no item need be compared with another.
            met = FALSE
            for item, weaker in zip(group, [*(item.weight for item in group[1:]), 0], strict=True):
                met = nodes.either(met, self._counts_at_most(item))
                terms.append((met, item.weight - weaker))
        return WeighedNodes(taken, nodes.sum(tally.base, terms))

    def _may_count(self, item: Item) -> int:
        facts = (self._now or self).known
        return self._nodes.every(self.known[item.fact], *(self._nodes.no(facts[fact]) for fact in item.unless))

    def _counts_at_most(self, item: Item) -> int:
        """Of what holds: whether an item counts. Of what is possible: whether it would in the highest total that its tally
        can still reach, where what may speak for it does and what speaks against it only if it must
        (:meth:`hipexpert.engine.tallying.Scale.highest`).
        """
        if self._now is None or item.weight > 0:
            return self._may_count(item)
        return self._nodes.every(self._now.known[item.fact], *(self._nodes.no(self.known[fact]) for fact in item.unless))


def _in_order(program: Program, goals: Iterable[str]) -> list[tuple[str, ...]]:
    """The facts and tallies that the goals rest on, each after those that it rests on itself; what rests on one another
    stands together (strongly connected components; Tarjan 1972, without recursion).
    """
    found: list[tuple[str, ...]] = []
    seen: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_names: list[str] = []
    finished: set[str] = set()
    for goal in goals:
        path = [] if goal in seen else [(goal, iter(_rests_on(program, goal)))]
        if path:
            seen[goal] = lowest[goal] = len(seen)
            open_names.append(goal)
        while path:
            name, rest = path[-1]
            part = next(rest, None)
            if part is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[name])
                if lowest[name] == seen[name]:
                    cut = open_names.index(name)
                    found.append(tuple(open_names[cut:]))
                    finished.update(open_names[cut:])
                    del open_names[cut:]
            elif part not in seen:
                seen[part] = lowest[part] = len(seen)
                open_names.append(part)
                path.append((part, iter(_rests_on(program, part))))
            elif part not in finished:
                lowest[name] = min(lowest[name], seen[part])
    return found


def _rests_on(program: Program, name: str) -> list[str]:
    if name in program.tally_by_id:
        return list(dict.fromkeys(program.tally_by_id[name].mentions()))
    tallies = [tally.id for tally in program.tallies_marking.get(name, ())]
    return list(dict.fromkeys([*tallies, *(leaf for rule in program.rules_concluding.get(name, ()) for leaf in leaves(rule.premise))]))
