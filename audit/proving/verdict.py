"""What became of a question about all runners: yes, no, or not decided; with a witness where one shows it."""

from dataclasses import dataclass
from typing import Literal

from hipexpert.audit.proving.witness import Witness

Decision = Literal["proved", "refuted", "not decided"]


@dataclass(frozen=True)
class Verdict:
    """The answer to a question about all runners.

    ``answer`` is True (yes), False (no) or None (not decided: the effort ran out). ``witness`` is a runner who shows it:
    of "can this be?" the yes, of "is it always so?" the no. The side without a witness is proved over all intakes.
    """

    answer: bool | None
    witness: Witness | None = None

    @property
    def outcome(self) -> Decision:
        """The verdict on the statement "yes, it is so"."""
        return "not decided" if self.answer is None else "proved" if self.answer else "refuted"

    def __invert__(self) -> "Verdict":
        """The answer to the opposite question, with the same witness."""
        return Verdict(None if self.answer is None else not self.answer, self.witness)
