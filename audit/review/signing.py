"""Signing: the decisions of one person, checked against the pack as it is, added to those before."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from hipexpert.audit.review import kept
from hipexpert.audit.review.lists import ListedDecision
from hipexpert.audit.review.reviewing import reviewed
from hipexpert.audit.review.signable import signables
from hipexpert.audit.review.standing import EntryStanding, standings
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs import sealing
from hipexpert.knowledge.packs.files import read_files
from hipexpert.knowledge.packs.loading import load_pack
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.signing import ReviewDecision, ReviewerRole, Signature, signatures_in, signed_anew, written
from hipexpert.knowledge.packs.suggestions import did_you_mean

ROLES: tuple[ReviewerRole, ...] = get_args(ReviewerRole)


class UnderReview(Struct, frozen=True):
    """A pack in a folder, who signed it, and the pack that its changes are told against (None: nothing was signed before)."""

    root: Path
    contents: Mapping[str, bytes]
    pack: Pack
    signatures: tuple[Signature, ...]
    base: Pack | None


def under_review(folder: str | Path, since: str | Path | None = None) -> UnderReview:
    """The pack in a folder with its signatures; its changes are told ``since`` what was signed last, or since another folder.

    Raises ProblemsError: for a pack that does not load, for signatures that were changed, and where what was signed last is not there.
    """
    root = Path(folder)
    contents = read_files(root)
    signatures = signatures_in(contents)
    pack = load_pack(root)
    complete = next((each for each in reversed(signatures) if each.complete), None)
    if since is not None:
        base = load_pack(since)
        if complete is not None and base.content_hash != complete.pack:
            message = f"it is not the pack that was signed last, {complete.pack[:12]}, but {base.content_hash[:12]}"
            raise ProblemsError([Problem("another-pack", message, str(since), "leave out --since, or name a folder with that pack")])
        return UnderReview(root, contents, pack, signatures, base)
    if complete is None:
        return UnderReview(root, contents, pack, signatures, None)
    unchanged = complete.pack == pack.content_hash
    return UnderReview(root, contents, pack, signatures, pack if unchanged else kept.kept(root, complete.pack))


def entry_named(known: Mapping[str, EntryStanding], name: str, place: str = "") -> str:
    """The entry that a name means: ``rule fever-is-urgent``, ``rule:fever-is-urgent`` or the id where no other kind has it.

    Raises ProblemsError.
    """
    whole = name.strip().replace(":", " ", 1) if " " not in name.strip() else name.strip()
    if whole in known:
        return whole
    found = [each for each in known if each.partition(" ")[2] == name.strip()]
    if len(found) == 1:
        return found[0]
    if found:
        raise ProblemsError([Problem("two-entries", f"`{name}` may be {' or '.join(f'`{each}`' for each in found)}", place, "say which")])
    ids = {each.partition(" ")[2] for each in known}
    raise ProblemsError([Problem("unknown-entry", f"the pack has no entry `{name}`", place, did_you_mean(name, {*known, *ids}))])


def standing_of(under: UnderReview) -> dict[str, EntryStanding]:
    """How each entry of a pack stands."""
    return standings(signables(under.pack), under.signatures, signables(under.base) if under.base is not None else None)


def signed(
    under: UnderReview,
    decisions: Sequence[ListedDecision],
    name: str,
    role: str,
    date: datetime.date,
    *,
    today: datetime.date,
    prove: bool = True,
) -> tuple[dict[Path, bytes], dict[str, EntryStanding]]:
    """The files to write, by their path, once a person has decided, and how each entry stands then.

    Raises ProblemsError with every problem: an unknown role, a day in the future or before the last signature, an entry that is not there
    or has changed since the reviewer saw it, one that is decided twice.
    """
    problems = [*_who(under, name, role, date, today)]
    known = standing_of(under)
    made: dict[str, ReviewDecision] = {}
    names = []
    for each in decisions:
        try:
            names.append(entry_named(known, each.entry, each.place))
        except ProblemsError as error:
            problems += error.problems
            continue
        content = known[names[-1]].entry.content
        if each.content not in ("", content):
            message = f"`{names[-1]}` has changed since this list was made"
            problems.append(Problem("changed-since", message, each.place, "make a new list: `hipexpert review start`"))
        if names[-1] in made:
            problems.append(Problem("decided-twice", f"`{names[-1]}` is decided twice", each.place))
        if each.decision == "rejected" and not each.reason:
            problems.append(Problem("no-reason", f"`{names[-1]}` is rejected without a reason", each.place, "say why"))
        guards = bool(known[names[-1]].entry.guards)
        made[names[-1]] = ReviewDecision(names[-1], content, each.decision, each.reason, guards)  # type: ignore[arg-type]
    if not problems and not made:
        problems.append(
            Problem("nothing-decided", "nothing is decided", "", "name entries with --accept or --reject, or a list with --list")
        )
    if problems:
        raise ProblemsError(problems)
    review = reviewed(under.pack, under.signatures, under.base, prove=prove)
    lowering = {each.name for each in review.items if each.lowers}
    told = tuple(replace(each, lowers=each.entry in lowering) for each in made.values())
    added = Signature(" ".join(name.split()), role, date, under.pack.content_hash, told, "")  # type: ignore[arg-type]
    return _files(under, added)


def _who(under: UnderReview, name: str, role: str, date: datetime.date, today: datetime.date) -> list[Problem]:
    problems = []
    if not name.strip() or not name.isprintable():
        problems.append(Problem("no-name", "who signs is not said", "--name", "initials will do, if they are always the same"))
    if role not in ROLES:
        otherwise = f"the roles are {', '.join(ROLES)}"
        problems.append(
            Problem(
                "unknown-role", f"unknown role `{role}`" if role else "the role is not said", "--role", did_you_mean(role, ROLES, otherwise)
            )
        )
    if date > today:
        problems.append(Problem("future-signature", f"{date} lies in the future", "--date", "write the day on which it was reviewed"))
    if under.signatures and date < under.signatures[-1].date:
        message = f"{date} is before the last signature, of {under.signatures[-1].text}"
        problems.append(Problem("past-signature", message, "--date", "signatures follow one another"))
    return problems


def _files(under: UnderReview, added: Signature) -> tuple[dict[Path, bytes], dict[str, EntryStanding]]:
    """What to write: the signatures, what was signed if nothing that guards is left, and a new seal of a sealed pack."""
    signatures = signed_anew(under.signatures, added)
    left = standing_of(replace(under, signatures=signatures))
    if all(each.state == "signed" for each in left.values() if each.entry.guards):
        signatures = signed_anew(under.signatures, replace(added, complete=True))
    files = {under.root / sealing.SIGNATURES: written(signatures)}
    if signatures[-1].complete:
        files[under.root / kept.NAME] = kept.packed(under.contents)
    if sealing.is_sealed(under.root):
        files[under.root / sealing.NAME] = sealing.seal_of({**under.contents, sealing.SIGNATURES: files[under.root / sealing.SIGNATURES]})
    signatures_in({sealing.SIGNATURES: files[under.root / sealing.SIGNATURES]}, added.date)  # what is written can be read
    return files, left
