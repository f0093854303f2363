"""``python -m hipexpert.knowledge.packs.shipping FOLDER`` puts the snapshot of a pack beside it, as the wheel brings it."""

import sys
from pathlib import Path

from hipexpert.knowledge.packs.loading import parsed
from hipexpert.knowledge.packs.snapshot import NAME, to_bytes


def write_snapshot(root: Path) -> None:
    """Parse the pack in a folder and put its snapshot beside it. Raises :class:`hipexpert.PackError`."""
    (root / NAME).write_bytes(to_bytes(parsed(root)))


if __name__ == "__main__":
    write_snapshot(Path(sys.argv[1]))
