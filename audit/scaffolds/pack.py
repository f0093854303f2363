"""A new pack: small, complete and sound, made of examples to replace, with its cases and rule checks beside it."""

import datetime
import os
import re
from collections.abc import Sequence
from pathlib import Path

from hipexpert.audit.scaffolds.target import cases_beside
from hipexpert.audit.scaffolds.values import Made, Scaffold, ScaffoldFile
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import PackError
from hipexpert.knowledge.packs.entry_text import flow_text
from hipexpert.knowledge.packs.loading import hash_of
from hipexpert.knowledge.packs.parsing import parse_pack

EXAMPLE = Path(__file__).parent / "example"
DATED = "date: 2026-11-22"  # in the files of the example; replaced by the day on which a pack is made of it
PACK_ID = re.compile(r"[a-z][a-z0-9_]*")


def new_pack(
    folder: str | Path,
    *,
    name: str = "",
    title: str = "",
    authors: Sequence[str] = (),
    reviewed: datetime.date,
    cases: str | Path | None = None,
) -> Scaffold:
    """A pack for a new or empty folder, and cases for another (nothing: ``<folder>_cases`` beside it).

    ``name`` is its id (nothing: the name of the folder), ``reviewed`` the date of its examples. It loads, passes its cases and
    has no violation above a note. Nothing is written.

    Raises :class:`hipexpert.ProblemsError` with everything that is wrong.
    """
    root = Path(folder)
    beside = Path(cases) if cases is not None else cases_beside(root)
    whole, cases_whole = Path(os.path.realpath(root)), Path(os.path.realpath(beside))
    pack_id = name or re.sub(r"[^a-z0-9]+", "_", whole.name.lower()).strip("_")
    problems = [*_folder_problems(root), *_folder_problems(beside)]
    if not PACK_ID.fullmatch(pack_id):
        problems.append(Problem("bad-id", f"`{pack_id}` is no id of a pack", "", "--name takes lower-case words joined by _"))
    if whole == cases_whole or whole in cases_whole.parents:
        problems.append(
            Problem("bad-folder", "the cases lie inside the pack", str(beside), "a pack holds nothing else: name a folder beside it")
        )
    if problems:
        raise ProblemsError(problems)
    said = {
        "id: example\n": f"id: {flow_text(pack_id)}\n",
        "title: Example\n": f"title: {flow_text(title or pack_id.replace('_', ' ').capitalize())}\n",
        "authors: [nobody named yet]": f"authors: {flow_text(list(authors) or ['nobody named yet'])}",
    }
    contents = {path.relative_to(EXAMPLE / "pack").as_posix(): path.read_text("utf-8") for path in _yaml(EXAMPLE / "pack")}
    for old, new in said.items():
        contents["pack.yaml"] = contents["pack.yaml"].replace(old, new, 1)
    written = {file: text.replace(DATED, f"date: {reviewed.isoformat()}").encode() for file, text in contents.items()}
    try:
        parse_pack(written, hash_of(written))
    except PackError as error:
        raise ProblemsError(Problem(each.code, each.message, "", each.help) for each in error.problems) from None
    told = {path.relative_to(EXAMPLE / "cases"): path.read_text("utf-8") for path in _yaml(EXAMPLE / "cases")}
    files = [ScaffoldFile(str(root / file), content, content.decode(), new=True) for file, content in written.items()]
    files += [ScaffoldFile(str(beside / file), text.encode(), text, new=True) for file, text in told.items()]
    return Scaffold(
        files=tuple(files),
        made=(Made("pack", pack_id, str(root / "pack.yaml")), Made("cases", f"{pack_id}_cases", str(beside))),
        to_do=(
            "every text that begins with `Example:`, and the ids with `example` in them: replace them by your own",
            "`sources.yaml`: no source is named yet; until then every rule rests on `memory`, which the audit notes",
            "`reviewed`: the day on which the examples were made; write your own, and who you are, beside every rule that you replace",
            "`pack.yaml`: authors, licence, intended use, and what each level asks for",
            "`texts.yaml`, if you add one: the words of your field, where the program says something of its own",
        ),
        commands=(
            f"hipexpert audit {root} --fail-on warning",
            f"hipexpert test {beside} --knowledge {root} --coverage",
            f"hipexpert explain {beside / 'example_condition_typical.yaml'} --knowledge {root}",
        ),
    )


def _folder_problems(folder: Path) -> list[Problem]:
    if folder.is_dir():
        if next(folder.iterdir(), None) is None:
            return []
        return [Problem("folder-not-empty", "the folder is not empty", str(folder), "name a new one; nothing is written over files")]
    if folder.exists() or folder.is_symlink():
        return [Problem("not-a-folder", "this is a file, not a folder", str(folder), "name a new folder")]
    return []


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))
