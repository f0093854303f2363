"""From an intake to ground facts: what the answers make true, what they make false, and how they read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.knowledge.intake import Intake
from hipexpert.knowledge.pack import Pack
from hipexpert.knowledge.premises import Limit, fact_of, satisfies
from hipexpert.knowledge.program import limits_of
from hipexpert.knowledge.vocabulary import Choice, Choices, Finding, Number, YesNo, plain_number


@dataclass(frozen=True)
class Question:
    """What one unknown stands for: a finding, or one value of a ``choices`` finding."""

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
        for name, answer in intake.answers.items():
            finding = self.pack.findings[name]
            if isinstance(finding, Number):
                for limit in self.limits.get(name, ()):
                    (true if satisfies(float(answer), limit) else false).add(fact_of(limit))  # type: ignore[arg-type]
            elif isinstance(answer, Mapping):
                for value, present in answer.items():
                    yes, no = f"{name}={value}", f"{name}!={value}"
                    true.add(yes if present else no)
                    false.add(no if present else yes)
            else:
                said = {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else answer
                chosen = f"{name}={said}"
                true.add(chosen)
                false.update(fact for fact in self._by_finding[name] if fact != chosen)
        self._deny_groups(intake, true, false)
        return frozenset(true), frozenset(false)

    def _deny_groups(self, intake: Intake, true: set[str], false: set[str]) -> None:
        for group in self.pack.groups:
            if group.group not in intake.none_of:
                continue
            for finding in group.findings:
                answer = intake.answers.get(finding.id)
                if isinstance(finding, Choices):
                    said = answer if isinstance(answer, Mapping) else {}
                    for value in finding.values:
                        if value.id not in said:
                            true.add(f"{finding.id}!={value.id}")
                            false.add(f"{finding.id}={value.id}")
                elif answer is None and isinstance(finding, Number) and finding.denial is not None:
                    for limit in self.limits.get(finding.id, ()):
                        (true if satisfies(finding.denial, limit) else false).add(fact_of(limit))
                elif answer is None and (denial := denial_fact(finding)):
                    true.add(denial)
                    false.update(fact for fact in self._by_finding[finding.id] if fact != denial)

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
        finding = self.pack.findings[question.finding]
        number = intake.answers.get(finding.id) if intake is not None else None
        if isinstance(finding, Number) and isinstance(number, (int, float)) and not isinstance(number, bool):
            return with_unit(f"{finding.noun} {plain_number(number)}", finding)
        return self._words[fact]


def denial_fact(finding: Finding) -> str:
    """The fact that "none of these" makes true of a finding; empty when that is no answer to it."""
    if isinstance(finding, YesNo):
        return f"{finding.id}=no"
    if isinstance(finding, Choice) and finding.denial:
        return f"{finding.id}={finding.denial}"
    return ""


def _limit_words(finding: Number, limit: Limit) -> str:
    words = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}[limit.operator]
    return with_unit(f"{finding.noun} {words} {plain_number(limit.bound)}", finding)


def with_unit(text: str, finding: Number) -> str:
    """A text about a number, with the number's unit after it."""
    return f"{text} {finding.unit}" if finding.unit else text
