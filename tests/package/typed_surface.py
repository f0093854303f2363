"""A program from outside: what a type checker makes of the public names. Nothing runs it; `make types` reads it, strictly."""

import asyncio
import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any, assert_type

import hipexpert
from hipexpert import (
    About,
    Advice,
    AdviceDifference,
    AdviceGiven,
    AdvicePart,
    AdviceReasons,
    AdviceWithheld,
    Answer,
    AreaTexts,
    AskedFinding,
    AskedFirst,
    AskedLine,
    AskedValue,
    Asker,
    Assessment,
    AssessmentDocument,
    AssessmentResult,
    Cell,
    Change,
    Choice,
    Choices,
    Citation,
    CitedAt,
    CitedSource,
    Claim,
    Client,
    ColumnMapping,
    Comparison,
    Concludes,
    Condition,
    ConditionAtStake,
    ConditionDifference,
    ConditionPart,
    Constraint,
    Contradiction,
    ConversationItem,
    Counterfactual,
    Counterfactuals,
    Decision,
    DecisiveUnknown,
    Denied,
    DerivationGraph,
    Difference,
    Direction,
    Discriminating,
    Edge,
    Effect,
    Engine,
    Established,
    Evidence,
    Exercise,
    ExplainedAssessment,
    ExplanationDocument,
    FhirError,
    FhirMapping,
    Finding,
    FindingGroup,
    FindingRead,
    FiringLimitError,
    FrameMapping,
    GivenAnswer,
    Harm,
    Hazard,
    How,
    HowReason,
    HowStep,
    ImpossibleChangeError,
    Intake,
    IntakeError,
    Interview,
    Is,
    Kind,
    KindPart,
    Knowledge,
    LetterTexts,
    Level,
    LevelText,
    Limit,
    LineDrawing,
    ListedCondition,
    ListedFinding,
    ListedPack,
    ListedValue,
    Mapped,
    Named,
    NearRule,
    NextQuestion,
    Node,
    NoInformation,
    NotConcludedError,
    NotFollowed,
    NotToBeMissed,
    NotToBeMissedPart,
    Number,
    OpenEvidence,
    OpenItem,
    OpenPart,
    OpenRule,
    Overlap,
    Overlapping,
    OverlappingPart,
    Pack,
    PackError,
    PainAllowed,
    Part,
    Parts,
    Pattern,
    Phase,
    Phrasing,
    Picture,
    PictureRow,
    Placing,
    Plan,
    PlanPart,
    PremiseStatus,
    Problem,
    ProblemsError,
    Programme,
    Progress,
    QuestionText,
    Ranked,
    RankedAbove,
    RankedPart,
    Rationale,
    Reading,
    ReadingError,
    ReadingQuestion,
    Reason,
    Recognised,
    RecognisedPart,
    RemoteAssessment,
    RemoteInterview,
    Replay,
    Review,
    Rule,
    RuleAtStake,
    RuleText,
    Screen,
    ScreenItem,
    ScreenPart,
    ScreenQuestion,
    ServiceError,
    ServiceSettings,
    Session,
    SetAside,
    Several,
    Source,
    SourceText,
    StanceScale,
    Standing,
    StartTexts,
    StatedLevel,
    Step,
    Supports,
    Suppression,
    Testimony,
    Texts,
    TextSpan,
    Together,
    UnknownConclusionError,
    UnknownPart,
    UnknownPartError,
    UnknownSchemaError,
    UnverifiedError,
    Urgency,
    UrgencyDifference,
    UrgencyPart,
    Value,
    WeighedPart,
    Weighing,
    WeightDifference,
    Why,
    WhyNot,
    WithheldPart,
    YesNo,
    asgi_application,
    assess,
    assess_frame,
    fhir_bundle,
    fhir_next_question,
    fhir_questionnaire,
    fhir_r5,
    fhir_response,
    in_language,
    load_pack,
    read_case_file,
    read_fhir,
    read_words,
    schema,
    speaking,
)
from hipexpert.companion import Diary, ReturnPlan, RunEntry
from hipexpert.engine import Item, Mark, Program, ProgramRule, Tally, all_of, any_of, at_least
from hipexpert.graphs.programs.explained import ExplainedProgram, ExplainedRun
from hipexpert.graphs.programs.naming import PlainNames
from hipexpert.rendering.programs import to_html

ANSWERS = {"pain_site": ["lateral_hip"], "age_years": 46}


