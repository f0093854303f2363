"""What is the same for all interviews with one pack: the answers that each finding can get, and what stands on a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine import Ahead, CompiledProgram, Lookahead, Never, Tables, part_concluding, tabulate
from hipexpert.knowledge.interview.measures import BODY_MASS
from hipexpert.knowledge.interview.questions import AskedFinding, AskedValue
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS, rank
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import Condition, Pack
from hipexpert.knowledge.packs.pictures import Discriminating
from hipexpert.knowledge.packs.program import input_facts
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, allowed_answers, finding_type
from hipexpert.knowledge.runner.answers import AnswerKey, denial_of
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.unknowns import RaisingRules

FIRST = 3


def may_be_listed(finding: Finding, pack: Pack) -> bool:
    """Whether a finding can stand on a list: a number cannot, a choice only where ``interview.yaml`` has a line for it (its own
    question is seldom one of yes or no), nor what is not put to the runner.
    """
    if pack.answered_by(finding.id) == "clinician" or isinstance(finding, Number):
        return False
    return not isinstance(finding, (Choice, Choices)) or finding.id in pack.line_of


def list_denial(finding: Finding, pack: Pack) -> Said | None:
    """What "none of these" answers to a finding on a list; None where that leaves it open, or it cannot stand on one."""
    line = pack.line_of.get(finding.id)
    if not may_be_listed(finding, pack) or (line is not None and finding.id in line.only):
        return None
    return denial_of(finding)


@dataclass(frozen=True)
class Askable:
    """What is the same for all interviews with one pack: the answers that each finding can get, as facts by number."""

    pack: Pack
    key: AnswerKey
    compiled: CompiledProgram
    raising: RaisingRules
    never: Never

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
    def contradiction_names(self) -> frozenset[str]:
        """The same by name."""
        return frozenset(map(self.compiled.tables.facts.__getitem__, self.contradictions))

    @cached_property
    def wanted(self) -> frozenset[int]:
        """What is looked ahead to: urgency levels and contradictions."""
        return frozenset(self.levels) | self.contradictions

    @cached_property
    def contradicted(self) -> Tables:
        """The rules about contradictions by themselves, as tables of their own: a few of all."""
        names = self.compiled.tables.facts
        return tabulate(part_concluding(self.compiled.program, [names[fact] for fact in sorted(self.contradictions)]))

    @cached_property
    def contradicting(self) -> Mapping[str, tuple[tuple[frozenset[int], tuple[int, ...]], ...]]:
        """For each finding the answers that some rule about contradictions asks for, where there are any, and their facts by the numbers
        of ``contradicted``.
        """
        names, index, asked = self.compiled.tables.facts, self.contradicted.index, self.contradicted.program.inputs
        found = {
            name: tuple(
                (facts, tuple(index[names[fact]] for fact in facts if names[fact] in asked))
                for facts in answers
                if any(names[fact] in asked for fact in facts)
            )
            for name, answers in self.answers.items()
        }
        return {name: answers for name, answers in found.items() if answers}

    @cached_property
    def answers(self) -> Mapping[str, Mapping[frozenset[int], float]]:
        """For each finding the facts that each of its answers makes true (of a number one for each way to meet the limits of
        the rules, of ``choices`` each value present and each absent), and how often the answer is given by all who come with
        the complaint: nought where that is not known.
        """
        index = self.compiled.tables.index
        found: dict[str, dict[frozenset[int], float]] = {name: {} for name in self.pack.findings}
        for question, options in self.key.space.options.items():
            about = self.pack.discriminating_by_id.get(question.finding)
            for option in options:
                facts = frozenset(index[fact] for fact in option.facts)
                share = _background(about, question.value, option.answer) if about else 0.0
                found[question.finding][facts] = max(share, found[question.finding].get(facts, 0.0))
        return found

    @cached_property
    def applying(self) -> Mapping[str, frozenset[str]]:
        """For each finding of yes or no, or of one choice, the facts that say that it applies; of one that a line speaks of for some of
        its answers, these.
        """
        found: dict[str, set[str]] = {}
        for question, options in self.key.space.options.items():
            finding = self.pack.findings[question.finding]
            if isinstance(finding, (Number, Choices)):
                continue
            line = self.pack.line_of.get(finding.id)
            only = line.only.get(finding.id) if line is not None else None
            for option in options:
                says = option.answer in only if only is not None else option.answer not in (False, denial_of(finding))
                if says:
                    found.setdefault(finding.id, set()).update(option.facts)
        return {name: frozenset(facts) for name, facts in found.items()}

    @cached_property
    def facts_of(self) -> Mapping[str, tuple[str, ...]]:
        """The input facts of each finding."""
        known = input_facts(self.pack)
        found: dict[str, list[str]] = {name: [] for name in self.pack.findings}
        for fact, question in self.key.question_of.items():
            if fact in known:
                found[question.finding].append(fact)
        return {name: tuple(facts) for name, facts in found.items()}

    def left_out(self, *, clinician: bool) -> frozenset[str]:
        """The findings that are never asked, a clinician or somebody else."""
        return self._left_out[clinician]

    @cached_property
    def _left_out(self) -> tuple[frozenset[str], frozenset[str]]:
        never = frozenset(self.pack.asked_otherwise)
        return never.union(name for name in self.pack.findings if self.pack.answered_by(name) == "clinician"), never

    def never_asked(self, *, clinician: bool) -> Never:
        """The facts that no answer to what is asked can bring, a clinician or somebody else, and what that rules out."""
        return self._never_asked[clinician]

    @cached_property
    def _never_asked(self) -> tuple[Never, Never]:
        somebody, clinician = (
            Never(self.compiled.tables, self.never.inputs.union(*(self.facts_of[name] for name in names))) for names in self._left_out
        )
        return somebody, clinician

    @cached_property
    def special(self) -> frozenset[str]:
        """The findings of which it depends on the runner whether they may be asked."""
        return self.pack.not_for_everybody.union(self.pack.asked_once, self.pack.noticed)

    def asked(self, name: str, intake: Intake, *, noticed: bool = False) -> AskedFinding:
        """A finding as it is asked of somebody with an intake: of ``choices`` only what is still open, of a test that nobody may try
        whether it was ``noticed``.
        """
        finding = self.pack.findings[name]
        if noticed:
            text = self.pack.noticed[name]
            return AskedFinding(name, "yes_no", text, "", (), "yes, or no, which leaves it open", "runner", noticed=True)
        values: tuple[AskedValue, ...] = ()
        if isinstance(finding, (Choice, Choices)):
            said = intake.answers.get(name)
            known = said if isinstance(said, Mapping) else {}
            values = tuple(AskedValue(value.id, value.label) for value in finding.values if value.id not in known)
        denial, by = list_denial(finding, self.pack), self.pack.answered_by(name)
        kind = finding_type(finding)
        text = self.pack.wording_of.get(name, finding.question)
        limits = (finding.minimum, finding.maximum, finding.unit, finding.whole) if isinstance(finding, Number) else ()
        help_text, answers = finding.help, allowed_answers(finding, self.pack.language)
        if isinstance(finding, Number) and finding.unit == BODY_MASS:
            help_text, answers = "", "both, in any units; nobody need work anything out"
        return AskedFinding(name, kind, text, help_text, values, answers, by, denial, *limits)

    def level(self, lookahead: Lookahead, ahead: Ahead) -> int:
        """The place on the ladder of the urgency level ahead."""
        return max((place for fact, place in self.levels.items() if lookahead.holds(fact, ahead)), default=0)

    def first(self, totals: Mapping[int, int]) -> tuple[str, ...]:
        """The first conditions of the differential, without the unlikely ones."""
        lowest, place = self.pack.about.weighing.bands["less_likely"], self._place
        many = len(place)
        placed = sorted([total * many + place[tally] for tally, total in totals.items() if total >= lowest], reverse=True)[:FIRST]
        return tuple([self._placed[each % many] for each in placed])

    @cached_property
    def _placed(self) -> tuple[str, ...]:
        """The conditions that are weighed, that first of equal ones last: the calmer ones, then those later by id, come first."""
        return tuple(each.id for each in sorted(self.conditions, key=lambda each: (-rank(each.typical_urgency), each.id), reverse=True))

    @cached_property
    def _place(self) -> tuple[int, ...]:
        """The place of the condition of each tally among these."""
        place = {name: number for number, name in enumerate(self._placed)}
        return tuple(place[condition.id] for condition in self.conditions)


def _background(about: Discriminating, value: str, answer: Said) -> float:
    """How often an answer is given, whatever somebody has."""
    if about.bands:
        inside = (name for name, (low, high) in about.bands.items() if (low is None or low <= answer) and (high is None or answer <= high))  # type: ignore[operator]
        return next((about.of(name) for name in inside), 0.0)
    if isinstance(answer, bool):
        share = about.background if isinstance(about.background, float) else about.background.get(value, 0.0)
        return share if answer else 1.0 - share
    return about.background.get(str(answer), 0.0) if isinstance(about.background, Mapping) else 0.0
