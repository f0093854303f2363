"""Which unanswered questions could raise the urgency, and which of them matter most for this runner."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from hipexpert.engine import Gate, Item, Outlook, Premise, Rule, Scale, Status
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.facts import Fact, weigh_id
from hipexpert.knowledge.packs.pack import LEVELS, Level, Pack, rank
from hipexpert.knowledge.packs.vocabulary import Choices, allowed_answers
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.results import DecisiveUnknown

DIVERSE = 8  # how many questions are chosen for what they add; the rest are ranked one by one
FARTHEST = 3  # a raise that needs more answers than this is possible (at_most says so) but decided by no one question


@dataclass(frozen=True)
class Routes:
    """How a premise could come to hold: ``need`` is the fewest open answers it takes, ``through[q]`` the fewest that
    include an answer to ``q``.
    """

    need: int
    through: Mapping[Question, int] = field(default_factory=dict)


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
_HOLDS = Routes(0)
_RAISES = {Fact("urgency", level).name: rank(level) for level in LEVELS}


class Unknowns:
    """The open questions of one assessment, ranked by what they could change."""

    def __init__(self, pack: Pack, key: AnswerKey, intake: Intake, outlook: Outlook) -> None:
        self.pack = pack
        self.key = key
        self.intake = intake
        self.outlook = outlook
        self._memo: dict[str, Routes | None] = {}

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
        for rule, raised in self._raising().items():
            gain = raised - rank(level)
            if gain <= 0 or (early and rule.id in program.late_rules) or self.outlook.premise(rule.premise) is not Status.OPEN:
                continue
            routes = self._premise(rule.premise, frozenset())
            if routes is None:
                continue
            relevance = 2.0 if self._touches_pain(rule) else 1.0
            for question, cost in routes.through.items():
                if (farthest is None or cost <= farthest) and self.may_be_asked(question.finding):
                    found.setdefault(question, {})[rule.id] = Way(rule.id, raised, cost, relevance * gain / 2.0 ** (cost - 1))
        return found

    def _raising(self) -> Mapping[Rule, int]:
        """The rules that raise the urgency, by id, and how high up the ladder."""
        concluding = self.outlook.program.rules_concluding
        found = {rule: place for fact, place in _RAISES.items() for rule in concluding.get(fact, ())}
        return {rule: found[rule] for rule in sorted(found, key=lambda rule: rule.id)}

    def further_answers(self, rule_id: str, questions: Collection[Question]) -> int | None:
        """The fewest answers that, after an answer to one of the questions, could make an open rule fire; None when no
        such answer could help, or the rule is not open.
        """
        if self.outlook.rules[rule_id] is not Status.OPEN:
            return None
        routes = self._premise(self.outlook.program.rule_by_id[rule_id].premise, frozenset())
        asked = {self._ask(question) for question in questions}
        costs = [routes.through[question] for question in asked if question in routes.through] if routes else []
        return min(costs) - 1 if costs else None

    def questions(self, premise: Premise) -> tuple[str, ...]:
        """The findings whose answers could still make a premise hold, without the tests that might do harm."""
        routes = self._premise(premise, frozenset())
        return tuple(sorted(filter(self.may_be_asked, {question.finding for question in routes.through}))) if routes else ()

    def may_be_asked(self, finding: str) -> bool:
        """Whether a question does no harm: a test that could hurt is asked only once it is known to be safe."""
        return finding not in self.pack.unsafe or self.outlook.fact(Fact("unsafe", finding).name) is Status.CONTRADICTED

    def _touches_pain(self, rule: Rule) -> bool:
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

    def _premise(self, premise: Premise, walked: frozenset[str]) -> Routes | None:
        """The routes of a premise; None when it is contradicted."""
        if isinstance(premise, str):
            return self._fact(premise, walked)
        parts = [routes for part in premise.of if (routes := self._premise(part, walked)) is not None]
        if premise.count == len(premise.of) == len(parts):
            # Two comparisons of one number, as in a range, are met by one answer.
            one_answer = [part for part in parts if part.need == len(part.through) == 1]
            parts = [part for number, part in enumerate(parts) if part not in one_answer or part not in parts[:number]]
            return _gate(Gate(len(parts), premise.of), parts)
        return _gate(premise, parts)

    def _fact(self, fact: str, walked: frozenset[str]) -> Routes | None:
        status = self.outlook.fact(fact)
        if status is not Status.OPEN:
            return _HOLDS if status is Status.HOLDS else None
        if fact in self.outlook.program.inputs:
            question = self._ask(self.key.question_of[fact])
            return Routes(1, {question: 1})
        if fact in walked:
            return None
        if fact not in self._memo:
            self._memo[fact] = self._concluded(fact, walked | {fact})
        return self._memo[fact]

    def _ask(self, question: Question) -> Question:
        """The whole question while nothing about it is known, else the part that is open."""
        return question if question.finding in self.intake.answers else Question(question.finding)

    def _concluded(self, fact: str, walked: frozenset[str]) -> Routes | None:
        ways = [
            routes
            for rule in self.outlook.program.rules_concluding.get(fact, ())
            if (routes := self._premise(rule.premise, walked)) is not None
        ]
        kind, name = Fact.of(fact)
        if kind in ("likely", "suspected"):
            weighed = self._weighed(fact, name, walked)
            if weighed is not None:
                ways.append(weighed)
        return _gate(Gate(1, ()), ways)

    def _weighed(self, fact: str, condition: str, walked: frozenset[str]) -> Routes | None:
        """The routes by which evidence could lift a condition to a mark: the strongest open items first, and a leading
        one before all others while nothing leads.
        """
        run = self.outlook.run
        tally = self.outlook.program.tally_by_id[weigh_id(condition)]
        scale = Scale(tally)
        held = {item.group: item.weight for item in scale.counted(run.holds) if item.group}
        missing = next(mark.at_least for mark in tally.marks if mark.fact == fact)
        missing -= tally.base + sum(item.weight for item in scale.counted(run.holds))
        leads = tally.id in run.totals
        remaining = [item for item in tally.items if self._may_still_count(item)]
        need, through = 0, dict[Question, int]()
        while missing > 0 or not leads:
            options = [
                (item.weight - held.get(item.group, 0), item.fact, item, route)
                for item in remaining
                if item.weight > abs(held.get(item.group, 0)) and (leads or item.leading) and (route := self._fact(item.fact, walked))
            ]
            if not options:
                return None
            gain, _, chosen, route = max(options, key=lambda option: option[:2])
            remaining.remove(chosen)
            if chosen.group:
                held[chosen.group] = chosen.weight
            missing -= gain
            leads = True
            need += route.need
            through.update(dict.fromkeys(route.through, 0))
        return Routes(need, dict.fromkeys(through, need)) if need else None

    def _may_still_count(self, item: Item) -> bool:
        """Whether an open answer could still bring an item to count."""
        excepted = any(self.outlook.run.holds(each) for each in item.unless)
        return item.weight > 0 and not excepted and self.outlook.fact(item.fact) is Status.OPEN


def _gate(gate: Gate, parts: Iterable[Routes]) -> Routes | None:
    """The routes of a gate from those of its parts that can hold."""
    ordered = sorted(parts, key=lambda each: each.need)
    if len(ordered) < gate.count:
        return None
    chosen = ordered[: gate.count]
    need = sum(each.need for each in chosen)
    if need == 0:
        return _HOLDS
    through: dict[Question, int] = {}
    for number, part in enumerate(ordered):
        # A part outside the cheapest choice can take the place of its dearest member.
        rest = need - (part.need if number < gate.count else chosen[-1].need)
        for question, cost in part.through.items():
            total = rest + cost
            if total < through.get(question, total + 1):
                through[question] = total
    return Routes(need, through)


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
