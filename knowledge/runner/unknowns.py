"""Which unanswered questions could raise the urgency, and which of them matter most for this runner."""

import sys
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple, TypeAlias

from hipexpert.engine import GroundPremise, Outlook, ProgramRule, Status, Tables
from hipexpert.engine.searching import KnownRoutes, Routes
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS, Level, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Premise
from hipexpert.knowledge.packs.vocabulary import Choices, allowed_answers
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.results import DecisiveUnknown
from hipexpert.knowledge.runner.safety import may_be_suggested, suggestible

DIVERSE = 8  # how many questions are chosen for what they add; the rest are ranked one by one
FARTHEST = 3  # a raise that needs more answers than this is possible (at_most says so) but decided by no one question


class Way(NamedTuple):
    """A rule that a question could help to fire: the place on the ladder that it raises to, the fewest answers that it
    takes (this one among them), and what that counts for.
    """

    rule: str
    raised: int
    cost: int
    gain: float


Ways = Mapping[Question, Mapping[str, Way]]
ByQuestion: TypeAlias = dict[int, list[Way]]
ByRule: TypeAlias = dict[str, list[tuple[Way, tuple[int, ...]]]]
_RAISES = {Fact("urgency", level).name: rank(level) for level in LEVELS}


class RaisingRule(NamedTuple):
    """A rule that raises the urgency, how high up the ladder, and the regions of the conditions that it suspects."""

    rule: ProgramRule
    number: int
    raised: int
    late: bool
    regions: frozenset[str]


class RaisingRules:
    """What is the same for all assessments with one pack: the rules that raise the urgency, and how questions read."""

    def __init__(self, pack: Pack, tables: Tables) -> None:
        self.pack = pack
        self.routes = KnownRoutes[int](tables)
        program, numbers = tables.program, tables.rule_number
        found = {rule.id: (rule, place) for fact, place in _RAISES.items() for rule in program.rules_concluding.get(fact, ())}
        self.rules = tuple(
            RaisingRule(rule, numbers[name], raised, name in program.late_rules, self._regions(rule))
            for name, (rule, raised) in sorted(found.items())
        )
        self._unknowns: dict[tuple[Question, int, int], DecisiveUnknown] = {}

    def _regions(self, rule: ProgramRule) -> frozenset[str]:
        suspected = (Fact.of(fact).id for fact in rule.conclusions if Fact.of(fact).kind == "suspected")
        return frozenset().union(*(self.pack.condition_by_id[condition].regions for condition in suspected))

    def unknown(self, question: Question, raised: int, further: int) -> DecisiveUnknown:
        """A question that could raise the urgency to a place on the ladder, with so many further answers."""
        key = question, raised, further
        if key not in self._unknowns:
            finding = self.pack.findings[question.finding]
            text, answers = finding.question, allowed_answers(finding)
            if isinstance(finding, Choices) and question.value:
                label = next(value.label for value in finding.values if value.id == question.value)
                text, answers = f"{self.pack.texts.areas.also_here}: {label}?", "yes or no"
            by = self.pack.answered_by(question.finding)
            self._unknowns[key] = DecisiveUnknown(question.finding, question.value, text, answers, by, LEVELS[raised], further)
        return self._unknowns[key]


