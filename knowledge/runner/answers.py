"""From an intake to ground facts: what the answers make true, what they make false, and how they read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Limit, fact_of, satisfies
from hipexpert.knowledge.packs.program import limits_of
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo, plain_number
from hipexpert.knowledge.runner.intake import Answer, Intake

Said = bool | str | float  # the answer to one question
_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """What one answer answers: a finding, or one value of a ``choices`` finding."""

    finding: str
    value: str = ""


@dataclass(frozen=True)
class AnswerKey:
    """Turns the answers of one pack's vocabulary into facts and back into words."""

    pack: Pack

    @cached_property
    def limits(self) -> Mapping[str, tuple[Limit, ...]]:
        """The comparisons that the rules make with each number."""
        found: dict[str, list[Limit]] = {}
        for limit in limits_of(self.pack):
            found.setdefault(limit.finding, []).append(limit)
        return {name: tuple(limits) for name, limits in found.items()}

    @cached_property
    def _by_finding(self) -> Mapping[str, tuple[str, ...]]:
        """The facts of each finding that is not a number."""
        found: dict[str, tuple[str, ...]] = {}
        for name, finding in self.pack.findings.items():
            if isinstance(finding, YesNo):
                found[name] = (f"{name}=yes", f"{name}=no")
            elif isinstance(finding, Choice):
                found[name] = tuple(f"{name}={value.id}" for value in finding.values)
        return found

    def facts(self, intake: Intake) -> tuple[frozenset[str], frozenset[str]]:
        """The facts that the answers make true, and those that they make false; all others stay unknown."""
        true: set[str] = set()
        false: set[str] = set()
        for question, answer in self.said(intake).items():
            made = self.made(question, answer)
            true |= made[0]
            false |= made[1]
        return frozenset(true), frozenset(false)

    def said(self, intake: Intake) -> dict[Question, Said]:
        """The intake question by question, with what ``none_of`` denies written out."""
        found: dict[Question, Said] = {}
        for name, answer in intake.answers.items():
            if isinstance(answer, Mapping):
                found.update({Question(name, value): present for value, present in answer.items()})
            else:
                found[Question(name)] = answer
        for group in self.pack.groups:
            if group.group in intake.none_of:
                for question, denial in self._denials[group.group]:
                    found.setdefault(question, denial)
        return found

    def intake(self, said: Mapping[Question, Said]) -> Intake:
        """The intake in which these questions, and no others, are answered so."""
        answers: dict[str, Answer] = {}
        for question, answer in said.items():
            if question.value:
                part = answers.setdefault(question.finding, {})
                part[question.value] = answer  # type: ignore[index]
            else:
                answers[question.finding] = answer
        return Intake(answers)

    def made(self, question: Question, answer: Said) -> tuple[frozenset[str], frozenset[str]]:
        """The facts that one answer makes true, and those that it makes false."""
        limits = self.limits.get(question.finding)
        if limits is not None:
            true = frozenset(fact_of(limit) for limit in limits if satisfies(float(answer), limit))
            return true, frozenset(map(fact_of, limits)) - true
        return self._made.get((question, answer), _NOTHING)

    @cached_property
    def _made(self) -> Mapping[tuple[Question, Said], tuple[frozenset[str], frozenset[str]]]:
        """What each answer makes true and false, of every question that is not about a number."""
        found: dict[tuple[Question, Said], tuple[frozenset[str], frozenset[str]]] = {}
        for name, finding in self.pack.findings.items():
            if isinstance(finding, Choices):
                for value in finding.values:
                    yes, no = frozenset({f"{name}={value.id}"}), frozenset({f"{name}!={value.id}"})
                    found[Question(name, value.id), True], found[Question(name, value.id), False] = (yes, no), (no, yes)
            elif not isinstance(finding, Number):
                facts = frozenset(self._by_finding[name])
                for answer in _answers(finding):
                    chosen = frozenset({_fact(name, answer)})
                    found[Question(name), answer] = chosen, facts - chosen
        return found

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
    def questions(self) -> tuple[Question, ...]:
        """Every question that can be answered, in the order of the vocabulary."""
        return tuple(
            Question(name, part)
            for name, finding in self.pack.findings.items()
            for part in ([value.id for value in finding.values] if isinstance(finding, Choices) else [""])
        )

    def alternatives(self, question: Question, near: float | None = None) -> tuple[Said, ...]:
        """The answers to a question that the rules can tell apart.

        Of a number, one for each interval between the bounds that rules compare it with: the one nearest to ``near``.
        """
        finding = self.pack.findings[question.finding]
        if isinstance(finding, Number):
            return self._intervals(finding, finding.minimum if near is None else near)
        return (True, False) if question.value else _answers(finding)

    def _intervals(self, finding: Number, near: float) -> tuple[float, ...]:
        bounds = sorted({limit.bound for limit in self.limits.get(finding.id, ())})
        step = 1.0 if finding.whole else min([b - a for a, b in pairwise(bounds)] + [1.0]) / 2
        points = {finding.minimum, finding.maximum, near, *(bound + shift for bound in bounds for shift in (-step, 0.0, step))}
        if finding.whole:
            points = {float(round(point)) for point in points}
        best: dict[frozenset[str], float] = {}
        for point in sorted(points):
            if finding.minimum <= point <= finding.maximum:
                true = self.made(Question(finding.id), point)[0]
                if true not in best or abs(point - near) < abs(best[true] - near):
                    best[true] = point
        return tuple(sorted(best.values()))

    @cached_property
    def question_of(self) -> Mapping[str, Question]:
        """The question that decides each input fact."""
        found: dict[str, Question] = {}
        for name, finding in self.pack.findings.items():
            for fact in self._by_finding.get(name, ()):
                found[fact] = Question(name)
            if isinstance(finding, Choices):
                for value in finding.values:
                    found[f"{name}={value.id}"] = found[f"{name}!={value.id}"] = Question(name, value.id)
        for name, limits in self.limits.items():
            for limit in limits:
                found[fact_of(limit)] = Question(name)
        return found

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
                    found |= {fact_of(limit): _limit_words(finding, limit) for limit in self.limits.get(name, ())}
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
            return with_unit(f"{finding.noun} {plain_number(float(answer))}", finding)
        (fact,) = self.made(question, answer)[0]
        return self._words[fact]

    def word(self, question: Question, answer: Said) -> str:
        """The answer as ``-f`` takes it: ``limp=yes``, ``pain_site.deep_groin=no``, ``age_years=45``."""
        name = f"{question.finding}.{question.value}" if question.value else question.finding
        if isinstance(answer, bool):
            return f"{name}={'yes' if answer else 'no'}"
        return f"{name}={answer if isinstance(answer, str) else plain_number(answer)}"


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


def _answers(finding: YesNo | Choice | Choices) -> tuple[Said, ...]:
    return (True, False) if isinstance(finding, YesNo) else tuple(value.id for value in finding.values)


def _fact(name: str, answer: Said) -> str:
    """The fact that an answer to a finding of one answer makes true."""
    return f"{name}={answer if isinstance(answer, str) else 'yes' if answer else 'no'}"


def _limit_words(finding: Number, limit: Limit) -> str:
    words = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}[limit.operator]
    return with_unit(f"{finding.noun} {words} {plain_number(limit.bound)}", finding)


def with_unit(text: str, finding: Number) -> str:
    """A text about a number, with the number's unit after it."""
    return f"{text} {finding.unit}" if finding.unit else text
