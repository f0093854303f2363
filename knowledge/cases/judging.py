"""How a case is judged: as it was said; where that leaves the level undetermined, with the rest of the screen denied as well.

The ranking, the reasons and the plan of a case are those of what was said.

Whoever writes a case down leaves out what nobody would mention. A program must not take that for a no; a judge of the program
may, once, and says how often it was needed.
"""

from typing import Any, Generic, NamedTuple

from hipexpert.knowledge.packs.ladder import UNDETERMINED
from hipexpert.knowledge.packs.pack import SCREEN
from hipexpert.knowledge.runner.assessment import Assessed, Assessor
from hipexpert.knowledge.runner.intake import Intake


class Judged(NamedTuple, Generic[Assessed]):
    """The assessment of what was said alone, and that by which a case is judged: the same unless it is undetermined."""

    said: Assessed
    assessment: Assessed


def screen_denied(intake: Intake) -> Intake:
    """The same intake with what is not answered of the screen denied."""
    return Intake(intake.answers, tuple(sorted({*intake.none_of, SCREEN})))


def judged(intake: Intake, assessor: "Assessor[Assessed]") -> "Judged[Assessed]":
    """The assessment by which a case with this intake is judged; see above."""
    said = assessor.assess(intake)
    if said.level != UNDETERMINED:
        return Judged(said, said)
    return Judged(said, assessor.assess(screen_denied(intake)))


def judged_intake(intake: Intake, assessor: "Assessor[Any]") -> Intake:
    """The intake by which a case is judged."""
    found: Intake = judged(intake, assessor).assessment.intake
    return found
