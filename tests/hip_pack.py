"""Copies of the pack that ships, to be edited."""

import shutil
from pathlib import Path

from hipexpert.knowledge.packs.loading import HIP


def copied_hip(folder: Path) -> Path:
    """A copy in a new folder that may be edited: what an installed pack has besides, made of its files, stays behind."""
    shutil.copytree(HIP, folder, ignore=shutil.ignore_patterns("seal.sha256", "snapshot.msgpack"))
    return folder
