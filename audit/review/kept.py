"""The pack as it was when everything that guards was signed last: ``signed.zip``, from which a review says what changed since."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs.files import read_with_seal
from hipexpert.knowledge.packs.loading import hash_of
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.parsing import parse_pack
from hipexpert.knowledge.packs.sealing import SIGNATURES

NAME = "signed.zip"
_DAY = (1980, 1, 1, 0, 0, 0)  # equal packs give equal bytes


def packed(contents: Mapping[str, bytes]) -> bytes:
    """The files of a pack, without who signed it, as one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(contents.items()):
            if name != SIGNATURES:
                archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def kept(root: Path, content_hash: str) -> Pack:
    """The pack that was kept in a folder. Raises ProblemsError where it is not the one with this hash, or cannot be read."""
    try:
        contents, _ = read_with_seal(root / NAME)
    except ProblemsError:
        raise _unusable("it is missing, or is no pack that can be read") from None
    if hash_of(contents) != content_hash:
        raise _unusable("it is not the pack that was signed")
    return parse_pack(contents, content_hash)


def _unusable(why: str) -> ProblemsError:
    help_text = "get it as it was signed, or name the folder of that pack with --since"
    return ProblemsError([Problem("no-signed-pack", f"what was signed last cannot be compared: {why}", NAME, help_text)])
