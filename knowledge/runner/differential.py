"""The differential: the conditions that anything speaks for, ranked, with the evidence for, against and not yet known.

Weights are decibans (10 log10 of a likelihood ratio; Good 1985) added to a coarse prior class. No base rates per
diagnosis are published for runners with hip pain, so the priors are judgement and the sum is a ranking aid only.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from hipexpert.engine import Outlook, Status, true_leaves
from hipexpert.knowledge.packs.facts import Fact, weigh_id
from hipexpert.knowledge.packs.ladder import UNDETERMINED, StatedLevel, rank
from hipexpert.knowledge.packs.pack import Band, Condition
from hipexpert.knowledge.packs.pictured import within
from hipexpert.knowledge.runner.known_items import KnownConditions, KnownItem, KnownItems
from hipexpert.knowledge.runner.results import Evidence, Kind, NotToBeMissed, OpenEvidence, Overlapping, Ranked
from hipexpert.knowledge.runner.unknowns import Unknowns
from hipexpert.knowledge.runner.wording import Wording, join

DANGEROUS = rank("urgent")
OPEN_LISTED = 6  # items not yet known that a ranked condition lists; a picture leaves a hundred and more


class Placing(NamedTuple):
    """A condition at its place in the differential, with its total in decibans: what can be said without its evidence."""

    condition: Condition
    decibans: int
    band: Band
    red_flag: bool
    first: bool


class Weigher:
    """Puts the totals of one session in order and explains them."""

    def __init__(self, known: KnownConditions, outlook: Outlook, wording: Wording, unknowns: Unknowns, level: StatedLevel) -> None:
        self.known = known
        self.pack = known.pack
        self.run = outlook.run
        self.outlook = outlook
        self.wording = wording
        self.unknowns = unknowns
        self.level = level
        self._red_flags: dict[str, bool] = {}
        self._asked: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._ranked: dict[str, Ranked] = {}

    @cached_property
    def _highest(self) -> int:
        return max(self.run.totals.values())

    def band(self, total: int) -> Band:
        """The band of a total in decibans."""
        return self.pack.about.weighing.band(total, self._highest)

    @cached_property
    def placings(self) -> tuple[Placing, ...]:
        """The conditions that some symptom or sign speaks for: highest total first, ties by urgency, then id."""
        found = [
            (condition, total) for condition in self.pack.conditions if (total := self.run.totals.get(weigh_id(condition.id))) is not None
        ]
        found.sort(key=lambda each: (-each[1], -rank(each[0].typical_urgency), each[0].id))
        return tuple(
            Placing(condition, total, self.band(total), self._red_flag(condition), first=not place)
            for place, (condition, total) in enumerate(found)
        )

    @cached_property
    def _placing_of(self) -> dict[str, Placing]:
        return {each.condition.id: each for each in self.placings}

    def ranked(self, condition: str) -> Ranked:
        """A condition of the differential with its evidence. Raises KeyError for one that is not ranked."""
        if condition not in self._ranked:
            self._ranked[condition] = self._with_evidence(self._placing_of[condition])
        return self._ranked[condition]

    def not_to_be_missed(self) -> tuple[NotToBeMissed, ...]:
        """Each condition that is urgent or worse and not excluded: those a red flag names first, then by weight."""
        found = []
        for condition in self.pack.conditions:
            excluded = Fact("excluded", condition.id).name in self.run.facts
            if condition.prior is not None and rank(condition.typical_urgency) >= DANGEROUS and not excluded:
                total = self.run.totals.get(weigh_id(condition.id))
                kinds = self._kinds(condition)
                red_flag = self._red_flag(condition) or any(each.red_flag for each in kinds)
                band = self.band(total) if total is not None else None
                found.append(NotToBeMissed(condition.id, condition.name, condition.typical_urgency, red_flag, band, total, kinds))
        priors = self.pack.about.weighing.priors
        start = {each.id: priors[each.prior] for each in self.pack.conditions if each.prior is not None}
        weight = {each.condition: each.decibans if each.decibans is not None else start[each.condition] for each in found}
        found.sort(key=lambda each: (not each.red_flag, -weight[each.condition], -rank(each.typical_urgency), each.condition))
        return tuple(found)

    def _kinds(self, condition: Condition) -> tuple[Kind, ...]:
        """What a condition may turn out to be, without what is excluded."""
        return tuple(
            Kind(each.id, each.name, each.typical_urgency, self._red_flag(each))
            for each in self.pack.kinds_of.get(condition.id, ())
            if Fact("excluded", each.id).name not in self.run.facts
        )

    def _overlaps(self, condition: Condition) -> tuple[Overlapping, ...]:
        """The conditions of the differential that go by the same story."""
        return tuple(
            Overlapping(name, self.pack.condition_by_id[name].name, overlap.told_apart_by, self.wording.citing(overlap.sources).sources)
            for name, overlap in self.pack.overlapping.get(condition.id, {}).items()
            if weigh_id(name) in self.run.totals
        )

    def _calmer(self, condition: Condition, total: int, *, first: bool) -> str:
        """Why the urgency is calmer, by more than a step, than a condition that is first or possible usually asks."""
        plausible = first or self.band(total) in ("likely", "possible")
        stands = rank("soon") if self.level == UNDETERMINED else rank(self.level)  # the plan is that of `soon` then
        if not plausible or rank(condition.typical_urgency) - stands <= 1:
            return ""
        usually = self.pack.level_text(condition.typical_urgency).title
        names = [Fact("suspected", each.id).name for each in (condition, *self.pack.kinds_of.get(condition.id, ()))]
        signs = {rule.id: rule for name in names for rule in self.run.program.rules_concluding.get(name, ())}
        unknown = any(self.outlook.rule(rule) is Status.OPEN for rule in signs)
        asked = "and not all of its warning signs were asked about" if unknown else "and no warning sign of it is among what was asked"
        return f"Usually: {within(usually)}. It is named here by the weight of the answers alone, {asked}."

    def _red_flag(self, condition: Condition) -> bool:
        """Whether a rule (and not only the weighing) suspects a condition."""
        if condition.id not in self._red_flags:
            tables, fact = self.run.compiled.tables, Fact("suspected", condition.id).name
            rules = tables.concluding[tables.index[fact]] if fact in tables.index else ()
            self._red_flags[condition.id] = not self.run.fired.isdisjoint(rules)
        return self._red_flags[condition.id]

    def open_evidence(self, condition_id: str) -> tuple[OpenEvidence, ...]:
        """The evidence about a condition that an answer could still bring, the strongest first; none that needs a test
        which is not known to be safe.
        """
        return self._still_open(self.known.of(condition_id), None)[0]

    def _still_open(self, known: KnownItems, most: int | None) -> tuple[tuple[OpenEvidence, ...], int]:
        """The evidence that is open and may be suggested, the strongest first and at most so much, and how much more there is."""
        open_facts = self._open_facts
        if most is not None and known.is_plain:
            items, many = known.first(open_facts, most), (known.bits & self._open_bits).bit_count()
        else:
            items = self._not_excepted(known.about(open_facts))
            many = len(items)
        listed = tuple(map(self._asking, items[:most]))
        return listed, many - len(listed)

    @cached_property
    def _open_facts(self) -> frozenset[str]:
        """The facts that do not hold and still could, by an answer to a question that may be put."""
        open_facts = self.outlook.possible - self.run.facts
        waiting = self.known.waiting
        return open_facts - {fact for fact in open_facts & waiting.keys() if self.unknowns.suggestible(waiting[fact]) is None}

    @cached_property
    def _open_bits(self) -> int:
        return self.known.bits_of(self._open_facts)

    def _not_excepted(self, items: list[KnownItem]) -> list[KnownItem]:
        return [each for each in items if self.run.facts.isdisjoint(each.unless)]

    def _asking(self, item: KnownItem) -> OpenEvidence:
        if item.fact not in self._asked:
            rule = item.rule
            premise = rule.premise if rule.counts else self.unknowns.suggestible(rule.premise)
            assert premise is not None  # noqa: S101 (only what may be suggested is listed)
            self._asked[item.fact] = self.wording.open_phrase(premise), self.unknowns.questions(item.fact)
        says, questions = self._asked[item.fact]
        return OpenEvidence(says, item.supports.weight, questions, item.rule.id)

    def _held(self, known: KnownItems) -> list[Evidence]:
        """The evidence that holds: what counts before what a stronger item of its group stands for, then the strongest first."""
        facts = self.run.facts
        items = known.about(self._weighed.get(known.tally, frozenset()))
        if not known.is_plain:
            items = self._not_excepted(items)
        counting, grouped = known.counted(facts), known.grouped
        counted = [each.fact not in grouped or each.fact in counting for each in items]
        told = [each.told[counts] or self._told(each, counts) for each, counts in zip(items, counted, strict=True)]
        if all(counted):
            return told
        return [each for each in told if each.counted] + [each for each in told if not each.counted]

    @cached_property
    def _weighed(self) -> Mapping[str, frozenset[str]]:
        """The facts that hold and are weighed, by tally: most of what holds is evidence about few conditions."""
        tallies, weighing = self.run.program.tallies, self.run.program.weighing
        found: dict[int, list[str]] = {}
        for fact in weighing.keys() & self.run.facts:
            for number, _ in weighing[fact]:
                found.setdefault(number, []).append(fact)
        return {tallies[number].id: frozenset(facts) for number, facts in found.items()}

    def _told(self, item: KnownItem, counted: bool) -> Evidence:
        """An item in words; kept where it reads so for everybody."""
        rule, gate = item.rule, item.gate
        premises = self.wording.premises(true_leaves(gate, self.run.facts))
        cited = self.wording.citing(rule.sources)
        told = Evidence(
            says=join(premises),
            premises=premises,
            decibans=item.supports.weight,
            counted=counted,
            rule=rule.id,
            because=rule.because,
            grade=cited.grade,
            unverified=cited.unverified,
            sources=cited.sources,
            fact=item.fact,
            made_from=rule.made_from,
        )
        if isinstance(gate, str) and self.wording.is_fixed(gate):
            item.told[counted] = told
        return told

    def _with_evidence(self, place: Placing) -> Ranked:
        condition, total = place.condition, place.decibans
        known = self.known.of(condition.id)
        held = self._held(known)
        listed, further = self._still_open(known, OPEN_LISTED)
        return Ranked(
            condition=condition.id,
            name=condition.name,
            plain=condition.plain,
            band=place.band,
            decibans=total,
            prior=self.run.program.tally_by_id[weigh_id(condition.id)].base,
            typical_urgency=condition.typical_urgency,
            red_flag=place.red_flag,
            for_=tuple(each for each in held if each.decibans > 0),
            against=tuple(each for each in held if each.decibans < 0),
            unknown=listed,
            further_unknown=further,
            recovery=condition.recovery,
            calmer=self._calmer(condition, total, first=place.first),
            overlaps=self._overlaps(condition),
            kinds=self._kinds(condition),
        )
