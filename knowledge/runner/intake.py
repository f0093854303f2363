"""What is known about one runner: the answers, and the groups that were denied."""

from collections.abc import Mapping

from msgspec import Struct

from hipexpert.engine import ProblemsError
from hipexpert.knowledge.packs.frozen import freeze

Answer = bool | str | float | Mapping[str, bool]


class IntakeError(ProblemsError, ValueError):
    """Answers that cannot be understood, with all their problems."""


class Intake(Struct, frozen=True):
    """The answers, normalised: ``True``/``False`` (yes_no), a value (choice), ``{value: True/False}`` (choices) or a
    number; and the groups of which everything not answered is denied (``screen``: what is not answered of the screen).
    Nobody changes its mappings.
    """

    answers: Mapping[str, Answer]
    none_of: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze(self, "answers")


def merged(first: Intake, second: Intake) -> Intake:
    """Both intakes together; where both answer, the second counts (of a ``choices`` finding, value by value)."""
    answers = dict(first.answers)
    for name, answer in second.answers.items():
        earlier = answers.get(name)
        if isinstance(answer, Mapping) and isinstance(earlier, Mapping):
            answers[name] = {**earlier, **answer}
        else:
            answers[name] = answer
    return Intake(answers, tuple(sorted({*first.none_of, *second.none_of})))
