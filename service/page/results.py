"""What a result says to a person, as values for its page: the words are those of every other form."""

from collections.abc import Mapping

from msgspec import Struct

from hipexpert import ExplainedAssessment
from hipexpert.graphs.selection import AdviceSection, Shown, advice_sections, grouped, shown_conditions
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.packs.vocabulary import Choice, Finding
from hipexpert.knowledge.runner.answers import denial_of
from hipexpert.knowledge.runner.results import AdviceGiven, NotToBeMissed
from hipexpert.rendering.page.values import (
    AnsweredQuestion,
    WithheldGroup,
    answered_questions,
    denied_groups,
    shown_exercises,
    withheld_groups,
)
from hipexpert.rendering.report.openness import ASKED, at_once, no_warning, unreasoned, what_counts
from hipexpert.rendering.reports.assessment import meanwhile, named_together, telling_phrases

PLAUSIBLE = ("likely", "possible")


class MayBe(Struct, frozen=True):
    """Conditions that go by the same story, and what speaks for and against them."""

    names: str
    band: str
    group: Shown
    for_: tuple[str, ...]
    against: tuple[str, ...]
    apart: tuple[str, ...]


class Result(Struct, frozen=True):
    """What stands on the page of a result beside the assessment itself. What was answered with a plain no (``not_so``) stands apart
    from what says something (``said``); ``denied`` are groups that were denied as a whole.
    """

    assessment: ExplainedAssessment
    asked_first: int
    no_warning: str
    unreasoned: str
    counts: str
    at_once: str
    signs: tuple[AdviceGiven, ...]
    meanwhile: str
    sections: tuple[AdviceSection, ...]
    exercises: Mapping[str, str]
    withheld: tuple[WithheldGroup, ...]
    may_be: tuple[MayBe, ...]
    missed: tuple[NotToBeMissed, ...]
    said: tuple[AnsweredQuestion, ...]
    not_so: tuple[AnsweredQuestion, ...]
    denied: tuple[str, ...]


def result_of(assessment: ExplainedAssessment) -> Result:
    """The values of the page."""
    above = {each.condition for each in shown_conditions(assessment)}
    answers = tuple(answered_questions(assessment))
    not_so = {name for name, said in assessment.intake.answers.items() if _denies(assessment.pack.findings[name], said)}
    return Result(
        assessment=assessment,
        asked_first=ASKED,
        no_warning=no_warning(assessment),
        unreasoned=unreasoned(assessment),
        counts=what_counts(assessment.level),
        at_once=at_once(assessment),
        signs=assessment.safety_net,
        meanwhile=meanwhile(assessment),
        sections=advice_sections(assessment.pack, assessment.plan),
        exercises=shown_exercises(assessment.pack, assessment.plan),
        withheld=withheld_groups(assessment.plan),
        may_be=tuple(_may_be(group) for group in grouped(shown_conditions(assessment))),
        missed=tuple(
            each for each in assessment.not_to_be_missed if each.condition not in above and (each.red_flag or each.band in PLAUSIBLE)
        ),
        said=tuple(each for each in answers if each.finding not in not_so),
        not_so=tuple(each for each in answers if each.finding in not_so),
        denied=denied_groups(assessment),
    )


def _denies(finding: Finding, said: object) -> bool:
    return said is False or (isinstance(finding, Choice) and said == denial_of(finding))


def _may_be(group: Shown) -> MayBe:
    first, named = group[0], {each.condition for each in group}
    apart = dict.fromkeys(other.told_apart_by for each in group for other in each.overlaps if other.condition in named)
    return MayBe(
        named_together(group),
        first.band,
        group,
        tuple(telling_phrases(first.for_) or telling_phrases(first.for_, 1)),
        tuple(telling_phrases(first.against)),
        tuple(apart),
    )


class Passed(Struct, frozen=True):
    """A question that was put and not answered."""

    finding: str
    question: str


def passed(interview: Interview) -> tuple[Passed, ...]:
    """What was passed over and is not answered: it may still be."""
    names = dict.fromkeys(name for step in interview.steps for name in step.passed if name not in interview.intake.answers)
    findings: Mapping[str, object] = interview.assessor.pack.findings
    return tuple(Passed(name, interview.assessor.pack.findings[name].question) for name in names if name in findings)
