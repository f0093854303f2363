"""Simulated interviews: a runner who answers what a case says and knows nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from statistics import median
from typing import Any

from msgspec import Struct

from hipexpert.audit.measuring.measures import Proportion
from hipexpert.audit.measuring.proportions import proportion
from hipexpert.knowledge.cases.cases import Case
from hipexpert.knowledge.interview.interview import Interview, Picked
from hipexpert.knowledge.interview.interviewer import Interviewer
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.interview.replies import apart
from hipexpert.knowledge.packs.ladder import StatedLevel, caution
from hipexpert.knowledge.runner.intake import Answer, Intake

NOTHING = Intake({})


class Simulated(Struct, frozen=True):
    """The interview of one case beside the full intake of what a runner can say: the items that were read and decided on, the
    screens that they stood on, urgency, and the first three conditions of each.
    """

    case: str
    items: int
    screens: int
    level: StatedLevel
    full_level: StatedLevel
    first: tuple[str, ...]
    full_first: tuple[str, ...]


class InterviewSimulation(Struct, frozen=True):
    """Simulated interviews in figures. An item is whatever a person has to read and decide on: each line of a list, each part
    of a form, each question by itself.
    """

    interviews: tuple[Simulated, ...]
    same_urgency: Proportion
    lower_urgency: Proportion
    same_first: Proportion
    same_three: Proportion
    median_items: float
    most_of_95_percent: int
    most_items: int
    median_screens: float


def replies(told: Mapping[str, Answer], question: NextQuestion) -> tuple[dict[str, Answer], Picked]:
    """What somebody who knows answers says to a question: those to it, and what applies and is to be asked about next. Of a line
    with words for each of its parts those are named that apply.
    """
    unheard = {each.finding for each in question.findings if each.noticed and told.get(each.finding) is False}
    known = {name: told[name] for name in question.ids if name in told and name not in unheard}
    if question.kind == "areas":
        return {}, (question.ids,) if known else ()
    if question.kind != "list":
        return known, ()
    picked: list[tuple[str, ...]] = []
    for line in question.lines:
        applies = [name for name in line.of if name in known and line.applies(name, known[name], question.none.get(name))]
        if applies and (len(line.of) > 1 or known[line.of[0]] is not True):
            picked += apart(line, applies if line.parts else ())
    waiting = {name for names in picked for name in names} | {name for line in question.lines for name in line.only}
    return {name: said for name, said in known.items() if name not in waiting}, tuple(picked)


def interviewed(intake: Intake, assessor: Interviewer[Any], *, clinician: bool = False, given: Intake = NOTHING) -> Interview:
    """The interview, to its end, of somebody who knows an intake and nothing else. ``given`` was said before it."""
    told = assessor.key.intake(assessor.key.said(intake)).answers  # those of denied groups included
    interview = Interview(assessor, given, clinician=clinician)
    while interview.question is not None:
        answers, picked = replies(told, interview.question)
        interview = interview.answered(answers, picked)
    return interview


def sayable(intake: Intake, assessor: Interviewer[Any]) -> Intake:
    """What of an intake a runner can say: all but the findings of a clinician."""
    said = assessor.key.intake(assessor.key.said(intake)).answers
    return Intake({name: answer for name, answer in said.items() if assessor.pack.answered_by(name) != "clinician"})


def simulated(case: Case, assessor: Interviewer[Any], *, clinician: bool = False, given: Intake = NOTHING) -> Simulated:
    """What the interview of a case comes to, beside its full intake; ``given`` was said before it."""
    interview = interviewed(case.intake, assessor, clinician=clinician, given=given)
    full = assessor.asking(case.intake if clinician else sayable(case.intake, assessor))
    return Simulated(case.id, interview.items, len(interview.steps), interview.level, full.level, interview.asking.first, full.first)


def in_figures(interviews: Sequence[Simulated]) -> InterviewSimulation:
    """The figures of simulated interviews. Raises ValueError when there is none."""
    if not interviews:
        raise ValueError("there is no interview to measure")
    return InterviewSimulation(
        interviews=tuple(interviews),
        same_urgency=proportion(each.level == each.full_level for each in interviews),
        lower_urgency=proportion(caution(each.level) < caution(each.full_level) for each in interviews),
        same_first=proportion(each.first[:1] == each.full_first[:1] for each in interviews),
        same_three=proportion(set(each.first) == set(each.full_first) for each in interviews),
        median_items=median(each.items for each in interviews),
        most_of_95_percent=sorted(each.items for each in interviews)[ceil(0.95 * len(interviews)) - 1],
        most_items=max(each.items for each in interviews),
        median_screens=median(each.screens for each in interviews),
    )


def simulation(cases: Iterable[Case], assessor: Interviewer[Any], *, clinician: bool = False) -> InterviewSimulation:
    """The simulated interviews of cases."""
    return in_figures([simulated(case, assessor, clinician=clinician) for case in cases])
