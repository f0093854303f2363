"""The interview as a state machine without a terminal: a state and what was said give the next state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil
from typing import Any

from msgspec import Struct
from msgspec.structs import replace as replace_fields

from hipexpert.engine import Problem
from hipexpert.knowledge.interview.askable import screen_denial
from hipexpert.knowledge.interview.asking import SCREEN, Asking
from hipexpert.knowledge.interview.interviewer import Interviewer
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.pack import StatedLevel
from hipexpert.knowledge.runner.intake import Answer, Intake, IntakeError, merged


class Step(Struct, frozen=True):
    """One question that was put: the findings it asked about, the answers, the findings that were passed over, and those
    that apply but whose kind is still to be asked (picked on a screen, and not a plain yes or no).
    """

    asked: tuple[str, ...]
    answers: Mapping[str, Answer]
    passed: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()


class Progress(Struct, frozen=True):
    """How far an interview is: questions put, questions that matter now, and how many it could take at most from here."""

    asked: int
    matter_now: int
    at_most: int


@dataclass(frozen=True)
class Interview:
    """One interview at one moment. Immutable: what is said next gives another one.

    It starts from ``given``, which may be empty. All answers are read as ``assess`` reads them, and what cannot be read raises
    :class:`hipexpert.IntakeError`. A question is over when it was answered, skipped or not known: it is
    not put again. The interview ends when all of the screen was put, no answer could change the urgency, and no question
    would mostly put another condition first; and at once in an emergency.
    """

    assessor: Interviewer[Any]
    given: Intake = field(default_factory=lambda: Intake({}))
    steps: tuple[Step, ...] = ()
    clinician: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "given", self.assessor.read(self.given))
        object.__setattr__(self, "steps", tuple(self._read(step) for step in self.steps))

    def _read(self, step: Step) -> Step:
        answers = self.assessor.read(step.answers).answers
        return step if answers == step.answers else replace_fields(step, answers=answers)

    @cached_property
    def intake(self) -> Intake:
        """Everything answered so far."""
        found = self.given
        for step in self.steps:
            found = merged(found, Intake(step.answers))
        return found

    @cached_property
    def asked(self) -> frozenset[str]:
        """The findings that were asked about, answered or not: of ``choices`` some values may have stayed open."""
        return frozenset(name for step in self.steps for name in step.asked)

    @cached_property
    def asking(self) -> Asking:
        """What is still worth asking."""
        return self.assessor.asking(self.intake, self.asked, clinician=self.clinician)

    @property
    def level(self) -> StatedLevel:
        """The urgency so far: ``undetermined`` while something calm would be said and the screen is open."""
        return self.asking.level

    @property
    def left_to_answer(self) -> tuple[str, ...]:
        """The findings of the screen that a reader would be told to answer first; at the end those that were passed over."""
        return tuple(self.asking.screened)

    @property
    def is_emergency(self) -> bool:
        """Whether the interview must stop at once."""
        return self.level == "emergency"

    @cached_property
    def question(self) -> NextQuestion | None:
        """The question to put now; None when the interview has ended."""
        if self.is_emergency:
            return None
        if self._kinds_open:
            return self.asking.question(self._kinds_open[0])
        return next(iter(self.asking.questions(1)), None)

    @cached_property
    def _kinds_open(self) -> tuple[str, ...]:
        """The findings that were picked on a screen and not yet asked about on their own: these come next."""
        found: list[str] = []
        asked: set[str] = set()
        for step in reversed(self.steps):
            found += [name for name in step.picked if name not in asked]
            asked.update(step.asked)
        return tuple(found)

    @cached_property
    def progress(self) -> Progress:
        """How far it is."""
        if self.question is None:
            return Progress(len(self.steps), 0, 0)
        pack, kinds = self.assessor.pack, len(self._kinds_open)
        listed = set(self.asking.open_facts) - set(self._kinds_open)
        screened = sum(screen_denial(pack.findings[name], pack) is not None for name in listed)
        at_most = kinds + len(listed) - screened + ceil(screened / SCREEN)
        return Progress(len(self.steps), kinds + len(self.asking.questions()), at_most)

    def answered(self, answers: Mapping[str, object] | Intake, picked: Iterable[str] = ()) -> "Interview":
        """After the current question: ``answers`` to findings it asks about, ``picked`` those that apply but whose kind is
        to be asked next. What it asks about and is in neither is passed over.

        Raises :class:`hipexpert.IntakeError` for what cannot be read, for answers to other findings, and when the interview
        has ended.
        """
        question, picked = self.question, tuple(picked)
        asked = question.ids if question else ()
        read = self.assessor.read(answers)
        others = [name for name in (*read.answers, *picked, *read.none_of) if name not in asked]
        if others or not asked:
            message = f"the question is about {', '.join(asked) or 'nothing'}, not about {', '.join(others) or 'anything'}"
            raise IntakeError([Problem("not-asked", message, "", "answer what is asked now, or skip it", tuple(others))])
        passed = tuple(name for name in asked if name not in read.answers and name not in picked)
        return replace(self, steps=(*self.steps, Step(asked, read.answers, passed, picked)))

    def skipped(self) -> "Interview":
        """After the current question was skipped, or its answer is not known. Raises :class:`hipexpert.IntakeError` when it
        has ended.
        """
        return self.answered({})

    def back(self) -> "Interview":
        """Before the last question: its answers are forgotten. The first question has none before it."""
        return replace(self, steps=self.steps[:-1])
