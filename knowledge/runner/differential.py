"""The differential: the conditions that anything speaks for, ranked, with the evidence for, against and not yet known.

Weights are decibans (10 log10 of a likelihood ratio; Good 1985) added to a coarse prior class. No base rates per
diagnosis are published for runners with hip pain, so the priors are judgement and the sum is a ranking aid only.
"""

from collections.abc import Iterator

from hipexpert.engine import Outlook, Run, Status, true_leaves
from hipexpert.knowledge.packs.facts import Fact, weigh_id
from hipexpert.knowledge.packs.pack import UNDETERMINED, Band, Condition, Rule, StatedLevel, Supports, rank
from hipexpert.knowledge.packs.pictured import KnownEvidence, within
from hipexpert.knowledge.packs.premises import Premise, fact_of, to_gate
from hipexpert.knowledge.packs.program import conclusion_fact
from hipexpert.knowledge.runner.results import Evidence, Kind, NotToBeMissed, OpenEvidence, Overlapping, Ranked
from hipexpert.knowledge.runner.unknowns import Unknowns
from hipexpert.knowledge.runner.wording import Wording, join

DANGEROUS = rank("urgent")
OPEN_LISTED = 6  # items not yet known that a ranked condition lists; a picture leaves a hundred and more


class Weigher:
    """Puts the totals of one session in order and explains them."""

    def __init__(self, known: KnownEvidence, run: Run, outlook: Outlook, wording: Wording, unknowns: Unknowns, level: StatedLevel) -> None:
        self.known = known
        self.pack = known.pack
        self.run = run
        self.outlook = outlook
        self.wording = wording
        self.unknowns = unknowns
        self.level = level
        self._open_facts: dict[str, bool] = {}

    def band(self, total: int) -> Band:
        """The band of a total in decibans."""
        return self.pack.about.weighing.band(total, max(self.run.totals.values()))

    def differential(self) -> tuple[Ranked, ...]:
        """The conditions that some symptom or sign speaks for: highest total first, ties by urgency, then id."""
        found = [
            (condition, total) for condition in self.pack.conditions if (total := self.run.totals.get(weigh_id(condition.id))) is not None
        ]
        found.sort(key=lambda each: (-each[1], -rank(each[0].typical_urgency), each[0].id))
        return tuple(self._ranked(condition, total, first=not place) for place, (condition, total) in enumerate(found))

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
            Overlapping(name, self.pack.condition_by_id[name].name, overlap.told_apart_by, self.wording.cited(overlap.sources))
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
        unknown = sum(self.outlook.premise(rule.premise) is Status.OPEN for rule in signs.values())
        asked = "and not all of its warning signs were asked about" if unknown else "and no warning sign of it is among what was asked"
        return f"Usually: {within(usually)}. It is named here by the weight of the answers alone, {asked}."

    def _red_flag(self, condition: Condition) -> bool:
        """Whether a rule (and not only the weighing) suspects a condition."""
        rules = self.run.program.rules_concluding.get(Fact("suspected", condition.id).name, ())
        return any(self.outlook.premise(rule.premise) is Status.HOLDS for rule in rules)

    def open_evidence(self, condition_id: str) -> tuple[OpenEvidence, ...]:
        """The evidence about a condition that an answer could still bring, the strongest first; none that needs a test
        which is not known to be safe.
        """
        return tuple(self._open(*each) for each in self._still_open(condition_id))

    def _still_open(self, condition_id: str) -> list[tuple[Rule, Supports, Premise]]:
        """The evidence that is open, with what of its premise may be suggested, the strongest first; not yet in words."""
        found: list[tuple[Rule, Supports, Premise]] = []
        for rule, evidence in self._evidence(condition_id):
            fact = rule.counts or conclusion_fact(rule, evidence)
            if fact not in self._open_facts:  # many pictures count the same answer
                self._open_facts[fact] = self.outlook.fact(fact) is Status.OPEN and self.unknowns.suggestible(rule.premise) is not None
            if self._open_facts[fact] and (premise := rule.premise if rule.counts else self.unknowns.suggestible(rule.premise)) is not None:
                found.append((rule, evidence, premise))
        return sorted(found, key=lambda each: (-abs(each[1].weight), each[0].id))

    def _open(self, rule: Rule, evidence: Supports, premise: Premise) -> OpenEvidence:
        fact = conclusion_fact(rule, evidence)
        return OpenEvidence(self.wording.open_phrase(premise), evidence.weight, self.unknowns.questions(fact), rule.id)

    def _evidence(self, condition_id: str) -> Iterator[tuple[Rule, Supports]]:
        """The rules that are evidence about a condition, without those that an exception keeps from counting."""
        for rule, evidence in self.known.about(condition_id):
            if not evidence.unless or not any(self.run.holds(fact_of(answer)) for answer in evidence.unless):
                yield rule, evidence

    def _ranked(self, condition: Condition, total: int, *, first: bool) -> Ranked:
        tally = self.run.program.tally_by_id[weigh_id(condition.id)]
        counted = {item.fact for item in self.run.compiled.tables.scales[tally.id].counted(self.run.facts.__contains__)}
        held: list[Evidence] = []
        for rule, evidence in self._evidence(condition.id):
            fact = rule.counts or conclusion_fact(rule, evidence)
            if fact in self.run.facts:
                premises = self.wording.premises(true_leaves(to_gate(rule.premise), self.run.facts))
                grade, unverified = self.wording.graded(rule.sources)
                held.append(
                    Evidence(
                        says=join(premises),
                        premises=premises,
                        decibans=evidence.weight,
                        counted=fact in counted,
                        rule=rule.id,
                        because=rule.because,
                        grade=grade,
                        unverified=unverified,
                        sources=self.wording.cited(rule.sources),
                        fact=fact,
                        made_from=rule.made_from,
                    )
                )
        held.sort(key=lambda each: (not each.counted, -abs(each.decibans), each.rule))
        still_open = self._still_open(condition.id)
        return Ranked(
            condition=condition.id,
            name=condition.name,
            plain=condition.plain,
            band=self.band(total),
            decibans=total,
            prior=tally.base,
            typical_urgency=condition.typical_urgency,
            red_flag=self._red_flag(condition),
            for_=tuple(each for each in held if each.decibans > 0),
            against=tuple(each for each in held if each.decibans < 0),
            unknown=tuple(self._open(*each) for each in still_open[:OPEN_LISTED]),
            further_unknown=max(len(still_open) - OPEN_LISTED, 0),
            recovery=condition.recovery,
            calmer=self._calmer(condition, total, first=first),
            overlaps=self._overlaps(condition),
            kinds=self._kinds(condition),
        )
