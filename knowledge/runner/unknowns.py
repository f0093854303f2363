"""Which unanswered questions could raise the urgency, and which of them matter most for this runner."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine import GroundPremise, Outlook, ProgramRule, Status
from hipexpert.engine.searching import Routes
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import LEVELS, Level, Pack, rank
from hipexpert.knowledge.packs.premises import Premise
from hipexpert.knowledge.packs.vocabulary import Choices, allowed_answers
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.results import DecisiveUnknown
from hipexpert.knowledge.runner.safety import may_be_suggested, suggestible

DIVERSE = 8  # how many questions are chosen for what they add; the rest are ranked one by one
FARTHEST = 3  # a raise that needs more answers than this is possible (at_most says so) but decided by no one question


@dataclass(frozen=True)
class Way:
    """A rule that a question could help to fire: the place on the ladder that it raises to, the fewest answers that it
    takes (this one among them), and what that counts for.
    """

    rule: str
    raised: int
    cost: int
    gain: float


Ways = Mapping[Question, Mapping[str, Way]]
_RAISES = {Fact("urgency", level).name: rank(level) for level in LEVELS}


class Unknowns:
    """The open questions of one assessment, ranked by what they could change."""

    def __init__(self, pack: Pack, key: AnswerKey, intake: Intake, outlook: Outlook) -> None:
        self.pack = pack
        self.key = key
        self.intake = intake
        self.outlook = outlook

    def decisive(self, level: Level) -> tuple[DecisiveUnknown, ...]:
        """The questions that could raise the urgency above ``level``, the most informative first.

        A question's score adds up, over the rules it could help to fire, the steps of urgency gained, halved for each
        further answer needed, doubled where the rule is about a region that hurts, and halved for each question already
        put before it that could fire the same rule: the second way to ask the same thing comes later.
        """
        ways = self.ways(level, FARTHEST)
        return tuple(self._unknown(question, ways[question].values()) for question in _in_order(ways))

    def ways(self, level: Level, farthest: int | None, *, early: bool = False) -> Ways:
        """For each question the rules that its answer could help to raise the urgency above ``level``, by rule, within
        ``farthest`` answers (None: however many); with ``early`` only those that do not rest on weighing.
        """
        found: dict[Question, dict[str, Way]] = {}
        program = self.outlook.program
        raising = {rule: raised for rule, raised in self._raising().items() if raised > rank(level)}
        rules = [program.rule_by_id[rule] for rule in raising if not (early and rule in program.late_rules)]
        for rule, route in self._routes.to(rules).items():
            gain = (raising[rule] - rank(level)) * (2.0 if self._touches_pain(program.rule_by_id[rule]) else 1.0)
            for question, cost in route.through.items():
                if (farthest is None or cost <= farthest) and self.may_be_asked(question.finding):
                    found.setdefault(question, {})[rule] = Way(rule, raising[rule], cost, gain / 2.0 ** (cost - 1))
        return found

    def _raising(self) -> Mapping[str, int]:
        """The rules that raise the urgency, by id, and how high up the ladder."""
        concluding = self.outlook.program.rules_concluding
        found = {rule.id: place for fact, place in _RAISES.items() for rule in concluding.get(fact, ())}
        return {rule: found[rule] for rule in sorted(found)}

    def further_answers(self, rule_id: str, questions: Collection[Question]) -> int | None:
        """The fewest answers that, after an answer to one of the questions, could make an open rule fire; None when no
        such answer could help, or the rule is not open.
        """
        routes = self._routes.to([self.outlook.program.rule_by_id[rule_id]])
        asked = {self._ask(question) for question in questions}
        costs = [route.through[question] for route in routes.values() for question in asked if question in route.through]
        return min(costs) - 1 if costs else None

    def questions(self, premise: GroundPremise) -> tuple[str, ...]:
        """The findings whose answers could still make a premise hold, without the tests that might do harm."""
        route = self._routes.of(premise)
        return tuple(sorted(filter(self.may_be_asked, {question.finding for question in route.through}))) if route else ()

    def may_be_asked(self, finding: str) -> bool:
        """Whether a question does no harm: a test at home is suggested only once it is known to be safe."""
        return may_be_suggested(self.pack, finding, self.outlook.run.facts.__contains__)

    def suggestible(self, premise: Premise) -> Premise | None:
        """A premise without what only a test could still bring that may not be suggested; None where it needs one."""
        return suggestible(premise, self._is_open_to_all)

    def _is_open_to_all(self, fact: str) -> bool:
        question = self.key.question_of.get(fact)
        return question is None or self.outlook.fact(fact) is not Status.OPEN or self.may_be_asked(question.finding)

    def _touches_pain(self, rule: ProgramRule) -> bool:
        regions: set[str] = set()
        for fact in rule.conclusions:
            kind, condition = Fact.of(fact)
            if kind == "suspected":
                regions.update(self.pack.condition_by_id[condition].regions)
        sites = [answer for answer in self.intake.answers.values() if isinstance(answer, Mapping)]
        return any(site in regions and present for answer in sites for site, present in answer.items())

    def _unknown(self, question: Question, ways: Iterable[Way]) -> DecisiveUnknown:
        nearest = min(ways, key=lambda way: (way.cost, -way.raised))  # fewest answers first, then the higher level
        finding = self.pack.findings[question.finding]
        text, answers = finding.question, allowed_answers(finding)
        if isinstance(finding, Choices) and question.value:
            label = next(value.label for value in finding.values if value.id == question.value)
            text, answers = f"Does it also hurt here: {label}?", "yes or no"
        by, further = self.pack.answered_by(question.finding), nearest.cost - 1
        return DecisiveUnknown(question.finding, question.value, text, answers, by, LEVELS[nearest.raised], further)

    @cached_property
    def _routes(self) -> Routes[Question]:
        return Routes(self.outlook, lambda fact: self._ask(self.key.question_of[fact]))

    def _ask(self, question: Question) -> Question:
        """The whole question while nothing about it is known, else the part that is open."""
        return question if question.finding in self.intake.answers else Question(question.finding)


def _in_order(ways: Ways) -> list[Question]:
    """The questions by what each adds to those before it; past the first few, by what each gains in all."""
    left = dict(ways)
    discount: dict[str, float] = {}
    ordered: list[Question] = []

    def place(question: Question, *, discounted: bool) -> tuple[float, str, str]:
        score = sum(way.gain * (discount.get(way.rule, 1.0) if discounted else 1.0) for way in left[question].values())
        return -score, question.finding, question.value

    while left and len(ordered) < DIVERSE:
        chosen = min(left, key=lambda question: place(question, discounted=True))
        ordered.append(chosen)
        for rule in left.pop(chosen):
            discount[rule] = discount.get(rule, 1.0) / 2
    return ordered + sorted(left, key=lambda question: place(question, discounted=False))
