"""The phrases of a pack: how people say a finding in their own words (``words/*.yaml``).

What they are for is explained in ``docs/own-words.md``; :mod:`hipexpert.knowledge.words` reads with them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo

Phrase = Annotated[str, Meta(min_length=1, max_length=800)]
Phrases = tuple[Phrase, ...]
Measured = Literal["age", "days", "minutes", "hours", "km", "km_a_week", "score", "celsius", "percent", "plain", "a_minute", "degrees"]


# Classes that every text has: "24f", "M/35"; whom a text is about that one writes for somebody else, "he" or "she".
GIVEN = frozenset(["AGED_F", "AGED_M", "PATIENT_F", "PATIENT_M"])


class Phrasing(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How people say one finding, or (``of`` in capitals) a class of words that phrases may name.

    ``says``: it is present, or for a choice: it is spoken of. ``denies``: it is absent; of a number: none, the
    least that it can be. ``values``: the answer it is.
    ``beside``: phrases that say so only in a clause with a word of this class, and the opposite with one of
    ``beside_not``; ``cues`` are such phrases of a yes/no finding. ``denied_by``: what must be denied to deny the finding,
    where denying one of ``says`` would deny only a part of it. ``measure``: the kind of quantity that a number is; it
    counts beside one of the ``cues`` (a number without cues takes every quantity of its kind). ``unless``: a class of words
    in whose clause nothing counts. ``asks``: phrases of a yes/no finding that speak of it and of something else as well, so that it is
    asked about; a longer one takes the place of one of ``says`` within it. ``relatives``: what is said of the family says it too.
    ``general``: answers that another answer makes more exact, so that they count only where no other is read. Phrases may also name
    ``AGED_F`` and ``AGED_M``, an age with the letter beside it, and ``PATIENT_F`` and ``PATIENT_M``, the she or he that somebody else
    writes for.
    """

    of: str
    says: Phrases = ()
    denies: Phrases = ()
    values: Mapping[str, Phrases] = NOTHING
    cues: Phrases = ()
    beside: str = ""
    beside_not: str = ""
    unless: str = ""
    measure: Measured | None = None
    denied_by: Phrases | None = None
    relatives: bool = False
    general: tuple[str, ...] = ()
    asks: Phrases = ()

    def __post_init__(self) -> None:
        freeze(self, "values")

    @property
    def is_class(self) -> bool:
        """Whether it is a class of words and not a finding."""
        return self.of.isupper()


def phrasing_problems(phrasing: Phrasing, findings: Mapping[str, Finding], classes: frozenset[str], place: str) -> Iterator[Problem]:
    """What is wrong with the names in an entry of ``words:``."""
    classes |= GIVEN
    for name in (phrasing.beside, phrasing.beside_not, phrasing.unless):
        if name and name not in classes:
            yield Problem("unknown-class", f"unknown class of words `{name}`", place, did_you_mean(name, classes))
    for name in sorted(_classes_named(phrasing) - classes):
        yield Problem("unknown-class", f"unknown class of words `{name}`", place, did_you_mean(name, classes))
    if phrasing.is_class:
        return
    finding = findings.get(phrasing.of)
    if finding is None:
        yield Problem("unknown-finding", f"unknown finding `{phrasing.of}`", place, did_you_mean(phrasing.of, findings))
        return
    if phrasing.asks and not isinstance(finding, YesNo):
        yield Problem("bad-entry", f"`{finding.id}`: only a yes/no has `asks:`; what `says:` names of a choice is asked", place)
    known = [value.id for value in finding.values] if isinstance(finding, (Choice, Choices)) else []
    for name in (*phrasing.values, *phrasing.general):
        if name not in known:
            problem = f"`{name}` is no answer to `{finding.id}`"
            yield Problem("unknown-value", problem, place, did_you_mean(name, known, "a number and a yes/no have no `values:`"))
    if isinstance(finding, Number) != (phrasing.measure is not None):
        yield Problem("bad-entry", f"`{finding.id}`: a number needs `measure:`, and nothing else may have it", place)


def _classes_named(phrasing: Phrasing) -> set[str]:
    """The words in capitals in the phrases of an entry, which name classes."""
    plain = (*phrasing.says, *phrasing.denies, *phrasing.cues, *(phrasing.denied_by or ()), *phrasing.asks)
    said = (*plain, *(each for phrases in phrasing.values.values() for each in phrases))
    return {name for phrase in said for name in re.findall(r"[^\s()\[\]|~=!-]+", phrase) if name.isupper() and len(name) > 1}
