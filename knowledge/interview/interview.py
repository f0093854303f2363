"""The interview as a state machine without a terminal: a state and what was said give the next state.

Every face of the interview (a terminal, a page, a program) puts the same questions: they differ in how they show them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace as replace_fields

from hipexpert.engine import Problem
from hipexpert.knowledge.interview.asking import LIST, Asking
from hipexpert.knowledge.interview.interviewer import Interviewer
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.conversation import FORMS, Stage
from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.ladder import StatedLevel
from hipexpert.knowledge.packs.vocabulary import Choices, YesNo
from hipexpert.knowledge.runner.intake import Answer, Intake, IntakeError, merged

Picked = tuple[tuple[str, ...], ...]
AREA_AND_SPOT = 2
LATER = 7  # screens of warning signs and of what tells conditions apart, and what of them applies


class Step(Struct, frozen=True):
    """One question that was put: the findings it asked about, the answers, the findings that were passed over, and those
    that apply but are still to be asked about: together where they stood on one line (``picked``). ``items`` is how many things
    there were to read and decide on. ``told`` is what was said in the same breath of what it did not ask.
    """

    asked: tuple[str, ...]
    answers: Mapping[str, Answer]
    passed: tuple[str, ...] = ()
    picked: Picked = ()
    items: int = 1
    stage: Stage = "telling"
    told: Mapping[str, Answer] = NOTHING

    def __post_init__(self) -> None:
        freeze(self, "answers", "told")


class Progress(Struct, frozen=True):
    """How far an interview is: the ``step`` that is asked now, counted from one, and about how many there will be. Neither ever
    goes back while answers are given. ``items`` is how many things a person had to read and decide on so far.
    """

    step: int
    about: int
    items: int


@dataclass(frozen=True)
class Interview:
    """One interview at one moment. Immutable: what is said next gives another one.

    It starts from ``given``, which may be empty. All answers are read as ``assess`` reads them, and what cannot be read raises
    :class:`hipexpert.IntakeError`. A question is over when it was answered, skipped or not known: it is
    not put again. The interview ends when nothing that is left to ask could change what to do, and at once in an emergency.
    """

    assessor: Interviewer[Any]
    given: Intake = field(default_factory=lambda: Intake({}))
    steps: tuple[Step, ...] = ()
    clinician: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "given", self.assessor.read(self.given))
        object.__setattr__(self, "steps", tuple(self._read(step) for step in self.steps))

    def _read(self, step: Step) -> Step:
        answers, told = (self.assessor.read(each).answers for each in (step.answers, step.told))
        return step if (answers, told) == (step.answers, step.told) else replace_fields(step, answers=answers, told=told)

    @cached_property
    def intake(self) -> Intake:
        """Everything answered so far."""
        found = self.given
        for step in self.steps:
            found = merged(found, Intake({**step.told, **step.answers}))
        return found

    @cached_property
    def asked(self) -> frozenset[str]:
        """The findings that were asked about, answered or not: of ``choices`` some values may have stayed open."""
        return frozenset(name for step in self.steps for name in step.asked)

    @property
    def items(self) -> int:
        """How many things a person had to read and decide on."""
        return sum(step.items for step in self.steps)

    @cached_property
    def asking(self) -> Asking:
        """What is still worth asking."""
        waiting = self._waiting
        return self.assessor.asking(
            self.intake,
            self.asked - waiting,
            clinician=self.clinician,
            spent=self.items + len(self.given.answers),
            waiting=waiting,
            vaguely=frozenset(name for name in self.intake.answers if name not in self.asked and self._is_vague(name)),
        )

    def _is_vague(self, name: str) -> bool:
        """Whether somebody said where and no more exactly than "my hip", which may be in any of several areas."""
        finding, said = self.assessor.pack.findings[name], self.intake.answers[name]
        if not isinstance(finding, Choices) or not isinstance(said, Mapping):
            return False
        areas = [item.values for item in self.assessor.pack.conversation if item.stage == "where" and item.of == (name,)]
        named = [value for value in finding.values if said.get(value.id) is True]
        return bool(named) and all(value.vague and sum(value.id in each for each in areas) > 1 for value in named)

    @cached_property
    def _waiting(self) -> frozenset[str]:
        """What was picked and not asked about on its own."""
        waiting: set[str] = set()
        for step in self.steps:
            waiting -= set(step.asked)
            waiting |= {name for names in step.picked for name in names}
        return frozenset(waiting)

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
        if self._to_follow:
            return self._following(*self._to_follow[0])
        return next(iter(self.asking.questions(1)), None)

    def _following(self, names: tuple[str, ...], stage: Stage) -> NextQuestion:
        """What is asked about what applies: what can stand on a list together, then choices; of a form what is missing. What was not
        named on a line of which other parts were is one line again.
        """
        if stage in FORMS:
            return self.asking.form(names, stage)
        beside = [name for name in names if name in self._beside]
        apart = [name for name in names if name not in self._beside]
        plain = [name for name in apart if isinstance(self.assessor.pack.findings[name], YesNo)]
        if beside or len(plain) > 1:
            return self.asking.listed(plain[:LIST], stage, beside)
        return self.asking.together(names, stage)

    @cached_property
    def _beside(self) -> frozenset[str]:
        """What stood on a line of which another part was picked by itself."""
        found: set[str] = set()
        lines = {name: item.id for name, item in self.assessor.pack.line_of.items()}
        for step in self.steps:
            found -= set(step.asked)
            named = {lines.get(names[0], "") for names in step.picked if len(names) == 1}
            found |= {name for names in step.picked if len(names) > 1 and lines.get(names[0]) in named for name in names}
        return frozenset(found)

    @cached_property
    def _to_follow(self) -> tuple[tuple[tuple[str, ...], Stage], ...]:
        """What was picked, not yet asked about on its own and could change something: it comes next, all that one step picked together."""
        found: list[tuple[tuple[str, ...], Stage]] = []
        for step in reversed(self.steps):
            waiting = [name for names in step.picked for name in names if name in self._waiting]
            left = tuple(name for name in waiting if step.stage in (*FORMS, "where") or self.asking.matters(name))
            if left:
                found.append((left, step.stage))
        return tuple(found)

    @cached_property
    def progress(self) -> Progress:
        """How far it is. How many steps it takes is an estimate from what was said before it, which 19 of 20 interviews keep to; most
        end before it. It stays the same until it is passed.
        """
        step = len(self.steps) + 1
        if self.question is None:
            return Progress(len(self.steps), len(self.steps), self.items)
        return Progress(step, max(self._expected, step), self.items)

    @property
    def _expected(self) -> int:
        """How many screens an interview takes that starts from what is given: the forms, two about where, and those that follow."""
        known, items = self.given.answers, self.assessor.pack.conversation
        forms = sum(item.stage in FORMS and not known.keys() >= set(item.of) for item in items)
        where = any(item.stage == "where" and (item.of[0] not in known or self._is_vague(item.of[0])) for item in items)
        return forms + AREA_AND_SPOT * where + LATER

    def answered(
        self,
        answers: Mapping[str, object] | Intake,
        picked: Iterable[tuple[str, ...]] = (),
        told: Mapping[str, object] | Intake = NOTHING,
    ) -> "Interview":
        """After the current question: ``answers`` to findings it asks about, ``picked`` those that apply but are to be asked
        about next, together what stood on one line. Of a line with words for its ``parts`` one may be picked by itself, which names
        it: what is picked together beside it is then one line again. What it asks about and is in neither is passed over.
        ``told`` is what was said in the same breath of findings that it does not ask about; where one is answered already, that stays.

        Raises :class:`hipexpert.IntakeError` for what cannot be read, for answers to other findings, and when the interview
        has ended.
        """
        question, picked = self.question, tuple(picked)
        asked = question.ids if question else ()
        read = self.assessor.read(answers)
        waiting = {name for names in picked for name in names}
        others = [name for name in (*read.answers, *sorted(waiting), *read.none_of) if name not in asked]
        if others or question is None:
            message = f"the question is about {', '.join(asked) or 'nothing'}, not about {', '.join(others) or 'anything'}"
            raise IntakeError([Problem("not-asked", message, "", "answer what is asked now, or skip it", tuple(others))])
        # Of what is to be noticed and not tried a no says nothing.
        noticed = {each.finding for each in question.findings if each.noticed}
        said = {name: answer for name, answer in read.answers.items() if answer is not False or name not in noticed}
        passed = tuple(name for name in asked if name not in said and name not in waiting)
        known = {*asked, *self.intake.answers, *self.asked}
        beside = {name: answer for name, answer in self.assessor.read(told).answers.items() if name not in known}
        return replace(self, steps=(*self.steps, Step(asked, said, passed, picked, question.items, question.stage, beside)))

    def skipped(self) -> "Interview":
        """After the current question was skipped, or its answer is not known. Raises :class:`hipexpert.IntakeError` when it
        has ended.
        """
        return self.answered({})

    def back(self) -> "Interview":
        """Before the last question: its answers are forgotten. The first question has none before it."""
        return replace(self, steps=self.steps[:-1])
