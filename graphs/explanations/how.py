"""How a conclusion was reached: its tree, the sets of answers that suffice, and the answers it cannot do without."""

from collections.abc import Iterable

from msgspec import Struct

from hipexpert.graphs.explanations.targets import target_of
from hipexpert.graphs.explanations.tree import concluded_fact, trees_of
from hipexpert.graphs.explanations.values import GivenAnswer, given_answer
from hipexpert.graphs.programs.grounds import Grounds
from hipexpert.graphs.programs.telling import HowStep
from hipexpert.knowledge import Assessment, Question
from hipexpert.knowledge.packs.facts import Fact


class How(Struct, frozen=True, tag_field="kind", tag="how", omit_defaults=True):
    """How a conclusion was reached.

    ``sufficient`` are sets of answers from each of which alone it follows; leave one answer out and it does not.
    ``complete`` says that there are no others. ``necessary`` are the answers without which, the rest being as it is, it
    would not have been concluded. ``further`` are the trees of what lies more than 50 steps deep in ``tree`` (there ``repeated``).
    """

    conclusion: str
    label: str
    tree: HowStep
    sufficient: tuple[tuple[GivenAnswer, ...], ...]
    complete: bool
    necessary: tuple[GivenAnswer, ...]
    further: tuple[HowStep, ...] = ()


def how(assessment: Assessment, conclusion: str) -> How:
    """How a conclusion was reached, with every justification kept apart.

    ``conclusion`` is ``urgency``, a level, the id of a condition, pattern, contributing factor or advice, or a fact.
    Raises :class:`UnknownConclusionError`, and :class:`NotConcludedError` when it was not concluded. What the
    independent checker does not confirm is not returned.
    """
    target = target_of(assessment.pack, assessment.run.facts, conclusion)
    fact = concluded_fact(assessment, target)
    tree, *further = trees_of(assessment, fact)
    fact = _marked(assessment, fact)
    if fact not in assessment.run.facts:  # ranked without a mark, or the level that nobody raised: nothing to suffice
        return How(conclusion, tree.label, tree, (), True, (), tuple(further))
    key, said = assessment.assessor.key, assessment.assessor.key.said(assessment.intake)
    grounds = Grounds(assessment.derivation, fact, {question: key.made(question, answer)[0] for question, answer in said.items()})
    sufficient, complete = grounds.sufficient()

    def given(questions: Iterable[Question]) -> tuple[GivenAnswer, ...]:
        return tuple(given_answer(key, question, said[question]) for question in questions)

    return How(conclusion, tree.label, tree, tuple(map(given, sufficient)), complete, given(grounds.necessary()), tuple(further))


def _marked(assessment: Assessment, fact: str) -> str:
    """The fact that the weighing of a condition came to, for its tree is told by the total."""
    kind, condition = Fact.of(fact)
    if kind != "weigh":
        return fact
    likely = Fact("likely", condition).name
    return likely if likely in assessment.run.facts else Fact("suspected", condition).name
