"""What one runner's answers come to, answer by answer: the facts that they make true and false, and how far the rules get with them.

Where an answer is added, what follows already stays, because rules never take a conclusion back: only what is new is counted.
"""

from collections.abc import Mapping

from msgspec import Struct

from hipexpert.engine import Lookahead, Tables
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import SCREEN
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.levels import RAISING
from hipexpert.knowledge.runner.taking_back import put_over


def stated(tables: Tables) -> frozenset[int]:
    """The facts on which a stated level rests."""
    return frozenset(tables.index[fact] for fact in (*RAISING.values(), ANSWERED, CONTRADICTED) if fact in tables.index)


class AnswersSoFar(Struct, frozen=True):
    """The answers of one runner: question by question (``said``), the facts that they make ``true`` and ``false``, and what follows
    ``ahead`` of them, as far as a stated level rests on it.
    """

    key: AnswerKey
    intake: Intake
    said: Mapping[Question, Said]
    true: frozenset[str]
    false: frozenset[str]
    ahead: Lookahead

    @classmethod
    def of(cls, key: AnswerKey, tables: Tables, intake: Intake) -> "AnswersSoFar":
        """The standing of an intake."""
        said = key.said(intake)
        true, false = key.facts_of(said)
        return cls(key, intake, said, true, false, Lookahead(tables, map(tables.index.__getitem__, true), stated(tables)))

    def after(self, answers: Intake, unsaid: frozenset[Question]) -> "AnswersSoFar":
        """With further answers, which count over those before, and without what is ``unsaid``."""
        key, tables = self.key, self.ahead.tables
        intake = put_over(self.intake, answers, unsaid, key)
        new = key.said(Intake(answers.answers))
        # Nothing that was said or denied changes, and no question of the screen is denied that was not before.
        adds = not unsaid and not answers.none_of and SCREEN not in self.intake.none_of and self.said.keys().isdisjoint(new)
        if not adds:
            return AnswersSoFar.of(key, tables, intake)
        true, false = key.facts_of(new)
        further = self.ahead.further([tables.index[fact] for fact in true])
        return AnswersSoFar(key, intake, {**self.said, **new}, self.true | true, self.false | false, further)
