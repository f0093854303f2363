"""Every way in which somebody can answer: the questions of a vocabulary, and the facts that each answer makes true.

A number has one option for each stretch of values that comparisons cannot tell apart, so a finite space stands for all
numbers. Denying a group with ``none_of`` adds nothing: it answers the group's questions one by one.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from msgspec import Struct

from hipexpert.knowledge.packs.frozen import NOTHING
from hipexpert.knowledge.packs.options import Option, Said, stretches, value_options, values_of
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Limit, fact_of
from hipexpert.knowledge.packs.program import limits_of
from hipexpert.knowledge.packs.vocabulary import Choices, Finding, Number, is_unknown, plain_number


class Question(NamedTuple):
    """What one answer answers: a finding, or one value of a ``choices`` finding."""

    finding: str
    value: str = ""


Chosen = Mapping[Question, Option]
"""The answers of one runner; what is left out is unknown."""


class AnswerSpace(Struct, frozen=True, dict=True):
    """All answers that can be given, in a fixed order. ``impossible`` are facts that none of them makes true."""

    options: Mapping[Question, tuple[Option, ...]]
    impossible: Mapping[str, Question] = NOTHING

    @cached_property
    def options_of(self) -> Mapping[str, tuple[tuple[Question, Option], ...]]:
        """For each fact the answers that make it true."""
        found: dict[str, list[tuple[Question, Option]]] = {}
        for question, options in self.options.items():
            for option in options:
                for fact in sorted(option.facts):
                    found.setdefault(fact, []).append((question, option))
        return {fact: tuple(options) for fact, options in found.items()}

    @cached_property
    def question_of(self) -> Mapping[str, Question]:
        """The question that decides each input fact."""
        return {**{fact: options[0][0] for fact, options in self.options_of.items()}, **self.impossible}

    @cached_property
    def facts_of(self) -> Mapping[Question, frozenset[str]]:
        """The facts that each question decides."""
        found: dict[Question, set[str]] = {question: set() for question in self.options}
        for fact, question in self.question_of.items():
            found[question].add(fact)
        return {question: frozenset(facts) for question, facts in found.items()}

    @property
    def givable(self) -> "AnswerSpace":
        """The same without the values called "unknown", which an intake reads as no answer."""
        known = {asked: tuple(each for each in options if not is_unknown(each.answer)) for asked, options in self.options.items()}
        return AnswerSpace(known, self.impossible)

    def facts(self, chosen: Chosen) -> frozenset[str]:
        """The facts that answers make true."""
        return frozenset().union(*(option.facts for option in chosen.values()))

    def answers(self, chosen: Chosen) -> dict[str, object]:
        """The answers as an intake that :func:`hipexpert.knowledge.runner.reading_intake.read_intake` accepts, by finding."""
        return answers_of({question: plain_answer(option.answer) for question, option in chosen.items()})

    def words(self, chosen: Chosen) -> tuple[str, ...]:
        """The answers as they follow ``-f`` on a command line: of somebody who answers nothing, the word that says so."""
        said = tuple(answer_word(question, option.answer) for question, option in chosen.items())
        return said or (f"{next(iter(self.options)).finding}=unknown",)


def answers_of(said: Mapping[Question, Said]) -> dict[str, Any]:
    """Answers by finding, those about the values of one finding together."""
    found: dict[str, Any] = {}
    for question, answer in said.items():
        if question.value:
            found.setdefault(question.finding, {})[question.value] = answer
        else:
            found[question.finding] = answer
    return found


def plain_answer(answer: Said) -> Said:
    """A whole number as one."""
    return int(answer) if isinstance(answer, float) and answer.is_integer() else answer


def answer_word(question: Question, answer: Said) -> str:
    """An answer as ``-f`` takes it: ``limp=yes``, ``pain_site.deep_groin=no``, ``age_years=45``."""
    name = f"{question.finding}.{question.value}" if question.value else question.finding
    if isinstance(answer, bool):
        return f"{name}={'yes' if answer else 'no'}"
    return f"{name}={answer if isinstance(answer, str) else exact_number(answer)}"


def exact_number(value: float) -> str:
    """A number in as many digits as it needs to be read back as the same."""
    return plain_number(value) if float(plain_number(value)) == value else repr(value)


def space_of(findings: Iterable[Finding], limits: Iterable[Limit]) -> AnswerSpace:
    """The answers to these findings, as far as these comparisons tell them apart."""
    compared: dict[str, list[Limit]] = {}
    for limit in limits:
        compared.setdefault(limit.finding, []).append(limit)
    options: dict[Question, tuple[Option, ...]] = {}
    impossible: dict[str, Question] = {}
    for finding in findings:
        own = Question(finding.id)
        match finding:
            case Choices():
                options |= {Question(finding.id, value.id): value_options(finding, value.id) for value in finding.values}
            case Number():
                limited = compared.get(finding.id, [])
                options[own] = stretches(finding, limited)
                impossible |= dict.fromkeys({fact_of(each) for each in limited}.difference(*(each.facts for each in options[own])), own)
            case _:
                options[own] = values_of(finding)
    return AnswerSpace(options, impossible)


def space_of_pack(pack: Pack, more: Iterable[Limit] = ()) -> AnswerSpace:
    """The answers that a pack's vocabulary allows; ``more`` are comparisons beside those of its rules."""
    return space_of(pack.findings.values(), [*limits_of(pack), *more])
