"""The tools: what a program that talks with a person may ask the engine.

INVARIANT: every answer comes with the person's own words. A model that fills in what nobody said is refused, and told what to ask.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from hipexpert.embedding import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.graphs.explanations.document import Explanation
from hipexpert.knowledge import Intake, Pack, did_you_mean, matching_findings
from hipexpert.knowledge.runner.reading_intake import NONE_OF, IntakeReader, pointer
from hipexpert.rendering.markdown import to_markdown
from hipexpert.rendering.reports.answers import answer_report
from hipexpert.service.bodies import read
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.telling import ToldAssessment, ToldExplanation, ToldFinding, ToldFindings, ToldNext, ToldQuestion

LISTED = 25
LONGEST_WORDS = 2_000
WORDS = (
    "`words` are the person's own words that say so, exactly as written or spoken, also where they said no or do not know. Never answer "
    "for the person, never infer an answer from another, and leave out what was not said: unknown is not no. Nothing you say can lower "
    "the level; only what the person says counts."
)


class SaidAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of the person: of which finding, what, and in which words they said it. Without words it is refused, with what to ask."""

    finding: str
    answer: object
    words: str = ""


class AssessTool(Struct, frozen=True, forbid_unknown_fields=True):
    """What the person has said so far."""

    answers: tuple[SaidAnswer, ...]
    pack: str | None = None


class NextQuestionTool(Struct, frozen=True, forbid_unknown_fields=True):
    """What the person has said so far, and the findings that they were asked about and could not answer."""

    answers: tuple[SaidAnswer, ...]
    passed: tuple[str, ...] = ()
    pack: str | None = None


class ExplainTool(Struct, frozen=True, forbid_unknown_fields=True):
    """A question about an assessment; ``about`` is a conclusion, or for ``why`` a finding; ``changes`` are for ``what_if``."""

    question: Literal["how", "why", "why_not", "what_if", "counterfactual"]
    answers: tuple[SaidAnswer, ...]
    about: str = "urgency"
    changes: Mapping[str, object] = {}
    pack: str | None = None


