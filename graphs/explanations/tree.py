"""How a conclusion was reached: its derivation as a tree of values, every justification kept apart."""

from collections.abc import Iterable

from hipexpert.engine import Justification, Problem
from hipexpert.graphs.explanations.targets import NotConcludedError, Target, target_of
from hipexpert.graphs.programs.naming import RuleNamed
from hipexpert.graphs.programs.telling import HowReason, HowStep, Teller
from hipexpert.knowledge import Assessment
from hipexpert.knowledge.packs.facts import Fact, weigh_id
from hipexpert.knowledge.packs.pack import Rule, Supports
from hipexpert.knowledge.packs.pictured import within
from hipexpert.languages.catalogue import say_in


def derivation_trees(assessment: Assessment, conclusion: str) -> tuple[HowStep, ...]:
    """How a conclusion was reached, down to the answers; after its tree, those of what lies too deep in it.

    ``conclusion`` is ``urgency``, a level, the id of a condition, pattern, contributing factor or advice, or any fact of
    the derivation. Raises :class:`UnknownConclusionError` for anything else and :class:`NotConcludedError` when it was
    not concluded.
    """
    return trees_of(assessment, concluded_fact(assessment, target_of(assessment.pack, assessment.run.facts, conclusion)))


def trees_of(assessment: Assessment, fact: str) -> tuple[HowStep, ...]:
    """The tree below a fact that holds, or below the weighing of a condition (``weigh:CONDITION``), and those of what lies too deep in
    it.
    """
    return tuple(_PackTeller(assessment).trees(fact))


def concluded_fact(assessment: Assessment, target: Target) -> str:
    """The fact whose tree tells how a target was concluded. Raises :class:`NotConcludedError`."""
    if target.kind == "urgency" or (target.kind == "condition" and weigh_id(target.id) in assessment.run.totals):
        return target.facts(assessment)[0] if target.kind == "urgency" else weigh_id(target.id)
    for fact in target.facts(assessment):
        if fact in assessment.run.facts:
            return fact
    help_text = f"ask `--why-not {target.word}` for what is missing"
    raise NotConcludedError([Problem("not-concluded", f"`{target.word}` was not concluded from these answers", "", help_text)])


class _PackNames:
    """The names that a pack gives to the facts and rules of its program."""

    def __init__(self, assessment: Assessment) -> None:
        self.pack = assessment.pack
        self.wording = assessment.wording

    def label(self, fact: str) -> str:
        return self.wording.label(fact)

    def rule(self, name: str) -> RuleNamed:
        rule = self.pack.rule_by_id.get(name)
        if rule is None:
            return RuleNamed(name.replace("-", " "))
        return RuleNamed(rule.title, rule.because, self.wording.citing(rule.sources).sources, rule.made_from)


class _PackTeller(Teller):
    """Tells of comparisons by the answer that makes them, and of conditions by the evidence that was weighed."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(assessment.derivation, _PackNames(assessment))
        self.assessment = assessment

    def step(self, fact: str, above: frozenset[str] = frozenset()) -> HowStep:
        kind, entry = Fact.of(fact)
        if kind == "weigh":
            return self._weighed(entry, above)
        if kind == "band":  # a comparison that the answer makes true: the answer itself is told
            return self.step(self.derivation.justifications(fact)[0].premises[0], above)
        return super().step(fact, above)

    def reason(self, justification: Justification, above: frozenset[str]) -> HowReason:
        if justification.total is not None:
            return self._weighing(Fact.of(justification.source).id, justification.total, justification.premises, above)
        return super().reason(justification, above)

    def _weighing(self, condition_id: str, total: int, facts: Iterable[str], above: frozenset[str]) -> HowReason:
        condition = self.assessment.pack.condition_by_id[condition_id]
        language = self.assessment.pack.language
        name = within(condition.name, language)
        title = say_in(language, "The evidence about %(name)s adds up to %(total)s decibans", name=name, total=f"{total:+d}")
        drawn = {rule.counts: (rule, says) for rule, says in self.assessment.assessor.evidence.about(condition_id) if rule.counts}
        premises = tuple(self._drawn(*drawn[fact], above) if fact in drawn else self.step(fact, above) for fact in facts)
        return HowReason(weigh_id(condition_id), title, condition.plain, (), premises, total)

    def _drawn(self, rule: Rule, says: Supports, above: frozenset[str]) -> HowStep:
        """What a picture says of an answer: the weight, the row that gives it, and the answer."""
        sources = self.assessment.wording.citing(rule.sources).sources
        reason = HowReason(rule.id, rule.title, rule.because, sources, (self.step(rule.counts, above),), made_from=rule.made_from)
        return HowStep(rule.counts, self.assessment.wording.weighs(says), False, (reason,))

    def _weighed(self, condition_id: str, above: frozenset[str]) -> HowStep:
        """A condition: the evidence that was weighed, whatever it came to, and the rules that suspect it outright."""
        ranked = self.assessment.ranked(condition_id)
        facts = [each.fact for each in (*ranked.for_, *ranked.against) if each.counted]
        weighing = self._weighing(condition_id, ranked.decibans, facts, above)
        outright = [each for each in self.derivation.justifications(Fact("suspected", condition_id).name) if each.total is None]
        reasons = (weighing, *(self.reason(each, above) for each in outright))
        band = say_in(self.assessment.pack.language, ranked.band.replace("_", " "))
        return HowStep(weigh_id(condition_id), f"{band.capitalize()}: {ranked.name}", False, reasons)