def assessed(engine: Engine, signs: dict[str, bool], mixed: Mapping[str, object]) -> None:
    """Answers are any mapping; what comes back has its types, however it was come by."""
    result = engine.assess(ANSWERS)
    assert_type(result, AssessmentResult)
    assert_type(assess(signs, strict=True), AssessmentResult)
    assert_type(result.with_answers(mixed).without("night_pain"), AssessmentResult)
    assert_type(asyncio.run(_aside(engine)), AssessmentResult)
    assert_type(result.level, StatedLevel)
    assert_type(result.at_most, Level)
    assert_type(result.urgency, Urgency)
    assert_type(result.urgency.because, tuple[Reason, ...])
    assert_type(result.differential[0].for_, tuple[Evidence, ...])
    assert_type([each.condition.name for each in result.placings], list[str])
    assert_type(result.plan.advice, tuple[AdviceGiven, ...])
    assert_type(result.screen, Screen)
    assert_type(result.document(("urgency", "differential")), AssessmentDocument)
    assert_type(AssessmentDocument.from_json(result.to_json("full")).rules, Mapping[str, RuleText])
    assert_type(engine.replay(result.to_json("full")), Replay)
    assert_type(engine.read(ANSWERS).answers, Mapping[str, Answer])
    assert_type((result.to_html(), result.to_svg(), result.to_letter("html")), tuple[str, str, str])
    assert_type({result: 1, result.with_answers(signs): 2}, dict[AssessmentResult, int])


def misspelt() -> None:
    """What is no public name is none for a type checker either."""
    hipexpert.asess(ANSWERS)  # type: ignore[attr-defined]


async def _aside(engine: Engine) -> AssessmentResult:
    return await asyncio.to_thread(engine.assess, ANSWERS)


def explained(result: AssessmentResult) -> None:
    """Each explanation is a value with its own type, down to the answers."""
    assert_type(result.how("urgency").tree.reasons[0].premises, tuple[HowStep, ...])
    assert_type(result.why("limp").effects, tuple[Effect, ...])
    assert_type(result.why_not("septic_arthritis").change, tuple[Change, ...] | None)
    assert_type(result.what_if({"limp": True}), Difference)
    assert_type(result.against(result), Difference)
    assert_type(result.counterfactual().directions[0].ways, tuple[Counterfactual, ...])
    assert_type([str(data["label"]) for _, data in result.graph.nodes(data=True)], list[str])


def asked(engine: Engine) -> None:
    """Questions and interviews, own words, and what is wrong with an answer."""
    assert_type(engine.next_questions(ANSWERS, 3, passed=["limp"]), tuple[NextQuestion, ...])
    interview = engine.interview()
    assert_type(interview, Interview)
    if (question := interview.question) is not None:
        assert_type(interview.answered(question.none), Interview)
        assert_type([(each.minimum, each.unit) for each in question.findings], list[tuple[float | None, str]])
    reading = engine.read_words("my left hip hurts", today=datetime.date(2026, 1, 1))
    assert_type(reading, Reading)
    assert_type([assess(reading.answers), assess(reading.intake)], list[AssessmentResult])
    try:
        engine.assess({"limb": True})
    except IntakeError as error:
        assert_type([(each.finding, each.code, each.place, each.help) for each in error.problems], list[tuple[str, str, str, str]])


def looked_at(engine: Engine) -> None:
    """The pack, its other language, tables, schemas."""
    assert_type(in_language(load_pack(Path("pack")), "de"), Pack)
    assert_type(engine.pack.condition_by_id["femoral_neck_sf_tension"], Condition)
    with speaking("de"):
        assert_type(schema("question")["title"], Any)
    mapping = FrameMapping({"alder": ColumnMapping("age_years")})
    assert_type(engine.assess_frame(object(), mapping=mapping, results=["urgency"]), Any)


def remote(client: Client) -> None:
    """A service is asked as an engine is."""
    assert_type(client.assess(ANSWERS, values=["urgency"]), RemoteAssessment)
    assert_type(client.assess(ANSWERS).urgency, Urgency)
    assert_type(client.next_questions({"limp": True}), tuple[NextQuestion, ...])
    assert_type(client.interview({"limp": True}), RemoteInterview)


