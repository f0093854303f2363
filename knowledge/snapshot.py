"""The parsed pack beside its YAML, made when the wheel is built, so that a cold start need not parse 600 rules.

The YAML stays the only source: a snapshot is used only if it was made from exactly the files that are there.
"""

import hashlib
import sys
from pathlib import Path

import msgspec

from hipexpert.knowledge.pack import Pack

NAME = "snapshot.msgpack"


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """A pack and what it was made from: the hash of the code that reads packs, and of the pack's files."""

    code_hash: str
    content_hash: str
    pack: msgspec.Raw


def _code_hash() -> str:
    """The SHA-256 of the code that a parsed pack depends on: other code may read the same files differently."""
    digest = hashlib.sha256()
    for name in (
        "checking.py",
        "claims.py",
        "conclusions.py",
        "converting.py",
        "loading.py",
        "pack.py",
        "premises.py",
        "reading.py",
        "vocabulary.py",
    ):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def read_snapshot(root: Path, content_hash: str) -> Pack | None:
    """The pack from the snapshot in a folder; None unless it was made by this code from files with this hash."""
    try:
        snapshot = msgspec.msgpack.decode((root / NAME).read_bytes(), type=Snapshot)
        if (snapshot.code_hash, snapshot.content_hash) != (_code_hash(), content_hash):
            return None
        return msgspec.msgpack.decode(snapshot.pack, type=Pack)
    except (OSError, msgspec.DecodeError):
        return None


def write_snapshot(root: Path) -> None:
    """Parse the pack in a folder and put its snapshot beside it. Raises :class:`hipexpert.knowledge.PackError`."""
    from hipexpert.knowledge.loading import load_pack

    target = root / NAME
    target.unlink(missing_ok=True)
    pack = load_pack(root)
    snapshot = Snapshot(_code_hash(), pack.content_hash, msgspec.Raw(msgspec.msgpack.encode(pack)))
    target.write_bytes(msgspec.msgpack.encode(snapshot))


if __name__ == "__main__":
    write_snapshot(Path(sys.argv[1]))
