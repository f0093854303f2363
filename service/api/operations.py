"""What may be asked with a body, each as a function of an engine and of what was asked. The names are those of the Python interface."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from hipexpert.embedding import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.graphs.explanations.document import Explanation, ExplanationDocument, explanation_json
from hipexpert.knowledge.runner.document import AssessmentDocument
from hipexpert.knowledge.words import Reading
from hipexpert.service.api import requests as asked
from hipexpert.service.api.answers import InterviewAnswer, NextQuestions, ValuesAnswer
from hipexpert.service.api.interviews import interview
from hipexpert.service.problems import refused


class Operation(NamedTuple):
    """One thing that may be asked: the types of what is asked and answered, and what it takes.

    ``slow``: it may take long, and is worked on beside the others, few at a time.
    """

    path: str
    summary: str
    asks: type[Struct]
    answers: type[Struct]
    work: Callable[[Engine, Any], bytes]
    slow: bool = False


def _placed(under: str, work: Callable[[], Any]) -> Any:
    """What the work gives; a mistake that it finds is placed under a field of the body."""
    try:
        return work()
    except ProblemsError as error:
        raise refused(error, under) from None


def assessed(engine: Engine, body: Any) -> ExplainedAssessment:
    """The assessment of the answers of a request."""
    found: ExplainedAssessment = _placed("/answers", lambda: engine.assess(body.answers, strict=getattr(body, "strict", False)))
    return found


def assess(engine: Engine, body: asked.AssessRequest) -> bytes:
    """The document, as `to_json` writes it."""
    return assessed(engine, body).to_json(body.parts).encode()


def values(engine: Engine, body: asked.ValuesRequest) -> bytes:
    """The values of an assessment, or some of them."""
    return msgspec.json.encode(values_of(assessed(engine, body), asked.VALUES if body.values is None else body.values))


def values_of(assessment: ExplainedAssessment, names: tuple[asked.ValueName, ...]) -> ValuesAnswer:
    """The values that are wanted; the others are not even worked out."""
    found: dict[str, Any] = {}
    for part in names:
        if part == "derivation":
            found[part] = assessment.derivation_graph
        elif part == "intake":
            found[part] = {name: assessment.intake.answers[name] for name in sorted(assessment.intake.answers)}
        elif part == "none_of":
            found[part] = assessment.intake.none_of
        else:
            found[part] = getattr(assessment, part)
    return ValuesAnswer(assessment.level, assessment.knowledge, assessment.pack.about.disclaimer, **found)


def next_questions(engine: Engine, body: asked.NextQuestionsRequest) -> bytes:
    """The questions that matter most now."""
    unknown = [
        Problem("unknown-finding", f"unknown finding `{name[:60]}`", f"/passed/{number}")
        for number, name in enumerate(body.passed)
        if name not in engine.pack.findings
    ]
    if unknown:
        raise refused(ProblemsError(unknown))
    found = _placed("/answers", lambda: engine.next_questions(body.answers, body.n, passed=body.passed, clinician=body.clinician))
    assessment = assessed(engine, body)
    return msgspec.json.encode(NextQuestions(assessment.level, found, assessment.knowledge, engine.pack.about.disclaimer))


def read_words(engine: Engine, body: asked.ReadWordsRequest) -> bytes:
    """What was understood of a text."""
    return msgspec.json.encode(_placed("/text", lambda: engine.read_words(body.text, today=body.today)))


def _explained(engine: Engine, body: Any, under: str, answer: Callable[[ExplainedAssessment], Explanation]) -> bytes:
    assessment = assessed(engine, body)
    said: Explanation = _placed(under, lambda: answer(assessment))
    return explanation_json(assessment, said).encode()


def how(engine: Engine, body: asked.ConclusionRequest) -> bytes:
    """How a conclusion was reached."""
    return _explained(engine, body, "/conclusion", lambda assessment: assessment.how(body.conclusion))


def why(engine: Engine, body: asked.FindingRequest) -> bytes:
    """Why a question is asked."""
    return _explained(engine, body, "/finding", lambda assessment: assessment.why(body.finding))


def why_not(engine: Engine, body: asked.ConclusionRequest) -> bytes:
    """Why something was not concluded."""
    return _explained(engine, body, "/conclusion", lambda assessment: assessment.why_not(body.conclusion))


def what_if(engine: Engine, body: asked.ChangesRequest) -> bytes:
    """What would differ with other answers."""
    return _explained(engine, body, "/changes", lambda assessment: assessment.what_if(body.changes))


def counterfactual(engine: Engine, body: asked.CounterfactualRequest) -> bytes:
    """The smallest changes that would change a conclusion."""
    return _explained(engine, body, "/conclusion", lambda assessment: assessment.counterfactual(body.conclusion))


def go_on(engine: Engine, body: asked.InterviewRequest) -> bytes:
    """The interview after a step."""
    return msgspec.json.encode(interview(engine, body))


OPERATIONS = (
    Operation("assess", "What follows from answers", asked.AssessRequest, AssessmentDocument, assess),
    Operation("values", "The same as the values of the Python interface, for its client", asked.ValuesRequest, ValuesAnswer, values),
    Operation("next-questions", "The questions that matter most now", asked.NextQuestionsRequest, NextQuestions, next_questions),
    Operation("read-words", "What is understood of a text in somebody's own words", asked.ReadWordsRequest, Reading, read_words, slow=True),
    Operation("explain/how", "How a conclusion was reached", asked.ConclusionRequest, ExplanationDocument, how, slow=True),
    Operation("explain/why", "Why a question is asked", asked.FindingRequest, ExplanationDocument, why, slow=True),
    Operation("explain/why-not", "Why something was not concluded", asked.ConclusionRequest, ExplanationDocument, why_not, slow=True),
    Operation("explain/what-if", "What would differ with other answers", asked.ChangesRequest, ExplanationDocument, what_if),
    Operation(
        "explain/counterfactual",
        "The smallest changes of answers that would change a conclusion",
        asked.CounterfactualRequest,
        ExplanationDocument,
        counterfactual,
        slow=True,
    ),
    Operation("interview", "An interview: its state and a reply give the next state", asked.InterviewRequest, InterviewAnswer, go_on),
)
