"""The pack that ships, and copies of it to be edited."""

import shutil
from functools import cache
from pathlib import Path

from hipexpert import Pack, load_pack
from hipexpert.knowledge.packs.loading import HIP


@cache
def shipped_pack() -> Pack:
    """The pack that ships, read once: for what a module needs when it is imported; a test asks for `pack`."""
    return load_pack()


def copied_hip(folder: Path) -> Path:
    """A copy in a new folder that may be edited: what an installed pack has besides, made of its files, stays behind."""
    shutil.copytree(HIP, folder, ignore=shutil.ignore_patterns("seal.sha256", "snapshot.msgpack"))
    return folder
