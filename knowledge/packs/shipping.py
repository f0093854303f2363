"""``python -m hipexpert.knowledge.packs.shipping FOLDER`` seals a pack and puts its snapshot beside it, as the wheel brings it."""

import sys
from pathlib import Path

from hipexpert.knowledge.packs import sealing
from hipexpert.knowledge.packs.files import read_folder
from hipexpert.knowledge.packs.loading import parsed
from hipexpert.knowledge.packs.snapshot import NAME, to_bytes


def write_snapshot(root: Path) -> None:
    """Seal the pack in a folder and put its snapshot beside it. Raises :class:`hipexpert.PackError`."""
    (root / sealing.NAME).write_bytes(sealing.seal_of(read_folder(root)))
    (root / NAME).write_bytes(to_bytes(parsed(root)))


if __name__ == "__main__":
    write_snapshot(Path(sys.argv[1]))
