"""The evidence about each condition made ready for weighing and telling: what is the same for every runner, worked out once.

A picture stands for a hundred and more rules in words, of which an assessment tells a few: each is made when it is first told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

from hipexpert.engine import GroundPremise, Tables, set_of
from hipexpert.knowledge.packs.facts import Fact, FactKind, banded, weigh_id
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Condition, Pack, Rule, Supports
from hipexpert.knowledge.packs.pictured import rule_of
from hipexpert.knowledge.packs.pictures import Cell, PictureRow, cells_about, rows_of
from hipexpert.knowledge.packs.premises import Established, Limit, Premise, fact_of, leaves, to_gate
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.citing import Cited
from hipexpert.knowledge.runner.results import Evidence, OpenEvidence, Overlapping


class KnownItem:
    """One item of evidence: its rule, what it says, the fact that counts and its number, what keeps it from counting, its place among
    others, and the ``gate`` that is its premise; what it ``cites``. ``only`` is the fact or the number that this rests on alone.

    Kept with it is how it is told: that it holds (``held``, when it is not counted and when it is, where that is the same for all runners;
    else by what it rests on, ``varying``), and that it is open (``asked``, and as JSON: ``open_json``), where that is the same for all.
    """

    __slots__ = ("asked", "cites", "fact", "gate", "held", "number", "only", "open_json", "order", "rule", "supports", "unless", "varying")

    def __init__(self, rule: Rule, supports: Supports, fact: str, number: int, cites: Cited) -> None:
        self.rule = rule
        self.cites = cites
        self.supports = supports
        self.fact = fact
        self.number = number
        self.unless = tuple(map(fact_of, supports.unless))
        self.order = -abs(supports.weight), rule.id
        self.gate: GroundPremise = to_gate(rule.premise)
        self.only = _only(rule.premise)
        self.held: list[Held | None] = [None, None]
        self.varying: dict[tuple[tuple[str, ...], bool], Held] = {}
        self.asked: OpenEvidence | None = None
        self.open_json: bytes | None = None


class Held:
    """Evidence that holds: the item, the answers and patterns it rests on in words, whether it counts, and whether it speaks for the
    condition (None: neither for nor against).

    What was made of it is kept with it: ``told``, and what documents write of it as JSON (``written``, without and with what is cited).
    """

    __slots__ = ("counted", "is_for", "item", "premises", "told", "written")

    def __init__(self, item: KnownItem, premises: tuple[str, ...], *, counted: bool) -> None:
        self.item = item
        self.premises = premises
        self.counted = counted
        self.is_for = item.supports.weight > 0 if item.supports.weight else None
        self.told: Evidence | None = None
        self.written: list[Any] = [None, None]


def _only(premise: Premise) -> str:
    """The fact that a premise is, or one of those about the one number that it is about; empty for another premise."""
    found = leaves(premise)
    numbers = {leaf.finding for leaf in found if isinstance(leaf, Limit)}
    if len(found) == 1 or (len(numbers) == 1 and all(isinstance(leaf, Limit) for leaf in found)):
        return fact_of(found[0])
    return ""


def in_order(items: Iterable[KnownItem]) -> list[KnownItem]:
    """Items of one condition, the strongest first, then by rule."""
    return sorted(items, key=_order)


_order = attrgetter("order")


class KnownItems:
    """The items about one condition. They come the strongest first, then by rule."""

    def __init__(self, conditions: "KnownConditions", condition: str) -> None:
        self._conditions = conditions
        self._condition = condition
        self._known: dict[str, tuple[KnownItem, ...]] = {}
        self.tally = weigh_id(condition)
        scale = conditions.scales.get(self.tally)
        items = scale.tally.items if scale is not None else ()
        self.facts = frozenset(item.fact for item in items)
        self.bits = conditions.bits_of(self.facts)
        self._strongest = sorted(((abs(item.weight), item.fact) for item in items), key=lambda each: -each[0])
        # Of equally strong ones all are made ready at once: the items that were, in order, and how many strengths these are.
        self._ready: tuple[list[KnownItem], int] = [], 0
        # Of those of a group that counts once, for each fact: the number of the group, the place by strength, the exceptions.
        self.grouped: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
        for number, group in enumerate(scale.groups if scale is not None else ()):
            if len(group) > 1 or group[0].unless:
                for place, item in enumerate(group):
                    self.grouped.setdefault(item.fact, []).append((number, place, item.unless))
        self.grouping = frozenset(self.grouped)
        # Each fact brings one item, and there are no exceptions;
        self.is_plain = len(self.facts) == len(items) and not any(item.unless for item in items)
        self.is_telling = self.is_plain and all(item.weight for item in items)  # nor one that speaks neither for nor against.
        # What documents write of facts whose items read the same for all runners, when they count and when not, with what is cited or not.
        self.written: Mapping[tuple[bool, bool], dict[str, Any]] = {(each, cites): {} for each in (True, False) for cites in (True, False)}

    def of(self, fact: str) -> tuple[KnownItem, ...]:
        """The items that a fact brings."""
        found = self._known.get(fact)
        if found is None:
            found = self._known[fact] = tuple(
                KnownItem(rule, supports, fact, self._conditions.number_of(fact), self._conditions.cited(rule))
                for rule, supports in self._conditions.rules(self._condition, fact)
            )
        return found

    def brought(self, facts: frozenset[str]) -> list[KnownItem]:
        """The items that these facts bring. Of conditions that nobody asks for none is put into words."""
        known = self._known
        return in_order([item for fact in self.facts & facts for item in known.get(fact) or self.of(fact)])

    def open(self, is_open: bytes) -> list[KnownItem]:
        """The items whose facts are open, by their numbers."""
        return [item for item in self._every if is_open[item.number]]

    @cached_property
    def _every(self) -> list[KnownItem]:
        return in_order(item for fact in self.facts for item in self.of(fact))

    def first(self, is_open: bytes, most: int) -> list[KnownItem]:
        """The first of the items whose facts are open, by their numbers; of a plain condition."""
        found: list[KnownItem] = []
        place = 0
        while len(found) < most:
            ready, classes = self._ready
            for item in ready[place:]:
                if is_open[item.number]:
                    found.append(item)
                    if len(found) == most:
                        break
            else:
                if classes == len(self._classes):
                    break
                place = len(ready)
                more = in_order(item for fact in self._classes[classes] for item in self.of(fact))
                self._ready = [*ready, *more], classes + 1
        return found

    @cached_property
    def _classes(self) -> list[list[str]]:
        """The facts by how strong they are, the strongest first."""
        found: dict[int, list[str]] = {}
        for weight, fact in self._strongest:
            found.setdefault(weight, []).append(fact)
        return list(found.values())

    def counted(self, facts: frozenset[str]) -> set[str]:
        """The facts of groups that count when these facts hold: of each group the strongest."""
        best: dict[int, tuple[int, str]] = {}
        for fact in self.grouping & facts:
            for group, place, unless in self.grouped[fact]:
                if facts.isdisjoint(unless) and (group not in best or place < best[group][0]):
                    best[group] = place, fact
        return {fact for _, fact in best.values()}


class KnownConditions:
    """The items about the conditions of one pack; ``tables`` are those of its program."""

    def __init__(self, pack: Pack, key: AnswerKey, tables: Tables) -> None:
        self.pack = pack
        self.scales = tables.scales
        self._key = key
        self._tables = tables
        self._found: dict[str, KnownItems] = {}
        self._overlapping: dict[str, tuple[Overlapping, ...]] = {}
        self._rows: dict[str, Mapping[str, list[PictureRow]]] = {}
        self._drawn: dict[str, dict[str, list[Cell]]] = {}
        self._groups: dict[str, frozenset[str]] = {}

    def of(self, condition: str) -> KnownItems:
        """The items about a condition. Raises KeyError for one that there is not: of a name from outside nothing is kept."""
        found = self._found.get(condition)
        if found is None:
            if condition not in self.pack.condition_by_id:
                raise KeyError(condition)
            found = self._found[condition] = KnownItems(self, condition)
        return found

    def doubled(self, facts: Iterable[str]) -> set[str]:
        """Those of the facts that share a group of some tally with another: of these alone not all may count."""
        found: dict[str, list[str]] = {}
        for fact in facts:
            for group in self._groups_of(fact):
                found.setdefault(group, []).append(fact)
        return {fact for sharing in found.values() if len(sharing) > 1 for fact in sharing}

    def _groups_of(self, fact: str) -> frozenset[str]:
        """The groups that a fact is in."""
        found = self._groups.get(fact)
        if found is None:
            found = self._groups[fact] = frozenset([item.group for _, item in self._tables.program.weighing[fact] if item.group])
        return found

    @cached_property
    def tallies(self) -> Mapping[str, int]:
        """The number of the tally of each condition that is weighed."""
        return {Fact.of(tally.id).id: number for number, tally in enumerate(self._tables.program.tallies)}

    @cached_property
    def by_urgency(self) -> tuple[tuple[Condition, int], ...]:
        """The conditions that are weighed with the numbers of their tallies: the most urgent first, then by id."""
        weighed = sorted(self.tallies, key=lambda name: (-rank(self.pack.condition_by_id[name].typical_urgency), name))
        return tuple((self.pack.condition_by_id[name], self.tallies[name]) for name in weighed)

    @cached_property
    def suspecting(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the rules that suspect each condition, whatever its weight."""
        return {each.id: self._tables.concluding[number] for each, number in self._about("suspected")}

    @cached_property
    def excluded(self) -> Mapping[str, int]:
        """The number of the fact that each condition is excluded, where rules can conclude it."""
        return {each.id: number for each, number in self._about("excluded")}

    def _about(self, kind: FactKind) -> Iterator[tuple[Condition, int]]:
        for condition in self.pack.conditions:
            number = self._tables.index.get(Fact(kind, condition.id).name)
            if number is not None:
                yield condition, number

    def cited(self, rule: Rule) -> Cited:
        """What a rule cites."""
        return self._key.citing.of(rule.sources)

    def overlapping(self, condition: str) -> tuple[Overlapping, ...]:
        """The conditions that go by the same story as a condition."""
        found = self._overlapping.get(condition)
        if found is None:
            found = self._overlapping[condition] = tuple(
                Overlapping(name, self.pack.condition_by_id[name].name, overlap.told_apart_by, self._key.citing.of(overlap.sources).sources)
                for name, overlap in self.pack.overlapping.get(condition, {}).items()
            )
        return found

    def number_of(self, fact: str) -> int:
        """The number of a fact."""
        return self._tables.index[fact]

    def bits_of(self, facts: Iterable[str]) -> int:
        """A set of facts as the bits of one number: what two sets have in common is counted in one step."""
        return set_of(map(self._tables.index.__getitem__, facts))

    def rules(self, condition: str, fact: str) -> Sequence[tuple[Rule, Supports]]:
        """The rules that are evidence about a condition by a fact, and what each says."""
        if Fact.of(fact).kind == "evidence":
            rule = self.pack.rule_by_id[Fact.of(fact).weighs[0]]
            return [(rule, each) for each in rule.conclusions if isinstance(each, Supports) and each.condition == condition]
        return [rule_of(self.pack, condition, cell) for cell in self._cells(condition, self._finding(fact)) if cell.fact == fact]

    def _cells(self, condition: str, name: str) -> list[Cell]:
        """The weights of a condition's picture about a finding."""
        known = self._drawn.setdefault(condition, {})
        if name not in known:
            if condition not in self._rows:
                self._rows[condition] = rows_of(self.pack.picture_of[condition])
            finding, against = self.pack.findings[name], self.pack.discriminating_by_id[name]
            cells = cells_about(finding, self._rows[condition][name], against, self.pack.about.weighing.stances)
            known[name] = [cell for cell in cells if cell.weight]
        return known[name]

    def _finding(self, fact: str) -> str:
        question = self._key.question_of.get(fact)
        return banded(fact) if question is None else question.finding

    @cached_property
    def waiting(self) -> Mapping[str, Premise]:
        """The premise of each fact that is evidence and rests on a question that may have to wait: a test at home, or one that is
        not safe for everybody.
        """
        names = self.pack.not_for_everybody
        found: dict[str, Premise] = {}
        for fact, items in self._tables.program.weighing.items():
            if Fact.of(fact).kind == "evidence" or self._finding(fact) in names:
                condition = Fact.of(self._tables.program.tallies[items[0][0]].id).id
                premise = self.rules(condition, fact)[0][0].premise
                if any(not isinstance(leaf, Established) and leaf.finding in names for leaf in leaves(premise)):
                    found[fact] = premise
        return found

    @cached_property
    def waiting_by(self) -> tuple[Mapping[str, tuple[int, ...]], Mapping[int, Premise]]:
        """The numbers of the facts that are answers to each of these questions, and the premises of the others by their numbers."""
        answers: dict[str, list[int]] = {}
        others: dict[int, Premise] = {}
        for fact, premise in self.waiting.items():
            number = self.number_of(fact)
            if fact in self._key.question_of:
                answers.setdefault(self._key.question_of[fact].finding, []).append(number)
            else:
                others[number] = premise
        return {name: tuple(numbers) for name, numbers in answers.items()}, others
