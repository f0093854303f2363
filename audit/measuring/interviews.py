"""Simulated interviews: a runner who answers what a case says and knows nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from msgspec import Struct

from hipexpert.audit.measuring.measures import Proportion
from hipexpert.audit.measuring.proportions import proportion
from hipexpert.knowledge.cases.cases import Case
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.interview.interviewer import Interviewer
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.pack import StatedLevel, caution
from hipexpert.knowledge.runner.intake import Answer, Intake


class Simulated(Struct, frozen=True):
    """The interview of one case beside its full intake: questions put, urgency, and the first three conditions of each."""

    case: str
    questions: int
    level: StatedLevel
    full_level: StatedLevel
    first: tuple[str, ...]
    full_first: tuple[str, ...]


class InterviewSimulation(Struct, frozen=True):
    """Simulated interviews in figures. A screen counts as one question."""

    interviews: tuple[Simulated, ...]
    same_urgency: Proportion
    lower_urgency: Proportion
    same_first: Proportion
    same_three: Proportion
    median_questions: float
    most_questions: int


def replies(told: Mapping[str, Answer], question: NextQuestion) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """What somebody who knows answers says to a question: those to it, and what applies but has its kind asked next."""
    known = {name: told[name] for name in question.ids if name in told}
    if question.kind == "question":
        return known, ()
    picked = tuple(name for name, said in known.items() if not isinstance(said, bool) and said != question.none[name])
    return {name: said for name, said in known.items() if name not in picked}, picked


def interviewed(intake: Intake, assessor: Interviewer[Any], *, clinician: bool = False) -> Interview:
    """The interview, to its end, of somebody who knows an intake and nothing else."""
    told = assessor.key.intake(assessor.key.said(intake)).answers  # those of denied groups included
    interview = Interview(assessor, clinician=clinician)
    while interview.question is not None:
        answers, picked = replies(told, interview.question)
        interview = interview.answered(answers, picked)
    return interview


def simulated(case: Case, assessor: Interviewer[Any], *, clinician: bool = False) -> Simulated:
    """What the interview of a case comes to, beside its full intake."""
    interview = interviewed(case.intake, assessor, clinician=clinician)
    full = assessor.asking(case.intake)
    return Simulated(case.id, len(interview.steps), interview.level, full.level, interview.asking.first, full.first)


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
        median_questions=median(each.questions for each in interviews),
        most_questions=max(each.questions for each in interviews),
    )


def simulation(cases: Iterable[Case], assessor: Interviewer[Any], *, clinician: bool = False) -> InterviewSimulation:
    """The simulated interviews of cases."""
    return in_figures([simulated(case, assessor, clinician=clinician) for case in cases])
