"""The values of a review, in the shape of their JSON."""

from typing import Literal

from msgspec import Struct

from hipexpert.audit.difference.values import EntryKind, FieldChange, PackVerdict, QuestionResult
from hipexpert.audit.review.standing import EntryState
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA = "hipexpert.review/1"
Change = Literal["added", "changed", "removed", "unchanged"]


class Passage(Struct, frozen=True):
    """A source of an entry, and where in it that was looked up: ``at`` is empty when it does not say."""

    source: str
    title: str
    at: str
    link: str
    against: bool = False


class ToldOtherwise(Struct, frozen=True):
    """Who is told something else: the result of one question, what the runner who shows it ``says``, and the advice that is given
    or kept back only now (``+``) or only before (``-``), in words.
    """

    result: QuestionResult
    says: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


class ReviewItem(Struct, frozen=True):
    """An entry that somebody has to look at.

    ``change`` is against what was signed last, or the pack it is compared with. ``before`` and ``after`` are the entry as a sentence,
    ``taken_out`` and ``put_in`` the parts of it that differ, ``fields`` what else does. ``meaning`` are the runners who are told
    something else by this entry alone. ``lowers`` says in what it asks less than before; ``needs`` how many people must accept it.
    ``missing`` is what it lacks to be signed, in words.
    """

    name: str
    kind: EntryKind
    title: str
    state: EntryState
    change: Change
    content: str
    guards: str
    lowers: tuple[str, ...]
    needs: int
    missing: str
    before: str
    after: str
    fields: tuple[FieldChange, ...]
    meaning: tuple[ToldOtherwise, ...]
    because: str
    passages: tuple[Passage, ...]
    taken_out: tuple[str, ...] = ()
    put_in: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    place: str = ""


class PackReview(Struct, frozen=True):
    """A pack as it stands with those who review it. ``compared`` is what it is compared with; None where nothing was signed before.

    ``verdict`` and ``whole`` are about all changes together. ``guarding`` and ``guarding_signed`` count the red flags, claims,
    contraindications and what belongs to them; ``entries`` and ``signed`` everything.
    """

    schema: str
    pack: Knowledge
    compared: Knowledge | None
    items: tuple[ReviewItem, ...]
    guarding: int
    guarding_signed: int
    entries: int
    signed: int
    signatures: tuple[str, ...]
    proved: bool
    disclaimer: str
    verdict: PackVerdict | None = None
    whole: tuple[ToldOtherwise, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether everything that guards is signed, so that the pack may be released."""
        return self.guarding == self.guarding_signed
