"""How a conclusion was reached: its tree, the sets of answers that suffice, and the answers it cannot do without."""

from collections.abc import Iterable

from msgspec import Struct

from hipexpert.engine import Closure, UnverifiedError, is_minimal, part_concluding
from hipexpert.engine.searching import minimal_sets
from hipexpert.graphs.explanations.targets import target_of
from hipexpert.graphs.explanations.tree import HowStep, concluded_fact, tree_of
from hipexpert.graphs.explanations.values import GivenAnswer, given_answer
from hipexpert.knowledge import Assessment, Question
from hipexpert.knowledge.packs.facts import Fact

SETS = 12  # more ways than this nobody reads; `complete` says when there are more
NODES = 2_000


class How(Struct, frozen=True, tag_field="kind", tag="how"):
    """How a conclusion was reached.

    ``sufficient`` are sets of answers from each of which alone it follows; leave one answer out and it does not.
    ``complete`` says that there are no others. ``necessary`` are the answers without which, the rest being as it is, it
    would not have been concluded.
    """

    conclusion: str
    label: str
    tree: HowStep
    sufficient: tuple[tuple[GivenAnswer, ...], ...]
    complete: bool
    necessary: tuple[GivenAnswer, ...]


def how(assessment: Assessment, conclusion: str) -> How:
    """How a conclusion was reached, with every justification kept apart.

    ``conclusion`` is ``urgency``, a level, the id of a condition, pattern, contributing factor or advice, or a fact.
    Raises :class:`UnknownConclusionError`, and :class:`NotConcludedError` when it was not concluded. What the
    independent checker does not confirm is not returned.
    """
    target = target_of(assessment.pack, assessment.run.facts, conclusion)
    fact = concluded_fact(assessment, target)
    tree = tree_of(assessment, fact)
    fact = _marked(assessment, fact)
    if fact not in assessment.run.facts:  # ranked without a mark, or the level that nobody raised: nothing to suffice
        return How(conclusion, tree.label, tree, (), True, ())
    grounds = _Grounds(assessment, fact)
    sufficient, complete = grounds.sufficient()
    return How(conclusion, tree.label, tree, sufficient, complete, grounds.necessary())


def _marked(assessment: Assessment, fact: str) -> str:
    """The fact that the weighing of a condition came to, for its tree is told by the total."""
    kind, condition = Fact.of(fact)
    if kind != "weigh":
        return fact
    likely = Fact("likely", condition).name
    return likely if likely in assessment.run.facts else Fact("suspected", condition).name


class _Grounds:
    """The answers that a fact rests on."""

    def __init__(self, assessment: Assessment, fact: str) -> None:
        self.assessment = assessment
        self.fact = fact
        self.key = assessment.assessor.key
        self.said = self.key.said(assessment.intake)
        self.true = {question: self.key.made(question, answer)[0] for question, answer in self.said.items()}
        self.closure = Closure(part_concluding(assessment.run.program, [fact]))

    def follows(self, questions: Iterable[Question]) -> bool:
        """Whether the fact follows from the answers to these questions alone."""
        return self.closure.of(name for question in questions for name in self.true[question]).holds(self.fact)

    def sufficient(self) -> tuple[tuple[tuple[GivenAnswer, ...], ...], bool]:
        """The minimal sets, the smallest first, and whether these are all."""
        below = self._answers_below()
        parts = [question for question, facts in self.true.items() if not facts.isdisjoint(below)]
        sets, complete = minimal_sets(self.follows, parts, most=SETS, tried=NODES)
        program = self.assessment.run.program
        for each in sets:
            if not is_minimal(program, self.fact, [self.true[question] for question in each]):
                raise UnverifiedError([f"a set of answers does not suffice for `{self.fact}`"])
        return tuple(map(self._given, sorted(sets, key=len))), complete and self.fact not in program.late_facts

    def necessary(self) -> tuple[GivenAnswer, ...]:
        """The answers without any one of which the fact would not hold, all others being as they are."""
        touching = [question for question, facts in self.true.items() if not facts.isdisjoint(self.closure.program.inputs)]
        return self._given(tuple(each for each in touching if not self.follows(other for other in touching if other != each)))

    def _given(self, questions: tuple[Question, ...]) -> tuple[GivenAnswer, ...]:
        return tuple(given_answer(self.key, question, self.said[question]) for question in questions)

    def _answers_below(self) -> set[str]:
        """The given facts that some reason for the fact leads down to."""
        found, waiting = set[str](), [self.fact]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                reasons = self.assessment.derivation.justifications(each)
                waiting.extend(premise for reason in reasons for premise in reason.premises)
        return found.intersection(self.assessment.run.given)
