"""How each entry of a pack stands with those who signed: signed as it is, changed since, rejected, or never seen."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct, structs

from hipexpert.audit.review.signable import Signable
from hipexpert.knowledge.packs.signing import CLINICAL, GONE, ReviewDecision, Signature

EntryState = Literal["signed", "rejected", "one_more", "no_clinician", "changed", "removed", "new"]
"""``one_more``: it lowers, and one of the two who must sign has; ``no_clinician``: nobody of a clinical role has signed it."""


class EntryStanding(Struct, frozen=True):
    """An entry and what became of it.

    ``signed`` are the signatures that accept it as it is, ``refused`` those that reject it as it is, with the reason; ``before`` is
    the content that was accepted last, empty when none ever was; ``lowers`` whether a reviewer was told that it asks less than that.
    """

    entry: Signable
    state: EntryState
    signed: tuple[Signature, ...] = ()
    refused: tuple[tuple[Signature, str], ...] = ()
    before: str = ""
    lowers: bool = False


def standings(
    entries: Mapping[str, Signable], signatures: Sequence[Signature], before: Mapping[str, Signable] | None = None
) -> dict[str, EntryStanding]:
    """How each entry stands, and each that is gone: that was signed once, or guarded in the pack ``before``."""
    decided: dict[str, list[tuple[Signature, ReviewDecision]]] = {}
    for signature in signatures:
        for each in signature.decisions:
            decided.setdefault(each.entry, []).append((signature, each))
    found = {name: _standing(entry, decided.get(name, [])) for name, entry in entries.items()}
    for name, made in decided.items():
        if name not in entries and _accepted(made):
            found[name] = _standing(_gone(name), made)
    for name, old in (before or {}).items():
        if name not in found and old.guards:
            gone = Signable(old.kind, old.id, old.title, GONE, "it guarded, and is gone")
            found[name] = _standing(gone, decided.get(name, []))
    return found


def _gone(name: str) -> Signable:
    kind, _, own = name.partition(" ")
    return Signable(kind, own, "", GONE)  # type: ignore[arg-type]


def _accepted(made: list[tuple[Signature, ReviewDecision]], *, but: str = "") -> str:
    """The content that was accepted last, of those other than ``but``."""
    return next((each.content for _, each in reversed(made) if each.decision == "accepted" and each.content != but), "")


def _standing(entry: Signable, made: list[tuple[Signature, ReviewDecision]]) -> EntryStanding:
    if not entry.guards and any(each.guards for _, each in made):  # a red flag that was made a draft guards no more
        entry = structs.replace(entry, guards="it guarded when it was signed")
    as_it_is = [(signature, each) for signature, each in made if each.content == entry.content]
    last = {signature.person: (signature, each) for signature, each in as_it_is}  # whoever thinks again decides anew
    signed = tuple(signature for signature, each in last.values() if each.decision == "accepted")
    refused = tuple((signature, each.reason) for signature, each in last.values() if each.decision == "rejected")
    before = _accepted(made, but=entry.content)
    lowers = any(each.lowers for _, each in as_it_is)
    return EntryStanding(entry, _state(entry, signed, bool(refused), before, lowers), signed, refused, before, lowers)


def _state(entry: Signable, signed: tuple[Signature, ...], refused: bool, before: str, lowers: bool) -> EntryState:
    if refused:
        return "rejected"
    if not signed:
        return "removed" if entry.content == GONE else "changed" if before else "new"
    if entry.guards and not any(each.role in CLINICAL for each in signed):
        return "no_clinician"
    return "one_more" if lowers and len(signed) < 2 else "signed"
