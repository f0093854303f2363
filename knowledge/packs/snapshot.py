"""A pack as it was parsed and compiled, in one file, so that a cold start need neither parse nor compile 1,400 rules.

The YAML stays the only source: a snapshot counts only if this code made it from exactly the files that are there. It is
plain data (MessagePack, read into declared types), never code. One lies beside the pack that ships, made when the wheel is
built; those of other packs are kept by :mod:`hipexpert.knowledge.packs.cache`.
"""

import hashlib
from collections.abc import Hashable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from hipexpert import engine
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.pictures import NoInformation, Picture, PictureRow
from hipexpert.knowledge.packs.sourced import Review
from hipexpert.knowledge.packs.witness import marked

Part = TypeVar("Part", bound=Hashable)

NAME = "snapshot.msgpack"
_DIGEST = hashlib.sha256().digest_size
# What a parsed and compiled pack depends on: other code may read the same files differently.
_CODE = (
    "engine/ceilings.py",
    "engine/errors.py",
    "engine/lanes.py",
    "engine/premises.py",
    "engine/plain_sums.py",
    "engine/program.py",
    "engine/rules.py",
    "engine/tallying.py",
    "engine/validation.py",
    "knowledge/packs/cache.py",
    "knowledge/packs/checking.py",
    "knowledge/packs/checking_backgrounds.py",
    "knowledge/packs/checking_conversation.py",
    "knowledge/packs/checking_pictures.py",
    "knowledge/packs/checking_programmes.py",
    "knowledge/packs/checking_sources.py",
    "knowledge/packs/claims.py",
    "knowledge/packs/conclusions.py",
    "knowledge/packs/conversation.py",
    "knowledge/packs/converting.py",
    "knowledge/packs/exercises.py",
    "knowledge/packs/files.py",
    "knowledge/packs/frozen.py",
    "knowledge/packs/facts.py",
    "knowledge/packs/phrases.py",
    "knowledge/packs/pictures.py",
    "knowledge/packs/sourced.py",
    "knowledge/packs/governance.py",
    "knowledge/packs/grading.py",
    "knowledge/packs/ladder.py",
    "knowledge/packs/limits.py",
    "knowledge/packs/loading.py",
    "knowledge/packs/parsing.py",
    "knowledge/packs/pack.py",
    "knowledge/packs/parsed_files.py",
    "knowledge/packs/premises.py",
    "knowledge/packs/program.py",
    "knowledge/packs/programmes.py",
    "knowledge/packs/reading.py",
    "knowledge/packs/scalars.py",
    "knowledge/packs/screen.py",
    "knowledge/packs/sealing.py",
    "knowledge/packs/snapshot.py",
    "knowledge/packs/suggestions.py",
    "knowledge/packs/texts.py",
    "knowledge/packs/translations.py",
    "knowledge/packs/vocabulary.py",
    "knowledge/packs/weighing.py",
    "knowledge/packs/witness.py",
    "languages/catalogue.py",
    "languages/compiling.py",
)


class Loaded(NamedTuple):
    """A pack and the program that its rules and conditions make."""

    pack: Pack
    program: engine.Program


class _Written(msgspec.Struct, frozen=True, array_like=True):
    """What a snapshot says, after what it was made from: the hash of the code and that of the pack's files."""

    code_hash: str
    content_hash: str
    loaded: msgspec.Raw


class _KeptPicture(NamedTuple):
    """A picture, with the numbers of its rows among all that there are."""

    id: str
    reviewed: Review
    rows: tuple[int, ...]
    no_information: tuple[NoInformation, ...]


class _KeptTally(NamedTuple):
    """A tally, with the numbers of its items among all that there are."""

    id: str
    base: int
    items: tuple[int, ...]
    marks: tuple[engine.Mark, ...]
    blocked_by: str


class _Content(msgspec.Struct, frozen=True, array_like=True):
    """What is said of many conditions in the same words (five rows of pictures in eight, five items in six) stands once; what the items
    add up to stands there as well. ``pack`` is without its pictures.
    """

    pack: Pack
    rows: tuple[PictureRow, ...]
    pictures: tuple[_KeptPicture, ...]
    inputs: tuple[str, ...]
    rules: tuple[engine.ProgramRule, ...]
    items: tuple[engine.Item, ...]
    tallies: tuple[_KeptTally, ...]
    late_rules: frozenset[str]
    late_facts: frozenset[str]
    kept: tuple[engine.KeptWeights, engine.KeptCeilings]


@cache
def code_hash() -> str:
    """The SHA-256 of the code that a snapshot depends on."""
    digest = hashlib.sha256()
    for name in _CODE:
        digest.update((Path(__file__).parents[2] / name).read_bytes())
    return digest.hexdigest()


def stamped(data: bytes) -> bytes:
    """Data after its SHA-256, so that damage is noticed."""
    return hashlib.sha256(data).digest() + data


def unstamped(data: bytes) -> memoryview | None:
    """What was stamped, which stays where it is: it is some megabytes. None when it is damaged."""
    whole = memoryview(data)[_DIGEST:]
    return whole if hashlib.sha256(whole).digest() == data[:_DIGEST] else None


def to_bytes(loaded: Loaded) -> bytes:
    """The snapshot of a pack: a SHA-256, and the MessagePack that it is of."""
    pack, program = loaded
    rows = _numbered(row for picture in pack.pictures for row in picture.rows)
    items = _numbered(item for tally in program.tallies for item in tally.items)
    content = _Content(
        msgspec.structs.replace(pack, pictures=()),
        tuple(rows),
        tuple(_KeptPicture(each.id, each.reviewed, tuple(map(rows.__getitem__, each.rows)), each.no_information) for each in pack.pictures),
        tuple(sorted(program.inputs)),
        program.rules,
        tuple(items),
        tuple(
            _KeptTally(each.id, each.base, tuple(map(items.__getitem__, each.items)), each.marks, each.blocked_by)
            for each in program.tallies
        ),
        program.late_rules,
        program.late_facts,
        (program.weights.kept(), program.ceilings.kept()),
    )
    written = _Written(code_hash(), pack.content_hash, msgspec.Raw(msgspec.msgpack.encode(content)))
    return stamped(msgspec.msgpack.encode(written))


def _numbered(parts: Iterable[Part]) -> dict[Part, int]:
    """The number of each part, in the order in which they are first met."""
    found: dict[Part, int] = {}
    for part in parts:
        found.setdefault(part, len(found))
    return found


def from_bytes(data: bytes, content_hash: str) -> Loaded | None:
    """What a snapshot says; None when it is damaged, or was made by other code or from other files."""
    whole = unstamped(data)
    if whole is None:
        return None
    try:
        written = msgspec.msgpack.decode(whole, type=_Written)
        if (written.code_hash, written.content_hash) != (code_hash(), content_hash):
            return None
        return _loaded(msgspec.msgpack.decode(written.loaded, type=_Content))
    except (msgspec.MsgspecError, ValueError, LookupError, RecursionError):
        return None


def _loaded(found: _Content) -> Loaded:
    row, item = found.rows.__getitem__, found.items.__getitem__
    pictures = tuple([Picture(each.id, each.reviewed, tuple(map(row, each.rows)), each.no_information) for each in found.pictures])
    tallies = tuple([engine.Tally(each.id, each.base, tuple(map(item, each.items)), each.marks, each.blocked_by) for each in found.tallies])
    program = engine.Program.restored(frozenset(found.inputs), found.rules, tallies, found.late_rules, found.late_facts, found.kept)
    return Loaded(marked(msgspec.structs.replace(found.pack, pictures=pictures)), program)  # which it had when it was written
