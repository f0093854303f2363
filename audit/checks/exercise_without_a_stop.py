"""Finds what `exercise_without_a_stop.md` describes."""

import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject

ENDS = re.compile(r"\b(?:stop|end|finish|break off|leave it)\b")
COMPLAINT = re.compile(
    r"\b(?:pain(?:ful)?|hurts?|hurting|pinch(?:es)?|ting(?:les?|ling)|cramps?|numb(?:ness)?|sharp|sore|dizzy|swells?|catch(?:es)?)\b"
)
GOES_ON = re.compile(r"\b(?:keep going|go on|carry on|push (?:on|through)|do not stop|never stop|ignore)\b")


def _find(subject: Subject) -> Iterator[Found]:
    for exercise in subject.pack.exercises:
        said = exercise.stop.casefold()
        wrong = GOES_ON.search(said)
        if wrong or not ENDS.search(said) or not COMPLAINT.search(said):
            why = f"tells to go on (`{wrong[0]}`)" if wrong else "does not say at what complaint to stop"
            yield Found.about(
                "exercises",
                exercise.id,
                f"`stop` of `{exercise.id}` {why}",
                "say at which pain, where, one stops: `Stop at pain in the groin.`",
            )


CHECK = Check("exercise-without-a-stop", "safety", "error", _find)
