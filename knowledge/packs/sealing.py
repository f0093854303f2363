"""The seal of a pack: a file beside ``pack.yaml`` that names every file of the pack with its SHA-256.

Nobody who loads a sealed pack can be given less, more or something else than its author sealed without being told. The file has the form
that ``sha256sum --check`` reads. It is no signature: whoever can change a file can seal the pack anew.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs import reading

NAME = "seal.sha256"
SIGNATURES = "signatures.yaml"  # who reviewed the pack: sealed with it, but no part of its content
SEAL_BYTES = 1_000_000
SHOWN = 5
_LINE = re.compile(r"([0-9a-f]{64})  (\S[^\n]*)")


class PackError(ProblemsError):
    """A pack that cannot be used, with all its problems."""


def seal_of(contents: Mapping[str, bytes]) -> bytes:
    """The seal of a pack's files."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(contents.items())).encode()


def is_sealed(root: Path) -> bool:
    """Whether a seal lies in the folder of a pack, fitting or not."""
    return (root / NAME).is_symlink() or (root / NAME).exists()


def seal_in(root: Path) -> bytes | None:
    """The seal in the folder of a pack, None where there is none. Raises :class:`PackError` for what is no file of its own."""
    path = root / NAME
    if not is_sealed(root):
        return None
    if path.is_symlink() or not path.is_file():
        raise _unreadable("it is no file of its own")
    try:
        return reading.read_bytes(path, SEAL_BYTES)
    except ProblemsError:
        raise _unreadable("it is no text that may be read") from None


def check(seal: bytes | None, contents: Mapping[str, bytes], place: str) -> None:
    """Raise :class:`PackError` when there is a seal, and it does not name exactly these files with their contents."""
    if seal is None:
        return
    sealed = _read(seal)
    found = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    differing = {
        "missing": sealed.keys() - found.keys(),
        "not sealed": found.keys() - sealed.keys(),
        "changed": {name for name in sealed.keys() & found.keys() if sealed[name] != found[name]},
    }
    told = [f"{word} {_listed(names)}" for word, names in differing.items() if names]
    if told:
        message = f"the pack is not what its seal says: {'; '.join(told)}"
        raise PackError([Problem("broken-seal", message, NAME, f"get the whole pack; its author: `hipexpert pack seal {place}`")])


def _read(seal: bytes) -> dict[str, str]:
    try:
        lines = seal.decode().splitlines()
    except UnicodeDecodeError:
        raise _unreadable("it is no text that may be read") from None
    if len(seal) > SEAL_BYTES:
        raise _unreadable("it is too long")
    sealed: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in sealed:
            raise _unreadable(f"line {number} is no SHA-256 with the name of a file, or names one twice")
        sealed[match[2]] = match[1]
    return sealed


def _unreadable(why: str) -> PackError:
    return PackError([Problem("broken-seal", f"the seal of the pack cannot be read: {why}", NAME, "get the whole pack, or seal it anew")])


def _listed(names: set[str]) -> str:
    shown = sorted(names)
    more = f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""
    return ", ".join(f"`{name}`" for name in shown[:SHOWN]) + more
