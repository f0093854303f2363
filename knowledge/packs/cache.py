"""The user's own folder of snapshots: a pack that was parsed once is not parsed again until one of its files changes.

The cache only ever saves time. What is damaged, from other code, from other files, or could have been written by somebody
else is as good as not there; and a folder that cannot be written costs nothing but the time.
"""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from hipexpert.knowledge.packs import snapshot
from hipexpert.knowledge.packs.snapshot import Loaded

VARIABLE = "HIPEXPERT_CACHE"
KEPT = 32  # files of each kind, those that were written last
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def cache_folder() -> Path | None:
    """The folder named by ``HIPEXPERT_CACHE``, else the user's cache folder; None where the variable says ``off``."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return None if named.lower() == "off" else Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("hipexpert", appauthor=False)


def cached(root: Path, content_hash: str) -> Loaded | None:
    """The pack in a folder, if a snapshot of exactly these files is kept; None otherwise."""
    data = read_kept(name_of(root, "msgpack"))
    return None if data is None else snapshot.from_bytes(data, content_hash)


def keep(root: Path, loaded: Loaded) -> None:
    """Keep the snapshot of a pack, whole or not at all; the oldest go when there are many."""
    if cache_folder() is not None:
        keep_file(name_of(root, "msgpack"), snapshot.to_bytes(loaded))


def read_kept(name: str) -> bytes | None:
    """What was kept under a name; None when nothing is, or somebody else could have written it."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        if not _is_ours(folder.stat()):
            return None
        with os.fdopen(os.open(folder / name, os.O_RDONLY | _NO_LINK | _BINARY), "rb") as file:
            about = os.fstat(file.fileno())
            if not (stat.S_ISREG(about.st_mode) and _is_ours(about)):
                return None
            return file.read()
    except OSError:
        return None


def keep_file(name: str, data: bytes) -> None:
    """Keep something under a name, whole or not at all; of each suffix the oldest go when there are many."""
    folder = cache_folder()
    if folder is None:
        return
    import tempfile  # what it loads is felt at every start

    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder.stat()):
            return
        number, path = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(path).replace(folder / name)
        except OSError:
            Path(path).unlink()
            raise
        kept = sorted(folder.glob(f"*{Path(name).suffix}"), key=lambda each: each.stat().st_mtime, reverse=True)
        for old in kept[KEPT:]:
            old.unlink(missing_ok=True)


def name_of(root: Path, suffix: str) -> str:
    """The name under which something about the pack in a folder is kept."""
    return f"{hashlib.sha256(str(root.resolve()).encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.{suffix}"


def _is_ours(about: os.stat_result) -> bool:
    """Whether nobody else can have written it. Windows keeps the user's folders apart by other means."""
    return os.name == "nt" or (about.st_uid == os.geteuid() and not about.st_mode & _OTHERS)
