"""The questions of an interview as values: what to ask next, and why."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from hipexpert.knowledge.packs.conversation import Stage
from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.ladder import Level
from hipexpert.knowledge.packs.vocabulary import AnsweredBy, FindingType
from hipexpert.knowledge.runner.intake import Answer

SHORT = 4  # answers to choose from that need not be shown to be known


class AskedValue(Struct, frozen=True):
    """One of the values to choose from."""

    id: str
    label: str


class AskedFinding(Struct, frozen=True):
    """A finding that is asked about: the question in plain language, the values to choose from (none for ``yes_no`` and
    ``number``; of ``choices`` those that are still open), what may be answered as one line of help.

    ``denial`` is the answer that "none of these" gives on a list; None where that leaves it open. A number has its limits, its
    ``unit``, and whether it is ``whole``. Of what is to be ``noticed`` and not tried only a yes counts: a no leaves it open.
    """

    finding: str
    type: FindingType
    question: str
    help: str
    values: tuple[AskedValue, ...]
    answers: str
    answered_by: AnsweredBy
    denial: bool | str | float | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    whole: bool = False
    noticed: bool = False


class RuleAtStake(Struct, frozen=True):
    """A rule that an answer could help to fire, the level that it raises to, and how many further answers that takes."""

    rule: str
    title: str
    could_raise_to: Level
    further_answers: int


class ConditionAtStake(Struct, frozen=True):
    """A condition that one answer could bring among the first three, move within them or drop from them."""

    condition: str
    name: str


class Rationale(Struct, frozen=True):
    """Why a question is asked.

    ``rules`` could raise the urgency, the highest level first. ``could_raise_to`` is the highest of them, or None;
    ``could_lower_to`` the lowest level that an answer to this question alone leads to, or None when no answer lowers it.
    ``conditions`` are those of the first three, before or after an answer, whose place could change. ``screen`` says why the
    answer is needed before anything calm is said, where it is.

    The expected changes rank questions and are no probabilities. ``urgency_change`` adds up, over the rules, the steps
    of urgency gained, halved for each further answer needed and doubled where the rule is about a region that hurts, and
    the mean number of steps by which an answer alone changes the level. ``ranking_change`` is the mean change of the
    first three over the possible answers: 1 for another first condition, and one third for each that enters.
    """

    rules: tuple[RuleAtStake, ...]
    could_raise_to: Level | None
    could_lower_to: Level | None
    conditions: tuple[ConditionAtStake, ...]
    urgency_change: float
    ranking_change: float
    screen: tuple[str, ...] = ()


class AskedLine(Struct, frozen=True):
    """One line of a question that a person decides on: how it reads, the findings that denying it denies (``of``), and of an
    area of the body the ``values`` that lie in it. ``only``: of a finding that the line speaks of for some of its answers, which.
    ``parts``: of a line made of words for each of its findings these words, by which one of them may be named.
    """

    text: str
    of: tuple[str, ...]
    values: tuple[str, ...] = ()
    help: str = ""
    only: Mapping[str, tuple[str, ...]] = NOTHING
    parts: Mapping[str, str] = NOTHING

    def __post_init__(self) -> None:
        freeze(self, "only", "parts")

    def applies(self, name: str, answer: Answer, denial: Answer | None) -> bool:
        """Whether somebody whose answer to one of its findings this is would say that the line applies."""
        return answer in self.only[name] if name in self.only else answer is not False and answer != denial


class NextQuestion(Struct, frozen=True):
    """What stands on one screen of an interview, at a stage of it.

    ``list``: lines that apply or do not, with one common answer ("none of these"). A line that applies, but is of several findings or
    more than a yes, has them asked next: each by itself, or those that were named, and the others as one line again.
    ``areas``: lines that are areas of the body; the spot within is asked next.
    ``may_be_none`` says whether none of them is an answer: somewhere a first pain must be.
    ``form``: short answers in one line, all numbers or all choices, called by its ``title``. ``question``: one finding by itself.
    """

    kind: Literal["form", "areas", "list", "question"]
    findings: tuple[AskedFinding, ...]
    rationale: Rationale
    stage: Stage = "telling"
    lines: tuple[AskedLine, ...] = ()
    may_be_none: bool = True
    title: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The findings that are asked about."""
        return tuple(each.finding for each in self.findings)

    @property
    def numbered(self) -> bool:
        """Whether the answers to a form are shown with numbers, anew for each of its questions: all but those that everybody knows,
        which are few and asked of who somebody is.
        """
        return self.kind == "form" and any(len(each.values) > (SHORT if self.stage == "who" else 0) for each in self.findings)

    @property
    def items(self) -> int:
        """How many things a person has to read and decide on: the lines of a list, the parts of a form, else one."""
        return {"list": len(self.lines), "form": len(self.findings)}.get(self.kind, 1)

    @property
    def none(self) -> Mapping[str, Answer]:
        """The answers that "none of these" gives to a list."""
        return {each.finding: each.denial for each in self.findings if each.denial is not None} if self.kind == "list" else {}
