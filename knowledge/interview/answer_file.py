"""The answers of an interview as values and as a file: an ordinary case, with what it takes to go on with the interview."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from hipexpert.engine import Problem
from hipexpert.knowledge.interview.interview import Interview, Step
from hipexpert.knowledge.interview.interviewer import Interviewer
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.answer_space import plain_answer
from hipexpert.knowledge.packs.conversation import STAGES
from hipexpert.knowledge.packs.frozen import freeze
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.yaml_text import yaml_text
from hipexpert.knowledge.runner.intake import Answer, Intake, IntakeError
from hipexpert.knowledge.runner.reading_intake import read_intake

MOST_ITEMS = 100
HEADING = "# Answers of an interview. `hipexpert explain FILE` explains them, `hipexpert interview --resume FILE` goes on.\n"


class InterviewBegun(Struct, frozen=True):
    """How far an interview is: the pack that it was begun with, what was ``given`` before it, and each question that was put. It goes
    on only with the pack of this very content.
    """

    pack: str
    version: str
    content_hash: str
    clinician: bool
    given: Mapping[str, Answer]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        freeze(self, "given")


class SavedInterview(Struct, frozen=True, omit_defaults=True):
    """An interview as a case: ``findings`` and ``none_of`` are all that was answered, ``interview`` what it takes to go on."""

    findings: Mapping[str, Answer]
    interview: InterviewBegun
    none_of: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze(self, "findings")


def saved(interview: Interview) -> SavedInterview:
    """An interview as it is kept: what :func:`read_interview` reads back to the same."""
    pack, intake = interview.assessor.pack, interview.intake
    steps = tuple(replace(step, answers=_plain(step.answers), told=_plain(step.told)) for step in interview.steps)
    given = _plain(interview.given.answers)
    begun = InterviewBegun(pack.about.id, pack.about.version, pack.content_hash, interview.clinician, given, steps)
    return SavedInterview(_plain(intake.answers), begun, intake.none_of)


def to_case(interview: Interview) -> dict[str, Any]:
    """The same as plain data, ready for JSON or YAML."""
    made: dict[str, Any] = msgspec.to_builtins(saved(interview))
    return made


def to_yaml(interview: Interview) -> str:
    """The same as the text of a case file."""
    case = to_case(interview)
    state = {"interview": case.pop("interview")}
    written = yaml_text(case, sort_keys=False, default_flow_style=False)
    return HEADING + written + yaml_text(state, sort_keys=False, default_flow_style=None, width=100)


def _plain(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {name: dict(said) if isinstance(said, Mapping) else plain_answer(said) for name, said in answers.items()}


def resumed(path: Path, assessor: Interviewer[Any]) -> Interview:
    """The interview that a file holds. Raises :class:`hipexpert.ReadingError` for a file that cannot be read and
    :class:`hipexpert.IntakeError` for answers that cannot, for a file of another pack or version, and for one that is
    only a case.
    """
    return read_interview(reading.read_bytes(path, reading.CASE_BYTES), str(path), assessor)


def read_interview(content: bytes, name: str, assessor: Interviewer[Any]) -> Interview:
    """The interview in the bytes of a YAML or JSON file of this name, read and checked like any other answers; raises as
    :func:`resumed` does.
    """
    reading.check_size(content, reading.CASE_BYTES, name)
    text = reading.parse(content, name)
    state = text.data.get("interview") if isinstance(text.data, dict) else None
    if not isinstance(state, dict):
        help_text = f"to start from the answers of a case: hipexpert interview {name}"
        raise IntakeError([Problem("no-interview", "the file holds no interview to go on with", name, help_text)])
    _check_pack(state, assessor.pack, text)
    intake = read_intake(text.data, assessor.pack, text.place)
    return _Reader(state, intake, assessor, text).read()


def _check_pack(state: Mapping[str, object], pack: Pack, text: reading.Text) -> None:
    about = pack.about
    if (state.get("pack"), state.get("version"), state.get("content_hash")) != (about.id, about.version, pack.content_hash):
        theirs = f"{_short(state.get('pack'))} {_short(state.get('version'))} ({_short(state.get('content_hash'), 12)})"
        message = f"the interview was begun with the pack {theirs}, and this is {about.id} {about.version} ({pack.content_hash[:12]})"
        help_text = f"its answers are a case, so begin again from them: hipexpert interview {text.name}"
        raise IntakeError([Problem("other-pack", message, text.place("interview"), help_text)])


def _short(value: object, most: int = 30) -> str:
    return str(value)[:most]


class _Reader:
    def __init__(self, state: dict[Any, Any], intake: Intake, assessor: Interviewer[Any], text: reading.Text) -> None:
        self.state = state
        self.intake = intake
        self.assessor = assessor
        self.text = text

    def read(self) -> Interview:
        steps = self.state.get("steps")
        if not isinstance(steps, list):
            raise self._wrong("`steps` is a list of the questions that were put", "steps")
        given = Intake(self._answers(self.state.get("given", {}), "given"), self.intake.none_of)
        found = Interview(self.assessor, given, tuple(map(self._step, steps)), self.state.get("clinician") is True)
        if found.intake.answers != self.intake.answers:
            raise self._wrong("the findings are not those that the interview left", "steps")
        return found

    def _step(self, step: object) -> Step:
        if not isinstance(step, dict):
            raise self._wrong("`steps` is a list of the questions that were put", "steps")
        asked, answers = self._names(step.get("asked"), "steps"), self._answers(step.get("answers", {}), "steps")
        picked = step.get("picked", [])
        if not isinstance(picked, list):
            raise self._wrong("`picked` is a list of lists of findings", "steps")
        waiting = tuple(self._names(names, "steps") for names in picked)
        items, stage = step.get("items"), step.get("stage")
        if not isinstance(items, int) or isinstance(items, bool) or not 0 < items <= MOST_ITEMS or stage not in STAGES:
            raise self._wrong("a step has its `items` and its `stage`", "steps")
        if not {*answers, *(name for names in waiting for name in names)} <= set(asked):
            raise self._wrong("a step answers what it did not ask", "steps")
        told = self._answers(step.get("told", {}), "steps")
        if not set(asked).isdisjoint(told):
            raise self._wrong("what a step was told besides is of what it did not ask", "steps")
        return Step(asked, answers, self._names(step.get("passed", []), "steps"), waiting, items, stage, told)

    def _answers(self, value: object, key: str) -> Mapping[str, Answer]:
        """Answers, read as those of any case are."""
        return read_intake(value, self.assessor.pack, lambda *_: self.text.place("interview", key)).answers

    def _names(self, value: object, key: str) -> tuple[str, ...]:
        names = value if isinstance(value, list) else None
        if names is None or not all(isinstance(name, str) and name in self.assessor.pack.findings for name in names):
            raise self._wrong(f"`{key}` holds something that is no finding", key)
        return tuple(names)

    def _wrong(self, message: str, key: str) -> IntakeError:
        help_text = f"its answers are a case, so begin again from them: hipexpert interview {self.text.name}"
        return IntakeError([Problem("bad-interview", message, self.text.place("interview", key), help_text)])
