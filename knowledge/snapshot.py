"""The parsed pack beside its YAML, made when the wheel is built, so that a cold start need not parse 600 rules.

The YAML stays the only source: a snapshot is used only if it was made from exactly the files that are there.
"""

import sys
from pathlib import Path

import msgspec

from hipexpert.knowledge.pack import Pack

NAME = "snapshot.msgpack"


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """A pack and what it was made from: the code version and the hash of the files."""

    version: str
    content_hash: str
    pack: msgspec.Raw


def read_snapshot(root: Path, content_hash: str) -> Pack | None:
    """The pack from the snapshot in a folder; None unless it was made by this version from files with this hash."""
    from hipexpert import __version__

    try:
        snapshot = msgspec.msgpack.decode((root / NAME).read_bytes(), type=Snapshot)
        if (snapshot.version, snapshot.content_hash) != (__version__, content_hash):
            return None
        return msgspec.msgpack.decode(snapshot.pack, type=Pack)
    except (OSError, msgspec.DecodeError):
        return None


def write_snapshot(root: Path) -> None:
    """Parse the pack in a folder and put its snapshot beside it. Raises :class:`hipexpert.knowledge.PackError`."""
    from hipexpert import __version__
    from hipexpert.knowledge.loading import load_pack

    target = root / NAME
    target.unlink(missing_ok=True)
    pack = load_pack(root)
    snapshot = Snapshot(__version__, pack.content_hash, msgspec.Raw(msgspec.msgpack.encode(pack)))
    target.write_bytes(msgspec.msgpack.encode(snapshot))


if __name__ == "__main__":
    write_snapshot(Path(sys.argv[1]))
