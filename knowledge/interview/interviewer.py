"""A pack made ready to assess runners and to say what to ask them next."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.suggestions import did_you_mean, is_name, one_by_one
from hipexpert.knowledge.runner.assessment import Assessed, Assessor
from hipexpert.knowledge.runner.intake import Intake, IntakeError
from hipexpert.knowledge.runner.reading_intake import read_answers
from hipexpert.knowledge.runner.reading_values import shown

if TYPE_CHECKING:
    from hipexpert.knowledge.interview.askable import Askable
    from hipexpert.knowledge.interview.asking import Asking
    from hipexpert.knowledge.interview.questions import NextQuestion


class Interviewer(Assessor[Assessed]):
    """An assessor that also asks. What asking needs is imported when it is first asked for: an assessment needs none of it."""

    def next_questions(
        self, answers: Mapping[str, object] | Intake, n: int = 1, *, passed: Iterable[str] = (), clinician: bool = False
    ) -> "tuple[NextQuestion, ...]":
        """The ``n`` questions that matter most now, each with its rationale; none when no answer could change the urgency
        any more and no question would mostly put another condition first, and in an emergency.

        ``passed`` are findings that were asked and not answered: they are not asked again, nor is what the answers call
        `unknown`, nor of what several values can hold where one does. Findings that only a clinician
        can answer are asked with ``clinician``; a test that might do harm only once it is known to be safe.
        Raises :class:`hipexpert.IntakeError` for answers that cannot be understood, for an ``n`` that is no whole number from 1 on,
        and for findings in ``passed`` that there are not.
        """
        passed = self._checked(n, passed)
        read = read_answers(answers, self.pack)
        not_known = {question.finding for question in read.unknown} - read.intake.answers.keys()
        return self.asking(read.intake, {*passed, *not_known}, clinician=clinician).questions(n)

    def _checked(self, n: int, passed: Iterable[str]) -> tuple[str, ...]:
        names = one_by_one(passed)
        problems = [
            Problem("unknown-finding", f"unknown finding {shown(name)}", f"passed/{number}", did_you_mean(name, self.pack.findings))
            for number, name in enumerate(names)
            if not is_name(name, self.pack.findings)
        ]
        if isinstance(n, bool) or not isinstance(n, int) or n < 1:
            problems.append(Problem("no-count", f"{shown(n)} is no number of questions", "n", "ask for a whole number of them, from 1 on"))
        if problems:
            raise IntakeError(problems)
        return names

    def asking(
        self,
        intake: Intake,
        passed: Iterable[str] = (),
        *,
        clinician: bool = False,
        spent: int = 0,
        waiting: frozenset[str] = frozenset(),
        vaguely: frozenset[str] = frozenset(),
    ) -> "Asking":
        """What is still worth asking, and why; see :meth:`next_questions`. What is ``waiting`` is open, and asked by somebody else; what
        was ``vaguely`` answered is asked more exactly.
        """
        from hipexpert.knowledge.interview.asking import Asking

        run, denied = self.session(intake)
        return Asking(
            self._askable, intake, run, denied, frozenset(passed), clinician=clinician, spent=spent, waiting=waiting, vaguely=vaguely
        )

    @cached_property
    def _askable(self) -> "Askable":
        from hipexpert.knowledge.interview.askable import Askable

        return Askable(self.pack, self.key, self.compiled, self.raising_rules, self.never)
