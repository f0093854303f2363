"""Whatever a pack is given to has one that was read and checked: :func:`sound`."""

import hashlib

import msgspec
from msgspec import structs

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.reading import describe
from hipexpert.knowledge.packs.sealing import PackError
from hipexpert.knowledge.packs.witness import is_marked, marked


def sound(pack: Pack, known_as: str = "") -> Pack:
    """The pack itself where it was read and checked; else a copy that was: written down as its files would be, and read as they are.

    The copy has the hash of what it says, so that it is never taken for the pack that it was made from, or the one that it is
    ``known_as``. Raises :class:`hipexpert.PackError` with every problem.
    """
    if not isinstance(pack, Pack):
        raise PackError([Problem("bad-type", f"a pack is needed, not {describe(pack)}", "", "`hipexpert.load_pack` gives one")])
    if is_marked(pack):
        return pack
    # Imported here: what is loaded needs none of it.
    from hipexpert.knowledge.packs.by_hand import read_again

    found = read_again(pack)
    said = msgspec.msgpack.encode(structs.replace(found, content_hash="", places={}), order="deterministic")
    return marked(structs.replace(found, content_hash=known_as or hashlib.sha256(b"made by hand\0" + said).hexdigest()))
