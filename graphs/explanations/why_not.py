"""Why something was not concluded: the nearest rules, what blocks each and what is open, and the smallest change."""

from typing import Literal

from msgspec import Struct

from hipexpert import engine
from hipexpert.engine import Problem, Status
from hipexpert.graphs.explanations.targets import ConcludedError, Target, level_named, target_of
from hipexpert.graphs.explanations.trying import Trying
from hipexpert.graphs.explanations.values import Change
from hipexpert.graphs.programs.hindrances import CONSIDERED, NEAREST, PremiseStatus, Standings, failing
from hipexpert.knowledge import Assessment, CitedSource, Level, OpenEvidence, Ranked, Reason
from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED, Fact, weigh_id
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.premises import Premise, Several, to_gate
from hipexpert.knowledge.packs.written import on_one_line
from hipexpert.languages.catalogue import later, say_in

Hindrance = Literal["open", "blocked", "excluded", "withheld", "outranked"]


class NearRule(Struct, frozen=True):
    """A rule that would have concluded it. ``contradicted`` and ``open`` are the premises that fail, apart.

    ``change`` is a smallest change of answers with which the rule fires (None: none was found; ``impossible`` when there
    is none, whatever is answered that a runner could truthfully answer).
    """

    rule: str
    title: str
    because: str
    sources: tuple[CitedSource, ...]
    premise: PremiseStatus
    contradicted: tuple[str, ...]
    open: tuple[str, ...]
    change: tuple[Change, ...] | None
    impossible: bool


class Standing(Struct, frozen=True):
    """How a condition stands in the weighing: its total, what it would need, and what could still speak for it."""

    decibans: int | None
    needed: int
    evidence: Ranked | None
    could_count: tuple[OpenEvidence, ...]


class RankedAbove(Struct, frozen=True):
    """A condition that ranks before the one that was asked about."""

    condition: str
    name: str
    decibans: int


class WhyNot(Struct, frozen=True, tag_field="kind", tag="why_not"):
    """Why something was not concluded.

    ``verdict``: *open*: answers could still bring it about; *blocked*: not without changing an answer; *excluded*: a rule
    rules it out; *withheld*: it would be advised, and something forbids it; *outranked*: it is concluded, others come first.
    ``change`` is a smallest change that brings it about; ``further_rules`` counts the rules that are not listed.
    """

    conclusion: str
    label: str
    verdict: Hindrance
    says: str
    rules: tuple[NearRule, ...]
    further_rules: int
    weighed: Standing | None
    ahead: tuple[RankedAbove, ...]
    reasons: tuple[Reason, ...]
    change: tuple[Change, ...] | None
    impossible: bool


def why_not(assessment: Assessment, conclusion: str) -> WhyNot:
    """Why something was not concluded, the nearest rules first.

    ``conclusion`` is a level, the id of a condition, pattern, contributing factor or advice, or a fact. Raises
    :class:`UnknownConclusionError`, and :class:`ConcludedError` when there is nothing to explain: it was concluded.
    """
    target = target_of(assessment.pack, assessment.run.program.facts, conclusion)
    return _Explainer(assessment, target).explain()


