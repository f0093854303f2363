"""From an intake to ground facts: what the answers make true, what they make false, and how they read."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping
from functools import cached_property

from msgspec import Struct

from hipexpert.engine import GroundPremise, holds
from hipexpert.knowledge.packs.amounts import amount
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Question, answers_of, space_of
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import SCREEN, Pack, ScreenItem
from hipexpert.knowledge.packs.premises import Limit, fact_of, satisfies, to_gate
from hipexpert.knowledge.packs.program import limits_of
from hipexpert.knowledge.packs.screen import settled_when
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo
from hipexpert.knowledge.runner.citing import Citing
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.results import Reason
from hipexpert.languages.catalogue import later, say_in

_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


class _Stretches:
    """What a number makes true and false: the same for all between two bounds with which rules compare it."""

    def __init__(self, limits: tuple[Limit, ...]) -> None:
        self._limits = {fact_of(limit): limit for limit in limits}
        self._bounds = sorted({float(limit.bound) for limit in limits})
        self._known: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def made(self, number: float) -> tuple[frozenset[str], frozenset[str]]:
        """The facts that a number makes true, and those that it makes false."""
        # Odd places are the bounds themselves, even ones what lies between, below and above them.
        place = bisect_left(self._bounds, number) + bisect_right(self._bounds, number)
        found = self._known.get(place)
        if found is None:
            true = frozenset(fact for fact, limit in self._limits.items() if satisfies(number, limit))
            found = self._known[place] = true, frozenset(self._limits.keys() - true)
        return found


class AnswerKey(Struct, frozen=True, dict=True):
    """Turns the answers of one pack's vocabulary into facts and back into words."""

    pack: Pack

    @cached_property
    def space(self) -> AnswerSpace:
        """All answers that can be given."""
        return space_of(self.pack.findings.values(), (limit for limits in self.limits.values() for limit in limits))

    @cached_property
    def limits(self) -> Mapping[str, tuple[Limit, ...]]:
        """The comparisons that the rules make with each number."""
        found: dict[str, list[Limit]] = {}
        for limit in limits_of(self.pack):
            found.setdefault(limit.finding, []).append(limit)
        return {name: tuple(limits) for name, limits in found.items()}

    def facts(self, intake: Intake) -> tuple[frozenset[str], frozenset[str]]:
        """The facts that the answers make true, and those that they make false; all others stay unknown."""
        return self.facts_of(self.said(intake))

    def facts_of(self, said: Mapping[Question, Said]) -> tuple[frozenset[str], frozenset[str]]:
        """The facts that answers to these questions make true, and those that they make false."""
        true: set[str] = set()
        false: set[str] = set()
        for question, answer in said.items():
            made = self.made(question, answer)
            true |= made[0]
            false |= made[1]
        return frozenset(true), frozenset(false)

    def said(self, intake: Intake, unknown: Container[Question] = ()) -> dict[Question, Said]:
        """The intake question by question, with what ``none_of`` denies written out: the groups first, then what is left of
        the screen. Of whom a question of the screen need not be asked is seen from all that was said before it is denied.

        What was said to be ``unknown`` no group and no screen denies.
        """
        found: dict[Question, Said] = {}
        for name, answer in intake.answers.items():
            if isinstance(answer, Mapping):
                found.update({Question(name, value): present for value, present in answer.items()})
            else:
                found[Question(name)] = answer
        for group in self.pack.groups:
            if group.group in intake.none_of:
                for question, denial in self._denials[group.group]:
                    if question not in unknown:
                        found.setdefault(question, denial)
        if SCREEN in intake.none_of:
            true = frozenset().union(*(self.made(question, answer)[0] for question, answer in found.items()))
            asked = [denial for denial, unless in self._screen if unless is None or not holds(unless, true)]
            for question, denial in asked:
                if question not in unknown:
                    found.setdefault(question, denial)
        return found

    @cached_property
    def _screen(self) -> tuple[tuple[tuple[Question, Said], GroundPremise | None], ...]:
        """What denying the screen says of each question that it can deny, and of whom the question need not be asked."""
        return tuple(
            ((Question(item.ask), denial), None if item.unless is None else to_gate(item.unless))
            for item in self.pack.screen
            if (denial := denial_on_screen(item, self.pack)) is not None
        )

    def intake(self, said: Mapping[Question, Said]) -> Intake:
        """The intake in which these questions, and no others, are answered so."""
        return Intake(answers_of(said))

    def made(self, question: Question, answer: Said) -> tuple[frozenset[str], frozenset[str]]:
        """The facts that one answer makes true, and those that it makes false."""
        stretches = self._stretches.get(question.finding)
        if stretches is not None:
            return stretches.made(float(answer))
        return self._made.get((question, answer), _NOTHING)

    @cached_property
    def _stretches(self) -> Mapping[str, "_Stretches"]:
        """What each number makes true and false."""
        return {name: _Stretches(limits) for name, limits in self.limits.items()}

    @cached_property
    def _made(self) -> Mapping[tuple[Question, Said], tuple[frozenset[str], frozenset[str]]]:
        """What each answer makes true and false, of every question that is not about a number."""
        return {
            (question, option.answer): (option.facts, self.space.facts_of[question] - option.facts)
            for question, options in self.space.options.items()
            if not isinstance(self.pack.findings[question.finding], Number)
            for option in options
        }

    @cached_property
    def _denials(self) -> Mapping[str, tuple[tuple[Question, Said], ...]]:
        """What "none of these" says of each question of a group."""
        found: dict[str, list[tuple[Question, Said]]] = {group.group: [] for group in self.pack.groups}
        for group in self.pack.groups:
            for finding in group.findings:
                if isinstance(finding, Choices):
                    found[group.group] += [(Question(finding.id, value.id), False) for value in finding.values]
                elif (denial := denial_of(finding)) is not None:
                    found[group.group].append((Question(finding.id), denial))
        return {group: tuple(denials) for group, denials in found.items()}

    @cached_property
    def settled(self) -> Mapping[str, GroundPremise]:
        """When each item of the screen is settled, by its id."""
        return {item.id: to_gate(settled_when(item, self.pack)) for item in self.pack.screen}

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question that can be answered, in the order of the vocabulary."""
        return tuple(self.space.options)

    def alternatives(self, question: Question, near: float | None = None) -> tuple[Said, ...]:
        """The answers to a question that the rules can tell apart.

        Of a number, one for each stretch between the bounds that rules compare it with: the one nearest to ``near``.
        """
        finding = self.pack.findings[question.finding]
        number = finding.minimum if near is None and isinstance(finding, Number) else near or 0.0
        return tuple(option.near(number) for option in self.space.options[question])

    def can_be(self, question: Question, facts: frozenset[str]) -> bool:
        """Whether one answer to a question makes all these facts true."""
        return any(facts <= option.facts for option in self.space.options[question])

    @cached_property
    def question_of(self) -> Mapping[str, Question]:
        """The question that decides each input fact."""
        return self.space.question_of

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Every question by number, in the order of findings and values: each value of ``choices``, and each finding as a whole."""
        return tuple(sorted({*self.space.options, *(Question(question.finding) for question in self.space.options)}))

    @cached_property
    def careful(self) -> tuple[tuple[int, str], ...]:
        """The numbers of the questions that are not for everybody, each with its finding."""
        names = self.pack.not_for_everybody
        return tuple((number, question.finding) for number, question in enumerate(self.asked) if question.finding in names)

    @cached_property
    def asking(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """The number of the question that decides each input fact, and of the finding as a whole."""
        number = {question: place for place, question in enumerate(self.asked)}
        part = {fact: number[question] for fact, question in self.question_of.items()}
        return part, {fact: number[Question(question.finding)] for fact, question in self.question_of.items()}

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """The input facts of each finding that is asked part by part once something is known of it."""
        found: dict[str, list[str]] = {}
        for fact, question in self.question_of.items():
            if question.value:
                found.setdefault(question.finding, []).append(fact)
        return {name: tuple(facts) for name, facts in found.items()}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The labels of concluded facts that were asked for so far."""
        return {}

    @cached_property
    def reasons(self) -> dict[tuple[str, tuple[str, ...]], Reason]:
        """The reasons that read the same whoever they are about, as far as they are kept, by the rule and what it rests on."""
        return {}

    @cached_property
    def citing(self) -> Citing:
        """What the pack cites."""
        return Citing(self.pack)

    @cached_property
    def _words(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name, finding in self.pack.findings.items():
            match finding:
                case YesNo():
                    found[f"{name}=yes"], found[f"{name}=no"] = finding.present, finding.absent
                case Choice():
                    found |= {f"{name}={value.id}": value.says for value in finding.values}
                case Choices():
                    found |= {f"{name}={value.id}": value.says for value in finding.values}
                    found |= {f"{name}!={value.id}": value.denies for value in finding.values}
                case Number():
                    found |= {fact_of(limit): _limit_words(finding, limit, self.pack.language) for limit in self.limits.get(name, ())}
        return found

    def says(self, fact: str, intake: Intake | None = None) -> str:
        """How an input fact reads after "because"; of a number, with the number itself when the intake has it."""
        question = self.question_of[fact]
        number = intake.answers.get(question.finding) if intake is not None else None
        if question.finding in self.limits and number is not None and not isinstance(number, Mapping):
            return self.phrase(question, number)
        return self._words[fact]

    def phrase(self, question: Question, answer: Said) -> str:
        """How an answer reads after "because"."""
        finding = self.pack.findings[question.finding]
        if isinstance(finding, Number):
            return f"{finding.noun} {amount(finding, float(answer), self.pack.language)}"
        (fact,) = self.made(question, answer)[0]
        return self._words[fact]


def denial_of(finding: Finding) -> Said | None:
    """The answer that "none of these" gives to a finding with one answer; None when it gives none."""
    match finding:
        case YesNo():
            return False
        case Choice():
            return finding.denial or None
        case Number():
            return finding.denial
    return None


def denial_on_screen(item: ScreenItem, pack: Pack) -> Said | None:
    """The answer that denying the screen gives to the finding of an item; None when it gives none, and the item stays open."""
    denial = denial_of(pack.findings[item.ask])
    return denial if denial is not None else item.denial or None


_BOUNDS = {
    ">=": later("%(what)s at least %(bound)s"),
    "<=": later("%(what)s at most %(bound)s"),
    ">": later("%(what)s above %(bound)s"),
    "<": later("%(what)s below %(bound)s"),
}
_UNITS = (
    later("kilometres"),
    later("hours a day"),
    later("years"),
    later("units a week"),
    later("sessions a week"),
    later("steps a minute"),
    later("degrees Celsius"),
    later("kilograms per square metre"),
    later("degrees"),
    later("kilometres a week"),
    later("minutes"),
    later("items"),
    later("millimetres per hour"),
    later("centimetres"),
    later("thousand per cubic millimetre"),
    later("hours a week"),
    later("tests"),
    later("percent"),
    later("models"),
    later("out of 10"),
)


def _limit_words(finding: Number, limit: Limit, language: str) -> str:
    if (limit.operator, limit.bound) in (("<=", finding.minimum), (">=", finding.maximum)):  # "at most 0 out of 10" is 0
        return f"{finding.noun} {amount(finding, limit.bound, language)}"
    return say_in(language, _BOUNDS[limit.operator], what=finding.noun, bound=amount(finding, limit.bound, language, limit=True))
