"""The differential: the conditions that anything speaks for, ranked, with the evidence for, against and not yet known.

Weights are decibans (10 log10 of a likelihood ratio; Good 1985) added to a coarse prior class. No base rates per
diagnosis are published for runners with hip pain, so the priors are judgement and the sum is a ranking aid only.
"""

from collections.abc import Set
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from hipexpert.engine import Outlook, Status, true_leaves
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import UNDETERMINED, StatedLevel, rank
from hipexpert.knowledge.packs.pack import Condition
from hipexpert.knowledge.packs.pictured import within
from hipexpert.knowledge.packs.weighing import Band
from hipexpert.knowledge.runner.known_items import Held, KnownConditions, KnownItem, KnownItems
from hipexpert.knowledge.runner.results import Evidence, Kind, NotToBeMissed, OpenEvidence, Overlapping, Ranked
from hipexpert.knowledge.runner.unknowns import Unknowns
from hipexpert.knowledge.runner.wording import Wording, join
from hipexpert.languages.catalogue import later, say_in

DANGEROUS = rank("urgent")
_DIGITS = b"01" + bytes(254)
VARYING = 16  # ways in which an item reads that are kept
OPEN_LISTED = 6  # items not yet known that a ranked condition lists; a picture leaves a hundred and more

_NOT_ALL_ASKED = later(
    "Usually: %(usually)s. It is named here by the weight of the answers alone, and not all of its warning signs were asked about."
)
_NONE_ASKED = later(
    "Usually: %(usually)s. It is named here by the weight of the answers alone, and no warning sign of it is among what was asked."
)


class Placing(NamedTuple):
    """A condition at its place in the differential, with its total in decibans: what can be said without its evidence."""

    condition: Condition
    decibans: int
    band: Band
    red_flag: bool
    first: bool


