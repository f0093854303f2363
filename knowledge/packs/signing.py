"""Who reviewed what of a pack: ``signatures.yaml``, written by ``hipexpert review sign``.

The file lies in the pack and its seal knows it, but it is no part of the content hash: who signed changes nothing that a runner is told.
Each signature carries a digest of itself and of the one before, so that a line that was changed by hand is noticed. It proves nothing
about who wrote it: whoever can change the file can write it anew.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.converting import convert_list
from hipexpert.knowledge.packs.sealing import SIGNATURES, PackError
from hipexpert.knowledge.packs.vocabulary import Line

ReviewerRole = Literal["physician", "physiotherapist", "nurse", "pharmacist", "clinical_safety_officer", "safety_engineer", "author"]
CLINICAL: frozenset[ReviewerRole] = frozenset(("physician", "physiotherapist", "nurse", "pharmacist", "clinical_safety_officer"))
"""Whose word a red flag, a claim or a contraindication needs; the others may be the second who signs."""
GONE = "gone"
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class ReviewDecision(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a reviewer decided about one entry, ``rule fever-is-urgent``, with the ``content`` that it had: a hash, or ``gone``.

    ``guards``: it was a red flag, a claim, a contraindication or a part of one; ``lowers``: it asks less than what was signed before.
    """

    entry: Line
    content: Annotated[str, Meta(pattern="^([0-9a-f]{32}|gone)$")]
    decision: Literal["accepted", "rejected"]
    reason: str = ""
    guards: bool = False
    lowers: bool = False


class Signature(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The decisions of one person on one day about the pack of one content hash. ``complete``: with them nothing that guards was
    left unsigned, and the pack was kept as ``signed.zip``.
    """

    name: Line
    role: ReviewerRole
    date: datetime.date
    pack: Hash
    decisions: Annotated[tuple[ReviewDecision, ...], Meta(min_length=1)]
    digest: Hash
    complete: bool = False

    @property
    def person(self) -> str:
        """The name as persons are told apart by it."""
        return " ".join(self.name.split()).casefold()

    @property
    def text(self) -> str:
        """Who signed, as what, and when."""
        return f"{self.name}, {self.role.replace('_', ' ')}, {self.date.isoformat()}"


def digest_of(signature: Signature, before: str) -> str:
    """The digest of a signature that follows one with the digest ``before`` (none: empty)."""
    content = msgspec.json.encode(msgspec.structs.replace(signature, digest="0" * 64), order="sorted")
    return hashlib.sha256(before.encode() + content).hexdigest()


def signatures_in(contents: Mapping[str, bytes], today: datetime.date | None = None) -> tuple[Signature, ...]:
    """The signatures among the files of a pack, the oldest first; none where there is no such file.

    Raises :class:`PackError`: for what is no signature, for one that was changed after it was written, and for one of a day after
    ``today`` (None: the clock's).
    """
    if SIGNATURES not in contents:
        return ()
    text = reading.parse(contents[SIGNATURES], SIGNATURES)
    problems: list[Problem] = []
    if not isinstance(text.data, dict) or set(text.data) != {"signatures"}:
        raise PackError([Problem("bad-file", "the file must hold `signatures:` and nothing else", text.place())])
    read = convert_list(Signature, text.data["signatures"], text.place, problems, "signatures")
    if problems:
        raise PackError(problems)
    latest = (today or datetime.datetime.now(tz=datetime.UTC).date()) + datetime.timedelta(days=1)  # it may be tomorrow elsewhere
    before = ""
    for number, each in read:
        place = text.place("signatures", number)
        if each.digest != digest_of(each, before):
            message = f"the signature of {each.text} was changed after it was written, or one before it is missing"
            help_text = "get the file as it was signed; nobody writes it by hand: `hipexpert review sign`"
            raise PackError([Problem("changed-signature", message, place, help_text)])
        if each.date > latest:
            raise PackError([Problem("future-signature", f"the signature of {each.name} is dated {each.date}, in the future", place)])
        before = each.digest
    return tuple(each for _, each in read)


def signed_anew(signatures: Iterable[Signature], added: Signature) -> tuple[Signature, ...]:
    """The signatures with another one, whose digest is made here."""
    before = tuple(signatures)
    last = before[-1].digest if before else ""
    return (*before, msgspec.structs.replace(added, digest=digest_of(added, last)))


def written(signatures: Iterable[Signature]) -> bytes:
    """The file of signatures, one decision a line."""
    lines = [
        "# Who reviewed what of this pack, as `hipexpert review sign` wrote it. Changed by hand, a signature is no longer one.",
        "signatures:",
    ]
    for each in signatures:
        lines += [f"- name: {_quoted(each.name)}", f"  role: {each.role}", f"  date: {each.date.isoformat()}", f'  pack: "{each.pack}"']
        lines += ["  complete: true"] if each.complete else []
        lines += [f'  digest: "{each.digest}"', "  decisions:"]
        for made in each.decisions:
            parts = [f"entry: {_quoted(made.entry)}", f'content: "{made.content}"', f"decision: {made.decision}"]
            parts += [f"reason: {_quoted(made.reason)}"] if made.reason else []
            parts += [f"{name}: true" for name in ("guards", "lowers") if getattr(made, name)]
            lines.append(f"  - {{{', '.join(parts)}}}")
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
