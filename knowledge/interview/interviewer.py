"""A pack made ready to assess runners and to say what to ask them next."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from hipexpert.knowledge.runner.assessment import Assessed, Assessor
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.reading_intake import read_answers

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
        Raises :class:`hipexpert.IntakeError` for answers that cannot be understood.
        """
        read = read_answers(answers, self.pack)
        not_known = {question.finding for question in read.unknown} - read.intake.answers.keys()
        return self.asking(read.intake, {*passed, *not_known}, clinician=clinician).questions(n)

    def asking(self, intake: Intake, passed: Iterable[str] = (), *, clinician: bool = False, spent: int = 0) -> "Asking":
        """What is still worth asking, and why; see :meth:`next_questions`."""
        from hipexpert.knowledge.interview.asking import Asking

        return Asking(self._askable, intake, *self.session(intake), frozenset(passed), clinician=clinician, spent=spent)

    @cached_property
    def _askable(self) -> "Askable":
        from hipexpert.knowledge.interview.askable import Askable

        return Askable(self.pack, self.key, self.compiled, self.raising_rules)
