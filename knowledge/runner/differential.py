"""The differential: the conditions that anything speaks for, ranked, with the evidence for, against and not yet known.

Weights are decibans (10 log10 of a likelihood ratio; Good 1985) added to a coarse prior class. No base rates per
diagnosis are published for runners with hip pain, so the priors are judgement and the sum is a ranking aid only.
"""

from collections.abc import Iterator

from hipexpert.engine import Outlook, Run, Status, true_leaves
from hipexpert.knowledge.packs.facts import Fact, weigh_id
from hipexpert.knowledge.packs.pack import Band, Condition, Pack, Rule, Supports, rank
from hipexpert.knowledge.packs.premises import fact_of, to_gate
from hipexpert.knowledge.packs.program import conclusion_fact
from hipexpert.knowledge.runner.results import Evidence, NotToBeMissed, OpenEvidence, Ranked
from hipexpert.knowledge.runner.unknowns import Unknowns
from hipexpert.knowledge.runner.wording import Wording, join

DANGEROUS = rank("urgent")


class Weigher:
    """Puts the totals of one session in order and explains them."""

    def __init__(self, pack: Pack, run: Run, outlook: Outlook, wording: Wording, unknowns: Unknowns) -> None:
        self.pack = pack
        self.run = run
        self.outlook = outlook
        self.wording = wording
        self.unknowns = unknowns

    def band(self, total: int) -> Band:
        """The band of a total in decibans."""
        bands = self.pack.about.weighing.bands
        for name in ("likely", "possible", "less_likely"):
            if total >= bands[name]:
                return name
        return "unlikely"

    def differential(self) -> tuple[Ranked, ...]:
        """The conditions that some symptom or sign speaks for: highest total first, ties by urgency, then id."""
        found = [
            (condition, total) for condition in self.pack.conditions if (total := self.run.totals.get(weigh_id(condition.id))) is not None
        ]
        found.sort(key=lambda each: (-each[1], -rank(each[0].typical_urgency), each[0].id))
        return tuple(self._ranked(condition, total) for condition, total in found)

    def not_to_be_missed(self) -> tuple[NotToBeMissed, ...]:
        """Each condition that is urgent or worse and not excluded: those a red flag names first, then by weight."""
        found = []
        for condition in self.pack.conditions:
            excluded = Fact("excluded", condition.id).name in self.run.facts
            if condition.kind == "condition" and rank(condition.typical_urgency) >= DANGEROUS and not excluded:
                total = self.run.totals.get(weigh_id(condition.id))
                red_flag = self._red_flag(condition)
                band = self.band(total) if total is not None else None
                found.append(NotToBeMissed(condition.id, condition.name, condition.typical_urgency, red_flag, band, total))
        priors = self.pack.about.weighing.priors
        start = {each.id: priors[each.prior] for each in self.pack.conditions if each.prior is not None}
        weight = {each.condition: each.decibans if each.decibans is not None else start[each.condition] for each in found}
        found.sort(key=lambda each: (not each.red_flag, -weight[each.condition], -rank(each.typical_urgency), each.condition))
        return tuple(found)

    def _red_flag(self, condition: Condition) -> bool:
        """Whether a rule (and not only the weighing) suspects a condition."""
        rules = self.run.program.rules_concluding.get(Fact("suspected", condition.id).name, ())
        return any(self.outlook.premise(rule.premise) is Status.HOLDS for rule in rules)

    def open_evidence(self, condition_id: str) -> tuple[OpenEvidence, ...]:
        """The evidence about a condition that an answer could still bring, the strongest first; none that needs a test
        which is not known to be safe.
        """
        found = [
            OpenEvidence(self.wording.open_phrase(premise), evidence.weight, self.unknowns.questions(fact), rule.id)
            for rule, evidence in self._evidence(condition_id)
            if self.outlook.fact(fact := conclusion_fact(rule, evidence)) is Status.OPEN
            and (premise := self.unknowns.suggestible(rule.premise)) is not None
        ]
        return tuple(sorted(found, key=lambda each: (-abs(each.decibans), each.rule)))

    def _evidence(self, condition_id: str) -> Iterator[tuple[Rule, Supports]]:
        """The rules that are evidence about a condition, without those that an exception keeps from counting."""
        for rule, evidence in self.pack.evidence.get(condition_id, ()):
            if not any(self.run.holds(fact_of(answer)) for answer in evidence.unless):
                yield rule, evidence

    def _ranked(self, condition: Condition, total: int) -> Ranked:
        tally = self.run.program.tally_by_id[weigh_id(condition.id)]
        counted = {item.fact for item in self.run.compiled.tables.scales[tally.id].counted(self.run.facts.__contains__)}
        held: list[Evidence] = []
        for rule, evidence in self._evidence(condition.id):
            fact = conclusion_fact(rule, evidence)
            if self.outlook.fact(fact) is Status.HOLDS:
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
                        made_from=rule.made_from,
                    )
                )
        held.sort(key=lambda each: (not each.counted, -abs(each.decibans), each.rule))
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
            unknown=self.open_evidence(condition.id),
            recovery=condition.recovery,
        )
