"""Simulated interviews: a runner who answers what a case says and knows nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from msgspec import Struct

from hipexpert.audit.measuring.measures import Proportion
from hipexpert.audit.measuring.measuring import proportion
from hipexpert.knowledge.cases.cases import Case
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.interview.interviewer import Interviewer
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.pack import Level, Pack, rank
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo
from hipexpert.knowledge.runner.intake import Answer, Intake


class Simulated(Struct, frozen=True):
    """The interview of one case beside its full intake: questions put, urgency, and the first three conditions of each."""

    case: str
    questions: int
    level: Level
    full_level: Level
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


def replies(intake: Intake, question: NextQuestion, pack: Pack) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """What somebody who knows an intake says to a question: the answers, and what applies but has its kind asked next."""
    known = {name: said for name in question.ids if (said := _known(intake, name, pack)) is not None}
    if question.kind == "question":
        return known, ()
    picked = tuple(name for name, said in known.items() if not isinstance(said, bool) and said != question.none[name])
    return {name: said for name, said in known.items() if name not in picked}, picked


def _known(intake: Intake, name: str, pack: Pack) -> Answer | None:
    """The answer of an intake to a finding, that of a denied group included."""
    finding, said = pack.findings[name], intake.answers.get(name)
    if pack.group_of[name].group in intake.none_of:
        match finding:
            case Choices():
                values = said if isinstance(said, Mapping) else {}
                return {value.id: values.get(value.id, False) for value in finding.values}
            case YesNo():
                return False if said is None else said
            case Choice():
                return said or finding.denial or None
            case Number():
                return finding.denial if said is None else said
    return said


def interviewed(intake: Intake, assessor: Interviewer[Any], *, clinician: bool = False) -> Interview:
    """The interview, to its end, of somebody who knows an intake and nothing else."""
    interview = Interview(assessor, clinician=clinician)
    while interview.question is not None:
        answers, picked = replies(intake, interview.question, assessor.pack)
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
        lower_urgency=proportion(_is_lower(each) for each in interviews),
        same_first=proportion(each.first[:1] == each.full_first[:1] for each in interviews),
        same_three=proportion(set(each.first) == set(each.full_first) for each in interviews),
        median_questions=median(each.questions for each in interviews),
        most_questions=max(each.questions for each in interviews),
    )


def _is_lower(each: Simulated) -> bool:
    return rank(each.level) < rank(each.full_level)


def simulation(cases: Iterable[Case], assessor: Interviewer[Any], *, clinician: bool = False) -> InterviewSimulation:
    """The simulated interviews of cases."""
    return in_figures([simulated(case, assessor, clinician=clinician) for case in cases])