class FindingsTool(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that must all occur; none: everything."""

    search: str = ""
    pack: str | None = None


def assess(engine: Engine, asked: AssessTool) -> ToldAssessment:
    """What follows from what the person said."""
    answers, words = said(engine, asked.answers)
    return ToldAssessment.of(engine.assess(answers), words)


def next_question(engine: Engine, asked: NextQuestionTool) -> ToldNext:
    """What to ask next."""
    answers, _words = said(engine, asked.answers)
    unknown = [
        Problem("unknown-finding", f"unknown finding `{each[:60]}`", "/passed") for each in asked.passed if each not in engine.pack.findings
    ]
    if unknown:
        raise ProblemsError(unknown)
    questions = engine.next_questions(answers, passed=asked.passed)
    assessment = engine.assess(answers)
    text = engine.pack.level_text(assessment.level)
    question = ToldQuestion.of(engine.pack, questions[0]) if questions else None
    return ToldNext(assessment.level, text.title, text.action, question, engine.pack.about.disclaimer)


def explain(engine: Engine, asked: ExplainTool) -> ToldExplanation:
    """An explanation in words."""
    answers, _words = said(engine, asked.answers)
    assessment = engine.assess(answers)
    report = answer_report(assessment, _explained(assessment, asked), full=False)
    text = engine.pack.level_text(assessment.level)
    return ToldExplanation(assessment.level, text.title, text.action, to_markdown(report), engine.pack.about.disclaimer)


def _explained(assessment: ExplainedAssessment, asked: ExplainTool) -> Explanation:
    match asked.question:
        case "how":
            return assessment.how(asked.about)
        case "why":
            return assessment.why(asked.about)
        case "why_not":
            return assessment.why_not(asked.about)
        case "what_if":
            return assessment.what_if(asked.changes)
        case "counterfactual":
            return assessment.counterfactual(asked.about)


def findings(engine: Engine, asked: FindingsTool) -> ToldFindings:
    """What can be said about the person."""
    found = matching_findings(engine.pack, asked.search[:200].split())
    return ToldFindings(tuple(map(ToldFinding.of, found[:LISTED])), max(0, len(found) - LISTED))


def said(engine: Engine, answers: tuple[SaidAnswer, ...]) -> tuple[Intake, dict[str, str]]:
    """The intake, each answer read by itself, and the words that each rests on. Raises ProblemsError, with everything that is wrong:
    for an answer without words with the question to put to the person.
    """
    problems: list[Problem] = []
    words: dict[str, str] = {}
    reader = IntakeReader(engine.pack)
    for number, each in enumerate(answers):
        place = pointer("answers", number)
        if each.finding in words:
            problems.append(Problem("repeated-key", f"`{each.finding[:60]}` is answered twice", place, "say all of it in one answer"))
            continue
        if not each.words.strip() or len(each.words) > LONGEST_WORDS:
            problems.append(
                Problem(
                    "no-words", f"nothing says that the person answered `{each.finding[:60]}`", place, _to_ask(engine.pack, each.finding)
                )
            )
        words[each.finding] = each.words.strip()
        reader.say(each.finding, each.answer, ("answers", number, "answer"))
    if problems or reader.problems:
        raise ProblemsError([*problems, *reader.problems])
    return reader.answers().intake, words


def _to_ask(pack: Pack, name: str) -> str:
    finding = pack.findings.get(name.partition(".")[0])
    return f"ask the person: {finding.question}" if finding else "ask the person, and bring their words"


class ToolKind(Struct, frozen=True):
    """A tool: what it is called and says of itself, what it takes and gives, and what it does."""

    name: str
    title: str
    description: str
    takes: type[Struct]
    gives: type[Struct]
    work: Callable[[Engine, Any], Struct]
    takes_schema: dict[str, Any]

    def call(self, hosted: Hosted, arguments: Mapping[str, object]) -> Struct:
        """What it gives. Raises ProblemsError with everything that is wrong with the arguments."""
        asked: Any = read(self.takes, dict(arguments))
        return self.work(hosted.engine(asked.pack), asked)


_ANSWERS = {
    "type": "array",
    "description": f"What the person has said so far, all of it, each time. {WORDS}",
    "items": {
        "type": "object",
        "properties": {
            "finding": {"type": "string", "description": f"A finding's id (see the tool `findings`), or `{NONE_OF}` to deny a whole list."},
            "answer": {"description": "true or false, a number, a value's id, a list of them, or for a list that was denied its name."},
            "words": {"type": "string", "minLength": 1, "maxLength": LONGEST_WORDS, "description": "The person's own words."},
        },
        "required": ["finding", "answer", "words"],
        "additionalProperties": False,
    },
}
_PACK = {"type": "string", "description": "A pack's id; leave it out for the first."}


def _takes(required: list[str], **properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": {**properties, "pack": _PACK}, "required": required, "additionalProperties": False}


TOOLS = (
    ToolKind(
        "assess",
        "How urgent it is, and what it may be",
        "Assess what somebody said: how urgent, why, what it may be, what must not be missed, what to do "
        "and what is still to be asked. Tell `title` and `action` first and word for word, above all in an emergency, and the "
        f"disclaimer. {WORDS}",
        AssessTool,
        ToldAssessment,
        assess,
        _takes(["answers"], answers=_ANSWERS),
    ),
    ToolKind(
        "next_question",
        "What to ask next",
        "The question that matters most now. Put it to the person word for word, one at a time, and bring back what they say; findings "
        f"that they cannot answer go into `passed`. No question: nothing left to ask would change what to do. {WORDS}",
        NextQuestionTool,
        ToldNext,
        next_question,
        _takes(
            ["answers"],
            answers=_ANSWERS,
            passed={
                "type": "array",
                "items": {"type": "string"},
                "description": "Findings that the person was asked about and could not answer.",
            },
        ),
    ),
    ToolKind(
        "explain",
        "Why",
        "Explain an assessment: `how` a conclusion was reached, `why` a finding is asked, `why_not` something else, `what_if` answers were "
        f"different, `counterfactual`: the smallest changes that would change it. A what-if is no answer of the person. {WORDS}",
        ExplainTool,
        ToldExplanation,
        explain,
        _takes(
            ["question", "answers"],
            question={"type": "string", "enum": ["how", "why", "why_not", "what_if", "counterfactual"]},
            answers=_ANSWERS,
            about={
                "type": "string",
                "default": "urgency",
                "description": "`urgency`, a level, a condition's id; for `why` a finding's id.",
            },
            changes={"type": "object", "description": "For `what_if`: findings and the answers that they might have instead."},
        ),
    ),
    ToolKind(
        "findings",
        "What can be said",
        "Look up the findings that the engine knows: their ids, questions and allowed answers. Search with a word of what the person said.",
        FindingsTool,
        ToldFindings,
        findings,
        _takes([], search={"type": "string", "description": "Words that must all occur; an id is one word."}),
    ),
)
BY_NAME = {each.name: each for each in TOOLS}


def tool_named(name: str) -> ToolKind:
    """The tool of a name. Raises ProblemsError that names the nearest."""
    if name not in BY_NAME:
        help_text = did_you_mean(name[:60], BY_NAME, f"one of {', '.join(BY_NAME)}")
        raise ProblemsError([Problem("unknown-tool", f"there is no tool `{name[:60]}`", "", help_text)])
    return BY_NAME[name]


def as_json(told: Struct) -> str:
    """What a tool gives, as JSON."""
    return msgspec.json.encode(told).decode()
