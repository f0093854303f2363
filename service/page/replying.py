"""What somebody chose in a form, read as a reply to a question. What a line of the terminal may say and what a form may say mean
the same: both end in :mod:`hipexpert.knowledge.interview.replies`.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from hipexpert.engine import Problem
from hipexpert.knowledge import IntakeError, Pack
from hipexpert.knowledge.interview.measures import BODY_MASS
from hipexpert.knowledge.interview.questions import AskedFinding, NextQuestion
from hipexpert.knowledge.interview.replies import Reply, areas_reply, choices_reply, form_reply, list_reply, number_reply, yes_or_no_reply
from hipexpert.knowledge.packs.frozen import NOTHING
from hipexpert.knowledge.runner.intake import Answer
from hipexpert.knowledge.runner.reading_intake import read_intake
from hipexpert.languages.catalogue import later, say

NONE = "none"
HEIGHT, WEIGHT, UNIT = "height", "weight", "unit"
SHOWN = 60  # characters of what somebody wrote
NOT_ON_THE_LIST = later("What was chosen is not on this list")
PICK_OR_NONE = later("Choose what applies, or “None of these”")


class Fields(Protocol):
    """The fields of a form."""

    def get(self, name: str, /) -> object:
        """The value of a field, or None."""

    def getlist(self, name: str, /) -> Iterable[object]:
        """All values of a field."""


def text(fields: Fields, name: str) -> str:
    """What stands in a field; nothing where there is none, or where it is a file."""
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def read_reply(fields: Fields, question: NextQuestion, pack: Pack) -> Reply:
    """The reply. Raises :class:`hipexpert.IntakeError` with what to do where nothing was chosen or it cannot be read."""
    match question.kind:
        case "list":
            named = _named(fields, question)
            applying, unsure = _chosen(fields, len(question.lines), one=len(question.lines) == 1, named=named)
            return list_reply(question, applying, unsure, named=named.keys())
        case "areas":
            applying, _ = _chosen(fields, len(question.lines), must=not question.may_be_none)
            return areas_reply(question, applying)
        case "form":
            return _form(fields, question, pack)
    return _single(fields, question.findings[0], pack, may_be_none=question.may_be_none)


def _problem(message: str, help_text: str = "", findings: Iterable[str] = ()) -> IntakeError:
    return IntakeError([Problem("no-answer", message, "", help_text, tuple(findings))])


def _named(fields: Fields, question: NextQuestion) -> Mapping[str, int]:
    """The parts of lines that were marked, and the places of their lines."""
    places = {name: number for number, line in enumerate(question.lines) for name in line.parts}
    marked = [value for value in fields.getlist("part") if isinstance(value, str)]
    if not places.keys() >= set(marked):
        raise _problem(say(NOT_ON_THE_LIST), say("choose again"))
    return {name: places[name] for name in marked}


def _chosen(
    fields: Fields, most: int, *, one: bool = False, must: bool = False, named: Mapping[str, int] = NOTHING
) -> tuple[set[int], set[int]]:
    """The places of the lines that apply, and of those that somebody is not sure of: of a line with both, the doubt counts. A line of
    which a part was ``named`` applies.
    """
    said = text(fields, "say")
    if one and said in ("yes", "no"):
        return ({0} if said == "yes" else set()), set()
    lines, unsure = {*_places(fields, "line", most), *named.values()}, _places(fields, "unsure", most)
    if said == NONE and (lines or unsure):
        raise _problem(say("Some are chosen, and “None of these” as well"), say("take the marks away, or go on with what you chose"))
    if said != NONE and not (lines or unsure):
        raise _problem(say("Choose the place that comes nearest") if must else say(PICK_OR_NONE), say("“Not sure” is an answer too"))
    return lines - unsure, unsure


def _places(fields: Fields, name: str, most: int) -> set[int]:
    given = [value for value in fields.getlist(name) if isinstance(value, str)]
    if not all(value.isascii() and value.isdigit() and len(value) < 4 and int(value) < most for value in given):
        raise _problem(say(NOT_ON_THE_LIST), say("choose again"))
    return {int(value) for value in given}


def _form(fields: Fields, question: NextQuestion, pack: Pack) -> Reply:
    answers: dict[str, Answer] = {}
    for asked in question.findings:
        said = text(fields, asked.finding)
        if said:
            answers.update(_number(asked, said, pack).answers if asked.type == "number" else _read(asked, said, pack))
    if not answers:
        raise _problem(say("Nothing is filled in yet"), say("fill in what you know, or “Not sure”"))
    return form_reply(question, answers)


def _single(fields: Fields, asked: AskedFinding, pack: Pack, *, may_be_none: bool) -> Reply:
    if asked.type == "choices":
        applying, unsure = _chosen(fields, len(asked.values), must=not may_be_none)
        return choices_reply(asked, applying, unsure, may_be_none=may_be_none)
    if asked.type == "number":
        amount = _amount(fields)
        if not amount:
            raise _problem(say("Nothing is filled in yet"), say("a good guess will do, or “Not sure”"))
        return _number(asked, amount, pack)
    said = text(fields, "say")
    if not said:
        raise _problem(say("Choose one of the answers"), say("“Not sure” is an answer too"))
    if said in {value.id for value in asked.values}:  # also one that is called unknown
        return Reply({asked.finding: said})
    try:
        return yes_or_no_reply(asked, said, pack)
    except IntakeError:
        raise _unread(asked, said, pack) from None


def _number(asked: AskedFinding, said: str, pack: Pack) -> Reply:
    try:
        return number_reply(asked, said, pack)
    except IntakeError:
        raise _unread(asked, said, pack) from None


def _amount(fields: Fields) -> str:
    """A number with its unit, or height and weight, as one would say them."""
    if height := text(fields, HEIGHT):
        weight = text(fields, WEIGHT)
        return f"{_with(height, 'cm')} {_with(weight, 'kg')}".replace(",", ".") if weight else height
    amount, unit = text(fields, "amount"), text(fields, UNIT)
    return _with(amount, unit) if amount else text(fields, WEIGHT)


def _with(amount: str, unit: str) -> str:
    """A bare number with a unit; what has one keeps its own."""
    return f"{amount} {unit}" if unit and amount.replace(",", ".").replace(".", "", 1).isdigit() else amount


def _read(asked: AskedFinding, said: str, pack: Pack) -> Mapping[str, Answer]:
    try:
        return read_intake({asked.finding: said}, pack, lambda *_path: "").answers
    except IntakeError:
        raise _unread(asked, said, pack) from None


def _unread(asked: AskedFinding, said: str, pack: Pack) -> IntakeError:
    """What to write instead, in the words of the question and not in those of the pack's authors."""
    body_mass = getattr(pack.findings[asked.finding], "unit", "") == BODY_MASS
    example = say("for instance `178 cm` and `70 kg`") if body_mass else say("it takes %(answers)s", answers=asked.answers)
    return _problem(say("`%(said)s` cannot be read here", said=said[:SHOWN]), example, [asked.finding])
