"""Which unanswered questions could raise the urgency, and which of them matter most for this runner."""

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from functools import cached_property
from heapq import heappop, heapreplace
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
from hipexpert.knowledge.runner.safety import deciding, may_be_suggested, suggestible

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


Ways: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]
_RAISES = {Fact("urgency", level).name: rank(level) for level in LEVELS}
_SHARE = (0.0, *(0.5**further for further in range(FARTHEST)))  # of a gain, by the answers that it takes
KEPT = 64  # states of what decides which questions may do harm, for which these are kept
_LEVELS = 8  # more than there are: how near a raise is stands in one number, the fewer answers first, then the higher level


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
        self._above: dict[tuple[int, bool], tuple[tuple[RaisingRule, ...], tuple[int, ...]]] = {}
        self._unknowns: dict[tuple[int, int], DecisiveUnknown] = {}
        self._deciding = frozenset([tables.index[fact] for fact in deciding(pack) if fact in tables.index])
        self._harmful: dict[Set[int], frozenset[int]] = {}

    def harmful(self, held: frozenset[int], find: Callable[[], frozenset[int]]) -> frozenset[int]:
        """The questions that may do harm when these facts hold: what was found when the same held of all that decides it, else what is
        found now.
        """
        state = self._deciding & held
        found = self._harmful.get(state)
        if found is None:
            found = find()
            if len(self._harmful) >= KEPT:
                self._harmful.clear()
            self._harmful[state] = found
        return found

    def above(self, place: int, *, early: bool) -> tuple[tuple[RaisingRule, ...], tuple[int, ...]]:
        """The rules that raise above a place on the ladder, and their numbers; with ``early`` only those that do not rest on weighing."""
        found = self._above.get((place, early))
        if found is None:
            rules = tuple(rule for rule in self.rules if rule.raised > place and not (early and rule.late))
            found = self._above[place, early] = rules, tuple(rule.number for rule in rules)
        return found

    def _regions(self, rule: ProgramRule) -> frozenset[str]:
        suspected = (Fact.of(fact).id for fact in rule.conclusions if Fact.of(fact).kind == "suspected")
        return frozenset().union(*(self.pack.condition_by_id[condition].regions for condition in suspected))

    def unknowns(self, numbers: Sequence[int], nearest: Sequence[int], asked: Sequence[Question]) -> tuple[DecisiveUnknown, ...]:
        """Questions by their numbers among those ``asked``, each of which could raise the urgency: ``nearest`` says how near that is."""
        known = self._unknowns
        return tuple([known.get((each, nearest[each])) or self._unknown(each, nearest[each], asked[each]) for each in numbers])

    def _unknown(self, number: int, near: int, question: Question) -> DecisiveUnknown:
        cost = -(-near // _LEVELS)
        finding = self.pack.findings[question.finding]
        text, answers = finding.question, allowed_answers(finding)
        if isinstance(finding, Choices) and question.value:
            label = next(value.label for value in finding.values if value.id == question.value)
            text, answers = f"{self.pack.texts.areas.also_here}: {label}?", "yes or no"
        by, raised = self.pack.answered_by(question.finding), LEVELS[cost * _LEVELS - near]
        found = self._unknowns[number, near] = DecisiveUnknown(question.finding, question.value, text, answers, by, raised, cost - 1)
        return found


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
        ways, asked = self._open_ways(level, FARTHEST), self.key.asked
        gained, nearest = [0.0] * len(asked), [FARTHEST * _LEVELS] * len(asked)
        # The rules that a question could help to fire, by their places among these, and what it gains by each.
        through: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for place, (rule, gain, by_cost) in enumerate(ways):
            for cost, questions in by_cost:
                if cost > FARTHEST:
                    break
                part, near = gain * _SHARE[cost], cost * _LEVELS - rule.raised
                gains = place, part
                for question in questions:
                    gained[question] += part
                    through[question].append(gains)
                    if near < nearest[question]:  # noqa: PLR1730 (asked some hundred times: a call takes longer)
                        nearest[question] = near
        ordered = _in_order([(-gained[each], each) for each in through.keys() - self._not_askable], through, len(ways))
        return self.raising.unknowns(ordered, nearest, asked)

    def raising_above(self, level: Level) -> frozenset[str]:
        """The findings of these questions."""
        near = {each for _, _, ways in self._open_ways(level, FARTHEST) for cost, through in ways if cost <= FARTHEST for each in through}
        return frozenset([self.key.asked[number].finding for number in near - self._not_askable])

    def ways(self, level: Level, farthest: int | None, *, early: bool = False) -> Mapping[int, list[Way]]:
        """For each question, by its number, the rules that its answer could help to raise the urgency above ``level``, within
        ``farthest`` answers (None: however many); with ``early`` only those that do not rest on weighing.
        """
        most, found = sys.maxsize if farthest is None else farthest, dict[int, list[Way]]()
        for rule, gain, by_cost in self._open_ways(level, farthest, early=early):
            for cost, questions in by_cost:
                if cost > most:
                    break
                way = Way(rule.rule.id, rule.raised, cost, gain / 2.0 ** (cost - 1))
                for question in questions:
                    if question in found:
                        found[question].append(way)
                    else:
                        found[question] = [way]
        for question in self._not_askable & found.keys():
            del found[question]
        return found

    def _open_ways(self, level: Level, farthest: int | None, *, early: bool = False) -> list[tuple[RaisingRule, float, Ways]]:
        """The rules that could still raise the urgency above a level, the steps that each gains, doubled where it is about a region that
        hurts, and the questions through which it takes how many answers; those that take more than ``farthest`` need not be told.
        """
        above, painful = rank(level), self._painful
        rules, numbers = self.raising.above(above, early=early)
        return [
            (rule, float(rule.raised - above << (not painful.isdisjoint(rule.regions))), ways)
            for rule, ways in zip(rules, self._routes_within(farthest).through(numbers), strict=True)
            if ways
        ]

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
        return self.raising.harmful(
            self.outlook.run.numbers, lambda: frozenset([number for number, finding in self.key.careful if not self.may_be_asked(finding)])
        )

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


def _in_order(gained: list[tuple[float, int]], through: Mapping[int, Sequence[tuple[int, float]]], rules: int) -> list[int]:
    """The questions, each with what it gains in all (less than nought) and by which rules: by what each adds to those before it, then,
    past the first few, by what each gains in all; of equal ones the first by number.

    What a question adds only becomes less, so only those are added up again that once added more than all others do now (Minoux 1978).
    """
    gained.sort()
    waiting, ordered, discount = list(gained), list[int](), [1.0] * rules
    while waiting and len(ordered) < DIVERSE:
        said, question = waiting[0]
        now = -sum([part * discount[place] for place, part in through[question]])  # the gains are halves of halves: nothing is rounded
        if now > said:
            heapreplace(waiting, (now, question))
            continue
        heappop(waiting)
        ordered.append(question)
        for place, _ in through[question]:
            discount[place] /= 2
    return ordered + [question for _, question in gained if question not in ordered]
