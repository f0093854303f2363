"""The evidence about each condition made ready for weighing and telling: what is the same for every runner, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hipexpert.engine import GroundPremise, Program, Scale
from hipexpert.knowledge.packs.facts import weigh_id
from hipexpert.knowledge.packs.pack import Pack, Rule, Supports
from hipexpert.knowledge.packs.pictured import KnownEvidence
from hipexpert.knowledge.packs.premises import Established, fact_of, leaves, to_gate
from hipexpert.knowledge.packs.program import conclusion_fact
from hipexpert.knowledge.runner.results import Evidence


@dataclass(slots=True)
class KnownItem:
    """One item of evidence: its rule, what it says, the fact that counts, what keeps it from counting, and whether it ``waits``:
    rests on a question that may not be put to everybody. ``told`` is how it was put into words before, counted and not, where
    that is the same for all runners.
    """

    rule: Rule
    supports: Supports
    fact: str
    unless: tuple[str, ...]
    waits: bool
    told: list[Evidence | None] = field(default_factory=lambda: [None, None])

    @property
    def gate(self) -> GroundPremise:
        """The premise of its rule over facts."""
        return to_gate(self.rule.premise)


@dataclass(frozen=True, slots=True)
class KnownItems:
    """The items about one condition, the strongest first, then by rule, and the places of those that each fact brings; of those of
    a group that counts once, for each fact the number of the group, the place by strength, and what keeps it from counting.
    ``is_plain`` where each fact brings one item and there are no exceptions.
    """

    items: tuple[KnownItem, ...]
    facts: frozenset[str]
    places: Mapping[str, tuple[int, ...]]
    grouped: Mapping[str, tuple[tuple[int, int, tuple[str, ...]], ...]]
    grouping: frozenset[str]
    is_plain: bool

    def about(self, facts: frozenset[str]) -> list[KnownItem]:
        """The items that these facts bring."""
        places = self.places
        return [self.items[place] for place in sorted([place for fact in self.facts & facts for place in places[fact]])]

    def counted(self, facts: frozenset[str]) -> set[str]:
        """The facts of groups that count when these facts hold: of each group the strongest."""
        best: dict[int, tuple[int, str]] = {}
        for fact in self.grouping & facts:
            for group, place, unless in self.grouped[fact]:
                if facts.isdisjoint(unless) and (group not in best or place < best[group][0]):
                    best[group] = place, fact
        return {fact for _, fact in best.values()}


class KnownConditions:
    """The items about the conditions of one pack."""

    def __init__(self, known: KnownEvidence, program: Program) -> None:
        self.known = known
        self.pack: Pack = known.pack
        self._program = program
        self._found: dict[str, KnownItems] = {}
        self.waiting: dict[str, Rule] = {}  # of what rests on a question that may have to wait a rule, by its fact
        self._waiting = {name for name in self.pack.findings if self.pack.answered_by(name) == "self_test" or name in self.pack.safe_tests}

    def of(self, condition: str) -> KnownItems:
        """The items about a condition."""
        found = self._found.get(condition)
        if found is None:
            found = self._found[condition] = self._made(condition)
        return found

    def _made(self, condition: str) -> KnownItems:
        items = [
            KnownItem(rule, supports, conclusion_fact(rule, supports), tuple(map(fact_of, supports.unless)), self._waits(rule))
            for rule, supports in self.known.about(condition)
        ]
        items.sort(key=lambda each: (-abs(each.supports.weight), each.rule.id))
        tally = self._program.tally_by_id.get(weigh_id(condition))
        grouped: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
        for number, group in enumerate(Scale(tally).groups if tally is not None else ()):
            if len(group) > 1 or group[0].unless:
                for place, item in enumerate(group):
                    grouped.setdefault(item.fact, []).append((number, place, item.unless))
        bringing: dict[str, list[int]] = {}
        for place, each in enumerate(items):
            bringing.setdefault(each.fact, []).append(place)
        self.waiting.update({each.fact: each.rule for each in items if each.waits})
        return KnownItems(
            tuple(items),
            frozenset(bringing),
            {fact: tuple(places) for fact, places in bringing.items()},
            {fact: tuple(places) for fact, places in grouped.items()},
            frozenset(grouped),
            len(bringing) == len(items) and not any(each.unless for each in items),
        )

    def _waits(self, rule: Rule) -> bool:
        return any(not isinstance(leaf, Established) and leaf.finding in self._waiting for leaf in leaves(rule.premise))
