"""``hipexpert explain --as-of``: a stored result made again."""

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from hipexpert.cli.output import tell

DIFFERENT = 3
SHOWN = 12


def show_replay(result: str, pack: str | None, revision: str | None) -> None:
    """Assess again what a stored result was made of, and say whether every byte is the same and, if not, why."""
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.graphs.explained import ExplainingEngine
    from hipexpert.knowledge.runner.replaying import replay

    try:
        stored = Path(result).read_bytes()
    except OSError as error:
        raise ProblemsError([Problem("unreadable", f"the result cannot be read: {error.strerror}", result)]) from None
    with _pack_at(pack, revision) as folder:
        found = replay(stored, ExplainingEngine(folder), result)
    then, now = (f"{each.pack} {each.version}, {each.content_hash[:12]}" for each in (found.stored_with, found.replayed_with))
    if found.same:
        tell(f"the same to the last byte, with the pack {now}")
        return
    why = "the pack is the same, the program is another" if found.same_pack else f"made with the pack {then}, now with {now}"
    if not found.differences and found.same_pack:
        why = "only the spacing differs"
    tell(f"not the same: {why}")
    if not found.differences and not found.same_pack:
        tell("  nothing else differs")
    for each in found.differences[:SHOWN]:
        tell(f"  {each}")
    if len(found.differences) > SHOWN:
        tell(f"  and {len(found.differences) - SHOWN} more")
    if not found.same_pack:
        tell("to make it with the pack of then: --knowledge FOLDER, or --revision REV for the folder as git has it at REV")
    raise click.exceptions.Exit(DIFFERENT)


@contextmanager
def _pack_at(pack: str | None, revision: str | None) -> Iterator[str | None]:
    """The folder of a pack, or that folder as git has it at a revision."""
    from hipexpert.engine import Problem, ProblemsError

    if revision is None:
        yield pack
        return
    if pack is None:
        raise ProblemsError([Problem("no-folder", "--revision needs the folder of the pack", "", "name it with --knowledge")])
    command = ["git", "-C", pack, "archive", "--format=zip", "--end-of-options", revision, "."]
    try:
        packed = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # git, with a revision that is no option
    except OSError as error:
        raise ProblemsError([Problem("no-git", f"git cannot be run: {error.strerror}", "--revision")]) from None
    if packed.returncode:
        said = packed.stderr.decode(errors="replace").strip().splitlines()
        raise ProblemsError([Problem("no-revision", f"git has no pack there: {said[-1] if said else 'no reason given'}", "--revision")])
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(packed.stdout)) as files:
        files.extractall(folder)  # never outside of it; the like for a tar is only in later versions of Python 3.11
        yield folder