class _Explainer:
    def __init__(self, assessment: Assessment, target: Target) -> None:
        self.assessment = assessment
        self.target = target
        self.program = assessment.run.program
        self.trying = Trying(assessment)
        self.standings = Standings(assessment.outlook)
        self.language = assessment.pack.language

    def explain(self) -> WhyNot:
        holds, kind, name = self.assessment.run.holds, self.target.kind, self.target.id
        level = level_named(self.target)
        if kind == "urgency" or level == self.assessment.level:
            raise self._concluded()
        if level is not None:
            return self._level(level)
        if kind == "condition":
            return self._condition(name)
        if kind == "advice":
            return self._advice(name)
        (fact,) = self.target.facts(self.assessment)
        if fact in self.program.facts and holds(fact):
            raise self._concluded()
        return self._missing(fact)

    def _concluded(self) -> ConcludedError:
        help_text = f"ask `--how {self.target.word}` for the reasons"
        return ConcludedError([Problem("concluded", f"`{self.target.word}` was concluded from these answers", "", help_text)])

    def _level(self, level: Level) -> WhyNot:
        """A level that is not stated: higher than what is raised; as high, but the screen is open or answers contradict one
        another; or lower.
        """
        raised, facts = self.assessment.raised, self.assessment.run.facts
        if level == raised and ANSWERED in facts:
            return self._contradicted(level)
        if level == raised:
            return self._missing(ANSWERED)
        if rank(level) < rank(raised):
            problem = Problem("concluded", f"the urgency is `{raised}`, which is above `{self.target.id}`", "", "ask `--how urgency`")
            raise ConcludedError([problem])
        return self._missing(Fact("urgency", level).name)

    def _contradicted(self, level: Level) -> WhyNot:
        label = self.assessment.wording.label(CONTRADICTED)
        found = self.trying.level(level)
        says = say_in(self.language, "Nothing calm is said while some answers cannot all be true.")
        return WhyNot(self.target.word, label, "withheld", says, (), 0, None, (), (), found.first, found.impossible)

    def _condition(self, name: str) -> WhyNot:
        run = self.assessment.run
        if Fact("excluded", name).name in run.facts:
            reasons = self._reasons(Fact("excluded", name).name)
            label = self.assessment.wording.label(Fact("excluded", name).name)
            says = say_in(self.language, "It is ruled out.")
            return WhyNot(self.target.word, label, "excluded", says, (), 0, None, (), reasons, None, False)
        if Fact("likely", name).name not in run.facts:
            fact = Fact("likely", name).name if Fact("suspected", name).name in run.facts else Fact("suspected", name).name
            return self._missing(fact, self._weighed(name, fact))
        ranked = [each.condition for each in self.assessment.differential]
        if ranked[0] == name:
            raise self._concluded()
        before = self.assessment.differential[: ranked.index(name)]
        ahead = tuple(RankedAbove(each.condition, each.name, each.decibans) for each in before)
        found = self.trying.first(name, most_changes=2)
        weighed = self._weighed(name, Fact("likely", name).name)
        says = say_in(self.language, "It is likely, and more speaks for what ranks before it.")
        label = self.assessment.wording.label(Fact("likely", name).name)
        return WhyNot(self.target.word, label, "outranked", says, (), 0, weighed, ahead, (), found.first, found.impossible)

    def _advice(self, name: str) -> WhyNot:
        withheld = next((each for each in self.assessment.plan.withheld if each.id == name), None)
        if withheld is not None:
            label = say_in(self.language, "Withheld: %(title)s", title=withheld.title)
            says = say_in(self.language, "It would be advised, and something forbids it.")
            if withheld.because:
                says = say_in(self.language, "It would be advised: %(because)s.", because=withheld.because)
            return WhyNot(self.target.word, label, "withheld", says, (), 0, None, (), withheld.reasons, None, False)
        if Fact("advise", name).name in self.assessment.run.facts:
            if all(each.id != name for each in self.assessment.plan.advice):
                label = say_in(self.language, "Not told: %(title)s", title=self.assessment.pack.advice_by_id[name].title)
                says = say_in(self.language, "It would be advised, and of its kind one piece of advice is told, which is another.")
                return WhyNot(self.target.word, label, "withheld", says, (), 0, None, (), (), None, False)
            raise self._concluded()
        return self._missing(Fact("advise", name).name)

    def _reasons(self, fact: str) -> tuple[Reason, ...]:
        wording = self.assessment.wording
        return tuple(reason for each in self.assessment.derivation.justifications(fact) if (reason := wording.reason(each)))

    def _missing(self, fact: str, weighed: Standing | None = None) -> WhyNot:
        if fact not in self.program.facts:
            help_text = "the pack describes it and no rule brings it about: it may be retired, or only ever forbidden"
            raise ConcludedError([Problem("no-rule", f"no rule concludes `{self.target.word}`", "", help_text)])
        blocked = self.standings.of(fact) is Status.CONTRADICTED
        concluding = self._nearest(fact)
        near = sorted(map(self._near, concluding[:CONSIDERED]), key=_nearness)
        found = self.trying.fact(fact)
        says = _SAYS["no rule" if not (concluding or weighed) else "blocked" if blocked else "open"]
        return WhyNot(
            conclusion=self.target.word,
            label=self.assessment.wording.label(fact),
            verdict="blocked" if blocked else "open",
            says=say_in(self.language, says),
            rules=tuple(near[:NEAREST]),
            further_rules=max(len(concluding) - NEAREST, 0),
            weighed=weighed,
            ahead=(),
            reasons=(),
            change=found.first,
            impossible=found.impossible,
        )

    def _nearest(self, fact: str) -> list[engine.ProgramRule]:
        """The rules for a fact, the nearest first. Those that need a test which is not known to be safe are left out."""
        written, suggestible = self.assessment.pack.rule_by_id, self.assessment.unknowns.suggestible
        rules = (rule for rule in self.program.rules_concluding.get(fact, ()) if rule.id in written)
        return self.standings.nearest(rule for rule in rules if suggestible(written[rule.id].premise) is not None)

    def _near(self, rule: engine.ProgramRule) -> NearRule:
        written = self.assessment.pack.rule_by_id[rule.id]
        premise = self._premise(self.assessment.unknowns.suggestible(written.premise) or written.premise)
        found = self.trying.rule(rule)
        return NearRule(
            rule=rule.id,
            title=written.title,
            because=written.because,
            sources=self.assessment.wording.citing(written.sources).sources,
            premise=premise,
            contradicted=failing(premise, "contradicted"),
            open=failing(premise, "open"),
            change=found.first,
            impossible=found.impossible,
        )

    def _premise(self, premise: Premise) -> PremiseStatus:
        needs, parts = (premise.count, premise.of) if isinstance(premise, Several) else (0, ())
        return PremiseStatus(
            written=on_one_line(self.assessment.pack, premise),
            says=self.assessment.wording.open_phrase(premise),
            status=self.standings.of(to_gate(premise)).value,
            needs=needs,
            of=tuple(self._premise(part) for part in parts),
        )

    def _weighed(self, condition: str, fact: str) -> Standing:
        """How a condition stands in the weighing, and what could still speak for it."""
        tally = self.program.tally_by_id[weigh_id(condition)]
        needed = next(mark.at_least for mark in tally.marks if mark.fact == fact)
        ranked = next((each for each in self.assessment.differential if each.condition == condition), None)
        unknown = self.assessment.open_evidence(condition)
        return Standing(self.assessment.run.totals.get(tally.id), needed, ranked, tuple(each for each in unknown if each.decibans > 0))


def _nearness(near: NearRule) -> tuple[bool, int, int, str]:
    """Rules that can fire before those that cannot, by how many answers must change, then how many of those given."""
    changes = near.change or ()
    changed = sum(each.before is not None for each in changes)
    return near.change is None, len(changes), changed, near.rule


_SAYS = {
    "blocked": later("The answers given speak against it: it could follow only if one of them were different."),
    "open": later("It does not follow from what is known, and nothing that was answered rules it out."),
    "no rule": later("No rule concludes it."),
}
