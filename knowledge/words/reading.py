"""What was read in a person's own words, as values."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from hipexpert.knowledge.packs.frozen import freeze
from hipexpert.knowledge.runner.intake import Answer, Intake

SCHEMA = "hipexpert.reading/1"
Sure = Literal["said", "understood"]
Why = Literal[
    "uncertain",
    "ambiguous",
    "two_answers",
    "which_answer",
    "part_denied",
    "limited",
    "other_time",
    "other_person",
    "no_date",
    "denial_unclear",
    "which_number",
]
WhyAside = Literal["other_person", "other_place", "softening", "topic"]


class TextSpan(Struct, frozen=True):
    """Where words stand: ``text[start:end]``, in characters from 0, and the words themselves."""

    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=0)]
    words: str


class FindingRead(Struct, frozen=True):
    """One answer that was read. ``value`` is the answer as an intake takes it; for a finding with several values (such as
    where it hurts) ``part`` names the value and ``value`` says whether it is present. ``says`` is the answer as a sentence.

    ``sure``: ``said`` when the words say just that, ``understood`` when a measure was converted or a rough word made a number.
    """

    finding: str
    value: bool | float | str
    says: str
    words: tuple[TextSpan, ...]
    part: str = ""
    sure: Sure = "said"


class ReadingQuestion(Struct, frozen=True):
    """Something that was spoken of and not clearly answered: to be asked, never assumed.

    ``candidates`` are the answers that the words could mean; ``question`` is the pack's own.
    """

    finding: str
    question: str
    why: Why
    words: tuple[TextSpan, ...]
    candidates: tuple[str, ...] = ()


class SetAside(Struct, frozen=True):
    """Words that were understood and count for no finding: about somebody else, about another part of the body, softening."""

    words: TextSpan
    why: WhyAside


class Reading(Struct, frozen=True):
    """What was understood of a text. ``answers`` is what :func:`hipexpert.assess` takes; what was not said stays unknown."""

    schema: str
    text: str
    findings: tuple[FindingRead, ...]
    questions: tuple[ReadingQuestion, ...]
    set_aside: tuple[SetAside, ...]
    not_understood: tuple[TextSpan, ...]
    answers: Mapping[str, Answer]
    cut_off: bool = False

    def __post_init__(self) -> None:
        freeze(self, "answers")

    def without(self, numbers: Collection[int]) -> "Reading":
        """The reading without the findings of these numbers, counted from 0: what somebody said was read wrongly."""
        kept = tuple(each for number, each in enumerate(self.findings) if number not in numbers)
        return replace(self, findings=kept, answers=answers_of(kept))

    @property
    def intake(self) -> Intake:
        """The answers as an intake."""
        return Intake(self.answers)


def answers_of(findings: Sequence[FindingRead]) -> dict[str, bool | float | str | dict[str, bool]]:
    """The answers as an intake takes them."""
    answers: dict[str, bool | float | str | dict[str, bool]] = {}
    for each in findings:
        if each.part:
            parts = answers.setdefault(each.finding, {})
            if isinstance(parts, dict):
                parts[each.part] = bool(each.value)
        else:
            answers[each.finding] = each.value
    return answers
