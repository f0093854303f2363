"""Explanations of packs whose rules lead one to another further than a program may call itself, and by more ways than can be gone."""

import json
from collections.abc import Callable

import msgspec
import pytest
from long_chains import chained, laddered
from steps import steps

from hipexpert.graphs.explained import ExplainedAssessment, ExplainingEngine
from hipexpert.graphs.explanations.tree import derivation_trees
from hipexpert.graphs.programs.telling import DEEPEST, HowStep
from hipexpert.rendering.page.writing import to_html
from hipexpert.rendering.reports.assessment import assessment_report
from hipexpert.rendering.text import plain_text

SAID, UNSAID = {"swollen": True}, {"swollen": False}
LEVEL = "soon"
QUESTIONS: dict[str, Callable[[ExplainingEngine], object]] = {
    "how": lambda engine: engine.assess(SAID).how("urgency"),
    "why": lambda engine: engine.assess({"side": "left"}).why("swollen"),
    "why not": lambda engine: engine.assess(UNSAID).why_not(LEVEL),
    "what if": lambda engine: engine.assess(UNSAID).what_if(SAID),
    "counterfactual": lambda engine: engine.assess(UNSAID).counterfactual(),
    "still possible": lambda engine: engine.assess({}).at_most,
    "what is open": lambda engine: engine.assess({}).urgency.decisive_unknowns,
    "next question": lambda engine: engine.next_questions({}),
    "document": lambda engine: engine.assess(SAID).to_json("full"),
    "report": lambda engine: plain_text(assessment_report(engine.assess(SAID), full=True)),
    "page": lambda engine: to_html(engine.assess(SAID)),
}


@pytest.fixture(scope="module")
def long() -> ExplainingEngine:
    """Twelve hundred rules, each of which rests on the one before."""
    return ExplainingEngine(chained(1200))


@pytest.fixture(scope="module")
def ladder() -> ExplainingEngine:
    """Sixty patterns, each of which two rules conclude from the one before: more ways than there are grains of sand."""
    return ExplainingEngine(laddered(60))


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("shape", ["long", "ladder"])
def test_every_question_is_answered(question: str, shape: str, long: ExplainingEngine, ladder: ExplainingEngine) -> None:
    """Neither the length of a chain nor the number of ways through it keeps an answer back."""
    assert QUESTIONS[question]({"long": long, "ladder": ladder}[shape])


def test_the_answers_are_those_of_a_short_chain(long: ExplainingEngine) -> None:
    """The one answer that everything rests on is found at the far end."""
    assert long.assess(SAID).level == LEVEL
    (towards,) = [each for each in long.assess(UNSAID).counterfactual().directions if each.towards == LEVEL]
    assert [change.finding for each in towards.ways for change in each.changes] == ["swollen"]
    assert "swollen" in {each.finding for each in long.assess({}).urgency.decisive_unknowns}
    assert [set(each) for each in _sets(long.assess(SAID))] == [{"swollen"}]


def _sets(assessment: ExplainedAssessment) -> list[list[str]]:
    return [[answer.finding for answer in each] for each in assessment.how("urgency").sufficient]


def test_what_lies_deep_has_a_tree_of_its_own(long: ExplainingEngine) -> None:
    """No tree is deeper than can be read or parsed; each fact is explained once, and what is cut off is explained in another tree."""
    trees = derivation_trees(long.assess(SAID), "urgency")
    assert len(trees) == -(-1201 // DEEPEST)
    told: list[str] = []
    for tree in trees:
        step: HowStep | None = tree
        length = 0
        while step is not None and step.reasons:
            told.append(step.fact)
            length += 1
            ((step,),) = [each.premises for each in step.reasons]
        assert length <= DEEPEST
        assert step is not None
        assert step.given == (tree is trees[-1])
    assert told == [f"urgency:{LEVEL}", *(f"pattern:p{number}" for number in reversed(range(1200)))]
    json.loads(msgspec.json.encode(long.assess(SAID).how("urgency")))


@pytest.fixture(scope="module")
def growing() -> tuple[ExplainingEngine, ...]:
    """A chain, and one that is three times as long."""
    return tuple(ExplainingEngine(chained(length)) for length in (200, 600))


@pytest.mark.parametrize("question", sorted(set(QUESTIONS) - {"report"}))
def test_work_grows_with_the_length_of_a_chain_and_not_faster(question: str, growing: tuple[ExplainingEngine, ...]) -> None:
    """Three times the chain takes at most some three times the steps."""
    for engine in growing:
        QUESTIONS[question](engine)
    first, second = (steps(lambda engine=engine: QUESTIONS[question](engine)) for engine in growing)
    assert second <= 4 * first + 200
