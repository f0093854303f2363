"""The types of the vocabulary: findings, their values, and how an answer reads in a sentence."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from hipexpert.knowledge.packs.frozen import freeze
from hipexpert.languages.catalogue import ENGLISH, say_in

Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", description="lower-case words joined by _")]
RuleId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="lower-case words joined by -")]
Line = Annotated[str, Meta(min_length=1)]
# What a PremiseReader reads; its JSON Schema is that of the premises in `schemas/grammar.py`.
WrittenPremise = Annotated[object, Meta(extra_json_schema={"$ref": "#/$defs/premise"})]
AnsweredBy = Literal["runner", "self_test", "clinician"]
UNKNOWN = ("unknown", "?")  # the words for an answer that is not known, in any case


class Value(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One allowed answer. ``says`` reads after "because"; ``denies`` is its opposite (type ``choices`` only).

    ``vague``: it says no more exactly where or how, so that it never speaks against what a picture names more exactly.
    """

    id: Id
    label: Line
    says: Line
    denies: str = ""
    synonyms: tuple[str, ...] = ()
    vague: bool = False


class Asked(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What findings of every type may say of themselves."""

    help: str = ""
    synonyms: tuple[str, ...] = ()
    safe_when: WrittenPremise = None
    context: bool = False
    fixed: bool = False
    lasts: bool = False

    def __post_init__(self) -> None:
        freeze(self, "safe_when")


class YesNo(Asked, frozen=True, tag="yes_no"):
    """A finding that is present or absent.

    Of every type: ``fixed`` says that it is what somebody is (age, sex) and never offered as something that could be
    otherwise; ``lasts`` that what was once there stays so, and need not be asked again the next time; ``context`` and
    ``safe_when`` are explained in ``docs/writing-rules.md``.
    """

    id: Id
    question: Line
    present: Line
    absent: Line


class Choice(Asked, frozen=True, tag="choice"):
    """A finding with exactly one of several values; ``denial`` names the value that means "nothing of the kind"."""

    id: Id
    question: Line
    values: Annotated[tuple[Value, ...], Meta(min_length=2)]
    denial: str = ""


class Choices(Asked, frozen=True, tag="choices"):
    """A finding with any number of values, each of which is present, absent or unknown."""

    id: Id
    question: Line
    values: Annotated[tuple[Value, ...], Meta(min_length=2)]


class Number(Asked, frozen=True, tag="number"):
    """A finding with a number from ``minimum`` to ``maximum`` (both allowed) in ``unit``; ``denial`` is the number that
    "none of these" stands for.
    """

    id: Id
    question: Line
    noun: Line
    minimum: float
    maximum: float
    unit: str = ""
    whole: bool = False
    denial: float | None = None


Finding = YesNo | Choice | Choices | Number


class FindingGroup(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of ``findings/``: the findings that belong together and who can answer them.

    ``context``: they tell who the runner is and not what is wrong, so they colour a condition that a symptom points at
    but never bring one up by themselves (a finding can be marked so on its own).
    """

    group: Id
    title: Line
    answered_by: AnsweredBy
    findings: tuple[Finding, ...]
    context: bool = False


FindingType = Literal["yes_no", "choice", "choices", "number"]


def finding_type(finding: Finding) -> FindingType:
    """``yes_no``, ``choice``, ``choices`` or ``number``."""
    return type(finding).__struct_config__.tag  # type: ignore[return-value]


def is_unknown(value: object) -> bool:
    """Whether an answer says that the answer is not known."""
    return value is None or (isinstance(value, str) and value.lower() in UNKNOWN)


def plain_number(value: float) -> str:
    """A number without a needless ``.0``, to the last digit: bounds that differ are different facts."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def allowed_answers(finding: Finding, language: str = ENGLISH) -> str:
    """What may be answered, as one line of help; of a number in a language, for whoever is asked in it."""
    if isinstance(finding, YesNo):
        return "yes or no"
    if isinstance(finding, Number):
        low, high = plain_number(finding.minimum), plain_number(finding.maximum)
        if finding.whole:
            limits = say_in(language, "a whole number from %(low)s to %(high)s", low=low, high=high)
        else:
            limits = say_in(language, "a number from %(low)s to %(high)s", low=low, high=high)
        return f"{limits} {say_in(language, finding.unit)}" if finding.unit else limits
    names = ", ".join(value.id for value in finding.values)
    return f"one of {names}" if isinstance(finding, Choice) else f"any of {names}"