class Unknowns:
    """The open questions of one assessment, ranked by what they could change."""

    def __init__(self, raising: RaisingRules, key: AnswerKey, intake: Intake, outlook: Outlook) -> None:
        self.pack = raising.pack
        self.raising = raising
        self.key = key
        self.intake = intake
        self.outlook = outlook
        self._may_be_asked: dict[str, bool] = {}

    def decisive(self, level: Level) -> tuple[DecisiveUnknown, ...]:
        """The questions that could raise the urgency above ``level``, the most informative first.

        A question's score adds up, over the rules it could help to fire, the steps of urgency gained, halved for each
        further answer needed, doubled where the rule is about a region that hurts, and halved for each question already
        put before it that could fire the same rule: the second way to ask the same thing comes later.
        """
        by_question, by_rule = self._ways(level, FARTHEST)
        return tuple([self._unknown(self.key.asked[number], by_question[number]) for number in _in_order(by_question, by_rule)])

    def raising_above(self, level: Level) -> frozenset[str]:
        """The findings of these questions."""
        return frozenset([self.key.asked[number].finding for number in self._ways(level, FARTHEST)[0]])

    def ways(self, level: Level, farthest: int | None, *, early: bool = False) -> Ways:
        """For each question the rules that its answer could help to raise the urgency above ``level``, by rule, within
        ``farthest`` answers (None: however many); with ``early`` only those that do not rest on weighing.
        """
        found, _ = self._ways(level, farthest, early=early)
        return {self.key.asked[number]: {way.rule: way for way in ways} for number, ways in found.items()}

    def _ways(self, level: Level, farthest: int | None, *, early: bool = False) -> tuple[ByQuestion, ByRule]:
        """The same by the numbers of questions, and by rule with the questions of each way."""
        by_question: ByQuestion = {}
        by_rule: ByRule = {}
        above, through, painful = rank(level), self._routes_within(farthest).through, self._painful
        most = sys.maxsize if farthest is None else farthest
        left_out, new = self._not_askable, tuple.__new__
        for rule, number, raised, late, regions in self.raising.rules:
            if raised <= above or (early and late):
                continue
            gained = (raised - above) * (1.0 if painful.isdisjoint(regions) else 2.0)
            for cost, through_all in through(number):
                if cost > most:
                    break
                questions = through_all
                if not left_out.isdisjoint(questions):
                    questions = tuple([each for each in questions if each not in left_out])
                way = new(Way, (rule.id, raised, cost, gained / 2.0 ** (cost - 1)))
                by_rule.setdefault(rule.id, []).append((way, questions))
                for question in questions:
                    if question in by_question:
                        by_question[question].append(way)
                    else:
                        by_question[question] = [way]
        return by_question, by_rule

    def further_answers(self, rule_id: str, questions: Collection[Question]) -> int | None:
        """The fewest answers that, after an answer to one of the questions, could make an open rule fire; None when no
        such answer could help, or the rule is not open.
        """
        routes = self._routes.to([self.outlook.program.rule_by_id[rule_id]])
        asked = {self._ask(question) for question in questions}
        through = [(self.key.asked[number], cost) for route in routes.values() for number, cost in route.through.items()]
        costs = [cost for question, cost in through if question in asked]
        return min(costs) - 1 if costs else None

    def questions(self, premise: GroundPremise) -> tuple[str, ...]:
        """The findings whose answers could still make a premise hold, without the tests that might do harm."""
        findings = {self.key.asked[number].finding for number in self._routes.questions(premise)}
        return tuple(sorted(filter(self.may_be_asked, findings)))

    def may_be_asked(self, finding: str) -> bool:
        """Whether a question does no harm: a test at home is suggested only once it is known to be safe."""
        if finding not in self._may_be_asked:
            self._may_be_asked[finding] = may_be_suggested(self.pack, finding, self.outlook.run.facts.__contains__)
        return self._may_be_asked[finding]

    @cached_property
    def _not_askable(self) -> frozenset[int]:
        """The numbers of the questions that may do harm."""
        return frozenset([number for number, finding in self.key.careful if not self.may_be_asked(finding)])

    def suggestible(self, premise: Premise) -> Premise | None:
        """A premise without what only a test could still bring that may not be suggested; None where it needs one."""
        return suggestible(premise, self._is_open_to_all)

    def _is_open_to_all(self, fact: str) -> bool:
        question = self.key.question_of.get(fact)
        return question is None or self.may_be_asked(question.finding) or self.outlook.fact(fact) is not Status.OPEN

    @cached_property
    def _painful(self) -> frozenset[str]:
        """The places that hurt."""
        sites = (answer for answer in self.intake.answers.values() if isinstance(answer, Mapping))
        return frozenset(site for answer in sites for site, present in answer.items() if present)

    def _unknown(self, question: Question, ways: Iterable[Way]) -> DecisiveUnknown:
        cost, lowered = min([(cost, -raised) for _, raised, cost, _ in ways])  # fewest answers first, then the higher level
        return self.raising.unknown(question, -lowered, cost - 1)

    @cached_property
    def _routes(self) -> Routes[int]:
        return self._routes_within(None)

    def _routes_within(self, farthest: int | None) -> Routes[int]:
        part, whole = self.key.asking
        questions, answered = self.key.question_of, self.intake.answers
        index = self.outlook.run.compiled.tables.index
        parts = [index[fact] for name in answered for fact in self.key.parts.get(name, ()) if fact in index]

        def asked(fact: str) -> int:
            return part[fact] if questions[fact].finding in answered else whole[fact]

        return Routes(self.outlook, asked, self.raising.routes, parts, farthest)

    def _ask(self, question: Question) -> Question:
        """The whole question while nothing about it is known, else the part that is open."""
        return question if question.finding in self.intake.answers else Question(question.finding)


def _in_order(by_question: ByQuestion, by_rule: ByRule) -> list[int]:
    """The questions by what each adds to those before it; past the first few, by what each gains in all."""
    gained = {question: sum([way.gain for way in by_question[question]]) for question in sorted(by_question)}
    left = dict(gained)
    discount: dict[str, float] = {}
    ordered: list[int] = []
    while left and len(ordered) < DIVERSE:
        chosen = max(left, key=left.__getitem__)  # of equal ones the first
        ordered.append(chosen)
        del left[chosen]
        for rule, _, _, _ in by_question[chosen]:
            halved = discount[rule] = discount.get(rule, 1.0) / 2  # the gains are halves of halves: nothing is rounded
            for way, questions in by_rule[rule]:
                lost = way.gain * halved
                for question in questions:
                    if question in left:
                        left[question] -= lost
    return ordered + [question for _, question in sorted([(-gained[question], question) for question in left])]