class Considered(NamedTuple):
    """A condition of the differential with all that is said of it beside the evidence that holds: what is open (of which ``further``
    counts the rest), and how that is said.
    """

    place: Placing
    prior: int
    open: list[KnownItem]
    further: int
    calmer: str
    overlaps: tuple[Overlapping, ...]
    kinds: tuple[Kind, ...]


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
        self._asked: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._considered: dict[str, Considered] = {}
        self._ranked: dict[str, Ranked] = {}

    @cached_property
    def _highest(self) -> int:
        return max(self.run.totals_by_number.values())

    def band(self, total: int) -> Band:
        """The band of a total in decibans."""
        return self.pack.about.weighing.band(total, self._highest)

    @cached_property
    def placings(self) -> tuple[Placing, ...]:
        """The conditions that some symptom or sign speaks for: highest total first, ties by urgency, then id."""
        totals = self.run.totals_by_number
        found = [(condition, totals[tally]) for condition, tally in self.known.by_urgency if tally in totals]
        found.sort(key=itemgetter(1), reverse=True)  # equal totals stay as they were
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
            self._ranked[condition] = self._with_evidence(self.considered(condition))
        return self._ranked[condition]

    def not_to_be_missed(self) -> tuple[NotToBeMissed, ...]:
        """Each condition that is urgent or worse and not excluded: those a red flag names first, then by weight."""
        found = []
        for condition in self.pack.conditions:
            if condition.prior is not None and rank(condition.typical_urgency) >= DANGEROUS and not self._is_excluded(condition):
                total = self._total(condition.id)
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
        kinds = self.pack.kinds_of.get(condition.id)
        if not kinds:
            return ()
        return tuple(
            [Kind(each.id, each.name, each.typical_urgency, self._red_flag(each)) for each in kinds if not self._is_excluded(each)]
        )

    def _overlaps(self, condition: Condition) -> tuple[Overlapping, ...]:
        """The conditions of the differential that go by the same story."""
        return tuple([each for each in self.known.overlapping(condition.id) if each.condition in self._placing_of])

    def _calmer(self, place: Placing) -> str:
        """Why the urgency is calmer, by more than a step, than a condition that is first or possible usually asks."""
        condition = place.condition
        if not place.first and place.band not in ("likely", "possible"):
            return ""
        stands = rank("soon") if self.level == UNDETERMINED else rank(self.level)  # the plan is that of `soon` then
        if rank(condition.typical_urgency) - stands <= 1:
            return ""
        usually = self.pack.level_text(condition.typical_urgency).title
        names = [Fact("suspected", each.id).name for each in (condition, *self.pack.kinds_of.get(condition.id, ()))]
        signs = {rule.id: rule for name in names for rule in self.run.program.rules_concluding.get(name, ())}
        unknown = any(self.outlook.rule(rule) is Status.OPEN for rule in signs)
        language = self.pack.language
        return say_in(language, _NOT_ALL_ASKED if unknown else _NONE_ASKED, usually=within(usually, language))

    def _red_flag(self, condition: Condition) -> bool:
        """Whether a rule (and not only the weighing) suspects a condition."""
        return not self.run.fired.isdisjoint(self.known.suspecting.get(condition.id, ()))

    def _is_excluded(self, condition: Condition) -> bool:
        return self.known.excluded.get(condition.id) in self.run.numbers

    def _total(self, condition: str) -> int | None:
        return self.run.totals_by_number.get(self.known.tallies.get(condition, -1))

    def open_evidence(self, condition_id: str) -> tuple[OpenEvidence, ...]:
        """The evidence about a condition that an answer could still bring, the strongest first; none that needs a test
        which is not known to be safe.
        """
        return tuple(map(self.asking, self._still_open(self.known.of(condition_id), None)[0]))

    def _still_open(self, known: KnownItems, most: int | None) -> tuple[list[KnownItem], int]:
        """The items that are open and may be suggested, the strongest first and at most so much, and how much more there is."""
        if most is not None and known.is_plain:
            items, many = known.first(self._is_open, most), (known.bits & self._open_bits).bit_count()
        else:
            items = self._not_excepted(known.open(self._is_open))
            many = len(items)
        listed = items[:most]
        return listed, many - len(listed)

    @cached_property
    def _is_open(self) -> bytes:
        """Of each fact by its number whether it does not hold and still could, by an answer to a question that may be put."""
        found, (answers, others) = self.outlook.open, self.known.waiting_by
        for finding, numbers in answers.items():
            if not self.unknowns.may_be_asked(finding):
                for number in numbers:
                    found[number] = 0
        for number, premise in others.items():
            if found[number] and self.unknowns.suggestible(premise) is None:
                found[number] = 0
        return bytes(found)

    @cached_property
    def _open_bits(self) -> int:
        return int(self._is_open[::-1].translate(_DIGITS), 2)

    def _not_excepted(self, items: list[KnownItem]) -> list[KnownItem]:
        return [each for each in items if not each.unless or self.run.facts.isdisjoint(each.unless)]

    def asking(self, item: KnownItem) -> OpenEvidence:
        """An item that is open in words; kept where it reads so for everybody."""
        if item.asked is not None:
            return item.asked
        if item.fact not in self._asked:
            rule = item.rule
            premise = rule.premise if rule.counts else self.unknowns.suggestible(rule.premise)
            assert premise is not None  # noqa: S101 (only what may be suggested is listed)
            self._asked[item.fact] = self.wording.open_phrase(premise), self.unknowns.questions(item.fact)
        says, questions = self._asked[item.fact]
        found = OpenEvidence(says, item.supports.weight, questions, item.rule.id)
        # About one finding: nobody of whom it is open has answered it, and it is what is asked.
        if item.only in self.wording.key.question_of:
            item.asked = found
        return found

    def held(self, condition_id: str) -> list[Held]:
        """The evidence about a condition that holds: what counts before what a stronger item of its group stands for, then the strongest
        first.
        """
        known, holding = self.known.of(condition_id), self.holding
        items = known.brought(self.weighed)
        if not known.is_plain:
            items = self._not_excepted(items)
        if self._doubled.isdisjoint(known.grouping):
            return [each.held[1] or holding(each, counted=True) for each in items]
        grouped, counting = known.grouped, known.counted(self.run.facts)
        counted, passed_over = list[Held](), list[Held]()
        for each in items:
            if each.fact not in grouped or each.fact in counting:
                counted.append(each.held[1] or holding(each, counted=True))
            else:
                passed_over.append(each.held[0] or holding(each, counted=False))
        return counted + passed_over

    @cached_property
    def _doubled(self) -> set[str]:
        return self.known.doubled(self.weighed)

    def passed_over(self, known: KnownItems) -> Set[str]:
        """The facts that hold of which a stronger one of its group stands for each; of a plain condition."""
        if self._doubled.isdisjoint(known.grouping):
            return frozenset()
        return (known.grouping & self.weighed) - known.counted(self.run.facts)

    @cached_property
    def weighed(self) -> frozenset[str]:
        """The facts that hold and are weighed, a few of all that are weighed."""
        return self.run.facts & self.run.program.weighing.keys()

    def holding(self, item: KnownItem, *, counted: bool) -> Held:
        """An item that holds; kept with it, where it does not read the same for everybody by how it reads."""
        is_number = bool(item.only) and not self.wording.is_fixed(item.only)
        if isinstance(item.gate, str) and not is_number:
            found = item.held[counted] = Held(item, self.wording.premises([item.gate]), counted=counted)
            return found
        premises = (self.wording.says(item.only),) if is_number else self.wording.premises(true_leaves(item.gate, self.run.facts))
        known = item.varying.get((premises, counted))
        if known is None:
            if len(item.varying) >= VARYING:
                item.varying.clear()
            known = item.varying[premises, counted] = Held(item, premises, counted=counted)
        return known

    def telling(self, held: Held) -> Evidence:
        """An item that holds in words; kept with it."""
        if held.told is None:
            rule, cited = held.item.rule, held.item.cites
            held.told = Evidence(
                says=join(held.premises),
                premises=held.premises,
                decibans=held.item.supports.weight,
                counted=held.counted,
                rule=rule.id,
                because=rule.because,
                grade=cited.grade,
                unverified=cited.unverified,
                sources=cited.sources,
                fact=held.item.fact,
                made_from=rule.made_from,
            )
        return held.told

    def considered(self, condition_id: str) -> Considered:
        """A condition of the differential with all that is said of it. Raises KeyError for one that is not ranked."""
        found = self._considered.get(condition_id)
        if found is None:
            place = self._placing_of[condition_id]
            condition, known = place.condition, self.known.of(condition_id)
            listed, further = self._still_open(known, OPEN_LISTED)
            found = self._considered[condition_id] = Considered(
                place=place,
                prior=self.run.program.tally_by_id[known.tally].base,
                open=listed,
                further=further,
                calmer=self._calmer(place),
                overlaps=self._overlaps(condition),
                kinds=self._kinds(condition),
            )
        return found

    def _with_evidence(self, about: Considered) -> Ranked:
        condition = about.place.condition
        held = list(map(self.telling, self.held(condition.id)))
        return Ranked(
            condition=condition.id,
            name=condition.name,
            plain=condition.plain,
            band=about.place.band,
            decibans=about.place.decibans,
            prior=about.prior,
            typical_urgency=condition.typical_urgency,
            red_flag=about.place.red_flag,
            for_=tuple([each for each in held if each.decibans > 0]),
            against=tuple([each for each in held if each.decibans < 0]),
            unknown=tuple(map(self.asking, about.open)),
            further_unknown=about.further,
            recovery=condition.recovery,
            calmer=about.calmer,
            overlaps=about.overlaps,
            kinds=about.kinds,
        )
