"""What a request to the HTTP interface says, as types: the bodies are read by them, and OpenAPI is made of them."""

import datetime
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from hipexpert.knowledge.interview.answer_file import MOST_ITEMS
from hipexpert.knowledge.packs.conversation import Stage
from hipexpert.knowledge.packs.frozen import freeze
from hipexpert.knowledge.runner.document import SHORT, NamedPart

Answers = Annotated[
    dict[str, object],
    Meta(
        description="Findings and their answers; what is left out is unknown, and unknown is never read as no.",
        extra_json_schema={"$ref": "#/components/schemas/Answers"},
    ),
]
PackName = Annotated[
    str,
    Meta(
        description="Which pack: its id, `id@version`, or the first 12 or more characters of its content hash. "
        "Left out: the first of the service."
    ),
]
Words = Annotated[str, Meta(min_length=1, max_length=20_000, description="What somebody wrote in their own words.")]
Conclusion = Annotated[
    str,
    Meta(
        description="`urgency`, a level, or the id of a condition, a contributing factor, a pattern or advice.",
        extra_json_schema={"$ref": "#/components/schemas/Conclusion"},
    ),
]
Ranked = Annotated[
    str,
    Meta(
        description="`urgency`, `first`, or a condition that is ranked.",
        extra_json_schema={"$ref": "#/components/schemas/RankedConclusion"},
    ),
]
FindingId = Annotated[str, Meta(description="The id of a finding.", extra_json_schema={"$ref": "#/components/schemas/FindingId"})]
GroupName = Annotated[
    str, Meta(description="A list of findings that is denied.", extra_json_schema={"$ref": "#/components/schemas/GroupName"})
]
AskableId = Annotated[
    str,
    Meta(
        description="The id of a finding; of one with several values `finding.value` names one of them.",
        extra_json_schema={"$ref": "#/components/schemas/FindingId"},
    ),
]
ValueName = Literal[
    "urgency",
    "screen",
    "differential",
    "not_to_be_missed",
    "contributing_factors",
    "patterns",
    "plan",
    "contradictions",
    "intake",
    "none_of",
    "derivation",
]
VALUES: tuple[ValueName, ...] = get_args(ValueName)


class AssessRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The answers, and which ``parts`` of the document are wanted; left out: what a person is told first. ``level`` is
    always there. With ``strict``, answers that cannot all be true are refused (409).
    """

    answers: Answers
    parts: tuple[NamedPart, ...] = SHORT
    strict: bool = False
    pack: PackName | None = None


class ValuesRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The answers, and which ``values`` are wanted; left out: all. ``level`` is always there."""

    answers: Answers
    values: tuple[ValueName, ...] | None = None
    strict: bool = False
    pack: PackName | None = None


class AssessLine(AssessRequest, frozen=True, forbid_unknown_fields=True):
    """One line of a batch: as the body of a single request, with an ``id`` that stands beside its result."""

    id: str | int | None = None


class NextQuestionsRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What was answered so far, and how many questions are wanted (``n``).

    ``passed`` are findings that were asked and not answered; with ``clinician`` also what only an examination tells is asked.
    """

    answers: Answers
    n: Annotated[int, Meta(ge=1, le=20)] = 1
    passed: tuple[FindingId, ...] = ()
    clinician: bool = False
    pack: PackName | None = None


class ReadWordsRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A text in somebody's own words. ``today`` counts days that are named ("since Sunday"); nothing reads the clock."""

    text: Words
    today: datetime.date | None = None
    pack: PackName | None = None


class ConclusionRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The answers, and the conclusion that is asked about."""

    answers: Answers
    conclusion: Conclusion
    pack: PackName | None = None


class FindingRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The answers, and the finding that is asked about."""

    answers: Answers
    finding: AskableId
    pack: PackName | None = None


class ChangesRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The answers, and what might be otherwise: answers in place of them."""

    answers: Answers
    changes: Answers
    pack: PackName | None = None


class CounterfactualRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The answers, and the conclusion whose smallest changes are asked for."""

    answers: Answers
    conclusion: Ranked = "urgency"
    pack: PackName | None = None


class InterviewStep(Struct, frozen=True, forbid_unknown_fields=True):
    """One question that was put: the findings it ``asked`` about, the ``answers``, those that were ``passed`` over, and those
    ``picked``, which apply and are still to be asked about, together where they stood on one line. ``items`` is how many things
    there were to read and decide on.
    """

    asked: tuple[FindingId, ...]
    answers: Answers
    passed: tuple[FindingId, ...] = ()
    picked: tuple[tuple[FindingId, ...], ...] = ()
    items: Annotated[int, Meta(ge=1, le=MOST_ITEMS)] = 1
    stage: Stage = "telling"

    def __post_init__(self) -> None:
        freeze(self, "answers")


class InterviewState(Struct, frozen=True, forbid_unknown_fields=True):
    """An interview at one moment: all that it takes to go on with it. Take it from one answer and bring it with the next
    request; nothing of it is kept here. It goes on only with the pack, of the very content, that it was begun with.
    """

    pack: str
    version: str
    content_hash: str
    given: Answers
    none_of: tuple[GroupName, ...] = ()
    steps: tuple[InterviewStep, ...] = ()
    clinician: bool = False

    def __post_init__(self) -> None:
        freeze(self, "given")


class ReplyRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The reply to the question that stands: ``answers`` to findings it asks about, and ``picked``, those that apply but must still
    be asked about, together what stood on one line. Of a line with ``parts`` one may be picked by itself, which names it: it is asked
    about next, and those that are picked together beside it as one line again. What the question asks about and is in neither is
    passed over.
    """

    answers: Answers = {}
    picked: tuple[tuple[FindingId, ...], ...] = ()


class InterviewRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The next step of an interview: its ``state`` with a ``reply`` or a ``move`` (``skip`` the question, or go ``back`` by one);
    with neither, what stands. Without a ``state`` one begins, from the answers ``given`` if there are any, and with
    ``clinician`` it asks also for what only an examination tells.
    """

    state: InterviewState | None = None
    given: Answers = {}
    clinician: bool = False
    reply: ReplyRequest | None = None
    move: Literal["skip", "back"] | None = None
    pack: PackName | None = None
