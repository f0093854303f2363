"""What is the same for all interviews with one pack: the answers that each finding can get, and what stands on a screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine import Ahead, CompiledProgram, Lookahead
from hipexpert.knowledge.interview.questions import AskedFinding, AskedValue
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import LEVELS, Condition, Pack, rank
from hipexpert.knowledge.packs.premises import Established, leaves
from hipexpert.knowledge.packs.program import input_facts
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, allowed_answers, finding_type, plain_number
from hipexpert.knowledge.runner.answers import AnswerKey, denial_of
from hipexpert.knowledge.runner.intake import Intake

FIRST = 3
ALARM = rank("urgent")


def screen_denial(finding: Finding, pack: Pack) -> Said | None:
    """What "none of these" answers to a finding on a screen; None where it cannot stand on one: only what is put to the
    runner can, and has an answer that means "nothing of the kind" (of a number, its smallest).
    """
    denial = denial_of(finding) if pack.answered_by(finding.id) == "runner" else None
    return None if isinstance(finding, Number) and denial != finding.minimum else denial


@dataclass(frozen=True)
class Askable:
    """What is the same for all interviews with one pack: the answers that each finding can get, as facts by number."""

    pack: Pack
    key: AnswerKey
    compiled: CompiledProgram

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The condition of each tally."""
        by_id = self.pack.condition_by_id
        return tuple(by_id[Fact.of(tally.id).id] for tally in self.compiled.program.tallies)

    @cached_property
    def levels(self) -> Mapping[int, int]:
        """The place on the ladder of each fact that is an urgency level."""
        index = self.compiled.tables.index
        return {index[fact]: rank(level) for level in LEVELS if (fact := Fact("urgency", level).name) in index}

    @cached_property
    def contradictions(self) -> frozenset[int]:
        """The facts that say that answers cannot all be true."""
        return frozenset(number for name, number in self.compiled.tables.index.items() if Fact.of(name).kind == "contradiction")

    @cached_property
    def answers(self) -> Mapping[str, tuple[frozenset[int], ...]]:
        """For each finding the facts that each of its answers makes true: of a number one for each way to meet the
        limits of the rules, of ``choices`` each value present and each absent.
        """
        index = self.compiled.tables.index
        found: dict[str, list[frozenset[int]]] = {name: [] for name in self.pack.findings}
        for question, options in self.key.space.options.items():
            found[question.finding] += [frozenset(index[fact] for fact in option.facts) for option in options]
        return {name: tuple(dict.fromkeys(facts)) for name, facts in found.items()}

    @cached_property
    def facts_of(self) -> Mapping[str, tuple[str, ...]]:
        """The input facts of each finding."""
        known = input_facts(self.pack)
        found: dict[str, list[str]] = {name: [] for name in self.pack.findings}
        for fact, question in self.key.question_of.items():
            if fact in known:
                found[question.finding].append(fact)
        return {name: tuple(facts) for name, facts in found.items()}

    @cached_property
    def red_flag_groups(self) -> frozenset[str]:
        """The groups of warning signs: most of their findings alone raise the urgency of somebody who has said nothing."""
        lookahead = Lookahead(self.compiled.run(()))
        found = set()
        for group in self.pack.groups:
            alarming = [
                any(self.level(lookahead, lookahead.after(facts)) >= ALARM for facts in self.answers[finding.id])
                for finding in group.findings
                if screen_denial(finding, self.pack) is not None
            ]
            if sum(alarming) * 2 > len(group.findings):
                found.add(group.group)
        return frozenset(found)

    @cached_property
    def rests_on(self) -> Mapping[str, tuple[str, ...]]:
        """For each finding the choices that say who the runner is, stand before it in the vocabulary and share a
        constraint with it.
        """
        order = list(self.pack.findings)
        found: dict[str, set[str]] = {}
        for constraint in self.pack.constraints:
            named = sorted({leaf.finding for leaf in leaves(constraint.never) if not isinstance(leaf, Established)}, key=order.index)
            for place, name in enumerate(named):
                found.setdefault(name, set()).update(each for each in named[:place] if self._says_who(self.pack.findings[each]))
        return {name: tuple(sorted(who)) for name, who in found.items() if who}

    def _says_who(self, finding: Finding) -> bool:
        return isinstance(finding, Choice) and not finding.denial and self.pack.group_of[finding.id].context

    def asked(self, name: str, intake: Intake) -> AskedFinding:
        """A finding as it is asked of somebody with an intake: of ``choices`` only what is still open."""
        finding = self.pack.findings[name]
        values: tuple[AskedValue, ...] = ()
        if isinstance(finding, (Choice, Choices)):
            said = intake.answers.get(name)
            known = said if isinstance(said, Mapping) else {}
            values = tuple(AskedValue(value.id, value.label) for value in finding.values if value.id not in known)
        denial, by = screen_denial(finding, self.pack), self.pack.answered_by(name)
        kind = finding_type(finding)
        return AskedFinding(
            name, kind, finding.question, finding.help, values, allowed_answers(finding), by, denial, _reads(finding, denial)
        )

    def level(self, lookahead: Lookahead, ahead: Ahead) -> int:
        """The place on the ladder of the urgency level ahead."""
        return max((place for fact, place in self.levels.items() if lookahead.holds(fact, ahead)), default=0)

    def first(self, totals: Mapping[int, int]) -> tuple[str, ...]:
        """The first conditions of the differential, without the unlikely ones."""
        lowest = self.pack.about.weighing.bands["less_likely"]
        placed = sorted(
            (-total, -rank(self.conditions[tally].typical_urgency), self.conditions[tally].id)
            for tally, total in totals.items()
            if total >= lowest
        )
        return tuple(condition for _, _, condition in placed[:FIRST])


def _reads(finding: Finding, denial: Said | None) -> str:
    """How a denial reads beside the question."""
    if isinstance(finding, Choice):
        return next((value.label for value in finding.values if value.id == denial), "")
    if isinstance(finding, Number) and denial is not None:
        return plain_number(float(denial))
    return "no" if denial is False else ""
