"""Loading a pack: from a snapshot of exactly its files where there is one, else parsed."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from hipexpert.knowledge.packs import cache, snapshot
from hipexpert.knowledge.packs.files import PackSource, read_files
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.sealing import SIGNATURES
from hipexpert.knowledge.packs.snapshot import Loaded

HIP = Path(__file__).resolve().parents[1] / "hip"  # in a checkout the files that people change, not links to them


def load_pack(source: PackSource = HIP) -> Pack:
    """The pack in a folder, in a zip, or of a mapping of the paths of its files to their texts; without an argument the hip pack
    that ships.

    Raises :class:`PackError` with every problem of every file: place, message and help.
    """
    return load(source).pack


def load(source: PackSource = HIP) -> Loaded:
    """The same with its program: from a snapshot of exactly these files where there is one, else parsed.

    Raises :class:`PackError`.
    """
    contents = read_files(source)
    content_hash = hash_of(contents)
    if isinstance(source, Mapping):
        from hipexpert.knowledge.packs.parsing import parse_loaded

        return parse_loaded(contents, content_hash)
    root = Path(source)
    del contents  # some megabytes, which what is read next takes
    found = _shipped(content_hash) if root == HIP else None
    if (found := found or cache.cached(root, content_hash)) is None:
        # A pack from its snapshot does without.
        from hipexpert.knowledge.packs import parsed_files
        from hipexpert.knowledge.packs.parsing import parse_loaded

        contents, before = read_files(source), parsed_files.kept(root)
        found = parse_loaded(contents, hash_of(contents), before)
        cache.keep(root, found)
        parsed_files.keep(root, before)
    return found


def parsed(root: Path) -> Loaded:
    """The pack in a folder and its program, parsed anew. Raises :class:`PackError`."""
    from hipexpert.knowledge.packs.parsing import parse_loaded

    contents = read_files(root)
    return parse_loaded(contents, hash_of(contents))


def _shipped(content_hash: str) -> Loaded | None:
    """The snapshot that the wheel brings. One says of itself what it was made from, so none beside a stranger's pack counts."""
    try:
        return snapshot.from_bytes((HIP / snapshot.NAME).read_bytes(), content_hash)
    except OSError:
        return None


def hash_of(contents: Mapping[str, bytes]) -> str:
    """The SHA-256 of a pack's files and their names; who signed them is no part of what they say."""
    digest = hashlib.sha256()
    for name, content in sorted(contents.items()):
        if name == SIGNATURES:
            continue
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