def of_another_field() -> None:
    """A program without a pack, and its explanations."""
    rules = [ProgramRule("stop", all_of("red", any_of("amber", at_least(1, "red"))), ("stop",))]
    lights = Program(["red", "amber"], rules, [Tally("light", 0, (Item("red", 1),), (Mark("bright", 1),))])
    run = ExplainedProgram(lights, PlainNames({"stop": "Stop"})).run(["red"], denied=["amber"])
    assert_type(run, ExplainedRun)
    assert_type(run.how("stop").sufficient, tuple[tuple[str, ...], ...])
    assert_type(to_html(run, "Lights"), str)


def kept(path: Path) -> None:
    """The diary and the plan in it."""
    with Diary(path) as diary:
        assert_type(diary.add(RunEntry(date=datetime.date(2026, 3, 2), distance_km=10.0)), RunEntry)
        assert_type(ReturnPlan(diary).going().next_day, datetime.date | None)


EVERYTHING: tuple[object, ...] = (
    About,
    Advice,
    AdviceDifference,
    AdviceGiven,
    AdvicePart,
    AdviceReasons,
    AdviceWithheld,
    Answer,
    AreaTexts,
    AskedFinding,
    AskedFirst,
    AskedLine,
    AskedValue,
    Asker,
    Assessment,
    AssessmentDocument,
    AssessmentResult,
    Cell,
    Change,
    Choice,
    Choices,
    Citation,
    CitedAt,
    CitedSource,
    Claim,
    Client,
    ColumnMapping,
    Comparison,
    Concludes,
    Condition,
    ConditionAtStake,
    ConditionDifference,
    ConditionPart,
    Constraint,
    Contradiction,
    ConversationItem,
    Counterfactual,
    Counterfactuals,
    Decision,
    DecisiveUnknown,
    Denied,
    DerivationGraph,
    Difference,
    Direction,
    Discriminating,
    Edge,
    Effect,
    Engine,
    Established,
    Evidence,
    Exercise,
    ExplainedAssessment,
    ExplanationDocument,
    FhirError,
    FhirMapping,
    Finding,
    FindingGroup,
    FindingRead,
    FiringLimitError,
    FrameMapping,
    GivenAnswer,
    Harm,
    Hazard,
    How,
    HowReason,
    HowStep,
    ImpossibleChangeError,
    Intake,
    IntakeError,
    Interview,
    Is,
    Kind,
    KindPart,
    Knowledge,
    LetterTexts,
    Level,
    LevelText,
    Limit,
    LineDrawing,
    ListedCondition,
    ListedFinding,
    ListedPack,
    ListedValue,
    Mapped,
    Named,
    NearRule,
    NextQuestion,
    NoInformation,
    Node,
    NotConcludedError,
    NotFollowed,
    NotToBeMissed,
    NotToBeMissedPart,
    Number,
    OpenEvidence,
    OpenItem,
    OpenPart,
    OpenRule,
    Overlap,
    Overlapping,
    OverlappingPart,
    Pack,
    PackError,
    PainAllowed,
    Part,
    Parts,
    Pattern,
    Phase,
    Phrasing,
    Picture,
    PictureRow,
    Placing,
    Plan,
    PlanPart,
    PremiseStatus,
    Problem,
    ProblemsError,
    Programme,
    Progress,
    QuestionText,
    Ranked,
    RankedAbove,
    RankedPart,
    Rationale,
    Reading,
    ReadingError,
    ReadingQuestion,
    Reason,
    Recognised,
    RecognisedPart,
    RemoteAssessment,
    RemoteInterview,
    Replay,
    Review,
    Rule,
    RuleAtStake,
    RuleText,
    Screen,
    ScreenItem,
    ScreenPart,
    ScreenQuestion,
    ServiceError,
    ServiceSettings,
    Session,
    SetAside,
    Several,
    Source,
    SourceText,
    StanceScale,
    Standing,
    StartTexts,
    StatedLevel,
    Step,
    Supports,
    Suppression,
    Testimony,
    TextSpan,
    Texts,
    Together,
    UnknownConclusionError,
    UnknownPart,
    UnknownPartError,
    UnknownSchemaError,
    UnverifiedError,
    Urgency,
    UrgencyDifference,
    UrgencyPart,
    Value,
    WeighedPart,
    Weighing,
    WeightDifference,
    Why,
    WhyNot,
    WithheldPart,
    YesNo,
    asgi_application,
    assess,
    assess_frame,
    fhir_bundle,
    fhir_next_question,
    fhir_questionnaire,
    fhir_r5,
    fhir_response,
    in_language,
    load_pack,
    read_case_file,
    read_fhir,
    read_words,
    schema,
    speaking,
)
