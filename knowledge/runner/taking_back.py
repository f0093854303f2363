"""Taking answers back: to say of a question that its answer is unknown undoes what was said before."""

from hipexpert.knowledge.packs.answer_space import Question, answers_of
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake, merged


def put_over(first: Intake, second: Intake, unsaid: frozenset[Question], key: AnswerKey) -> Intake:
    """Both intakes together; where both answer, the second counts, and what is ``unsaid`` is taken back first.

    A group of which that was denied with ``none_of`` is written out, so that the rest of it stays denied.
    """
    both = merged(first, second)
    if not unsaid:
        return both
    taken = unsaid - key.said(Intake(second.answers)).keys()
    if not taken & key.said(both).keys():
        return both
    left = {question: said for question, said in key.said(Intake(both.answers)).items() if question not in taken}
    return key.intake(key.said(Intake(answers_of(left), both.none_of), taken))
