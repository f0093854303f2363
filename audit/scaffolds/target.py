"""The pack that a scaffold adds to, in memory: nothing is written before all of it was loaded and run."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from hipexpert.audit.scaffolds.values import ScaffoldFile
from hipexpert.audit.suite.running import run_suite
from hipexpert.audit.suite.scaffolding import Scaffolder
from hipexpert.audit.suite.stories import Stories
from hipexpert.audit.suite.values import Mismatch
from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge import PackError
from hipexpert.knowledge.cases.cases import CaseError, cases_in
from hipexpert.knowledge.cases.rule_checks import RuleCheck, checks_in
from hipexpert.knowledge.cases.suites import Suite, read_suite
from hipexpert.knowledge.packs import reading, sealing
from hipexpert.knowledge.packs.entry_text import with_entry
from hipexpert.knowledge.packs.files import read_files
from hipexpert.knowledge.packs.loading import hash_of
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.parsing import parse_pack


class NewEntry(Struct, frozen=True):
    """An entry to add: the file in its folder, the key of its list, its id, and its text."""

    file: str
    key: str
    id: str
    text: str


class Workspace:
    """A pack and the folder of its cases, as they are and as they will be.

    Raises :class:`PackError` when the pack does not load as it is.
    """

    def __init__(self, folder: str | Path, cases: str | Path | None) -> None:
        self.folder = Path(folder)
        self.cases = Path(cases) if cases is not None else cases_beside(self.folder)
        if self.folder.is_file():
            raise PackError([Problem("no-such-pack", "this is a file", str(self.folder), "unpack the pack, and name its folder")])
        self.contents = read_files(self.folder)
        self.pack = parse_pack(self.contents, hash_of(self.contents))

    def with_entries(self, entries: Iterable[NewEntry]) -> "Grown":
        """The pack with entries added. Raises :class:`ProblemsError` with what the loader has against them."""
        contents = dict(self.contents)
        added: dict[str, list[NewEntry]] = {}
        for each in entries:
            contents[each.file] = with_entry(contents.get(each.file, b""), each.file, each.key, each.text)
            added.setdefault(each.file, []).append(each)
        try:
            pack = parse_pack(contents, hash_of(contents))
        except PackError as error:
            # The pack loaded before, so all of it is about what is new; no line of a file that is not written yet is named.
            names = ", ".join(f"`{each.id}`" for some in added.values() for each in some)
            raise ProblemsError(Problem(each.code, each.message, f"the new {names}", each.help) for each in error.problems) from None
        return Grown(self, contents, pack, added)


class Grown:
    """A pack with new entries: its engine, and the files that make it so."""

    def __init__(self, target: Workspace, contents: Mapping[str, bytes], pack: Pack, added: Mapping[str, list[NewEntry]]) -> None:
        self.target = target
        self.contents = contents
        self.pack = pack
        self.added = added
        self.engine = ExplainingEngine(pack)
        self.scaffolder = Scaffolder(self.engine)

    def pack_files(self) -> list[ScaffoldFile]:
        """The changed files of the pack; of a sealed one its seal too."""
        path = self.target.folder / sealing.NAME
        renewed = [ScaffoldFile(str(path), sealing.seal_of(self.contents), "", False)] if sealing.is_sealed(self.target.folder) else []
        changed = [
            ScaffoldFile(
                str(self.target.folder / name),
                self.contents[name],
                "".join(each.text for each in entries),
                name not in self.target.contents,
            )
            for name, entries in self.added.items()
        ]
        return changed + renewed

    def check_file(self, rule_file: str, check: str) -> ScaffoldFile:
        """The file of checks that belongs to a file of rules, with one check more."""
        path = self.target.cases / "rules" / rule_file.removeprefix("rules/")
        there = path.exists()
        content = reading.read_bytes(path, reading.CASE_BYTES) if there else b""
        return ScaffoldFile(str(path), with_entry(content, str(path), "checks", check), check, not there)

    def confirm(self, rule: str, checks: ScaffoldFile, cases: Iterable[ScaffoldFile] = ()) -> None:
        """Run the checks of a rule, and cases, as they will be read. Raises :class:`ProblemsError` when one fails."""
        problems: list[Problem] = []
        read: list[RuleCheck] = checks_in(reading.parse(checks.content, checks.path), self.pack, problems)
        told = cases_in((reading.parse(each.content, each.path) for each in cases), self.pack, problems)
        if problems:
            raise CaseError(problems)
        suite = Suite(told, tuple(each for each in read if each.rule == rule))
        failures = run_suite(self.engine, suite, Stories(self.engine, suite)).failures
        if failures:
            raise ProblemsError(
                Problem("scaffold-fails", f"expected {_wanted(found)}, got {found.got}", each.place, "write the rule and its check by hand")
                for each in failures
                for found in each.mismatches
            )

    def upset(self) -> list[str]:
        """What the author's own cases and checks say against the new entries: those that passed and now fail, in words."""
        if not self.target.cases.is_dir() or not any(self.target.cases.rglob("*.yaml")):
            return []
        suite = read_suite([self.target.cases], self.pack)
        failures = run_suite(self.engine, suite, Stories(self.engine, suite)).failures
        if not failures:
            return []
        before = ExplainingEngine(self.target.pack)
        earlier = {(each.name, each.place) for each in run_suite(before, suite, Stories(before, suite)).failures}
        return [
            f"`{each.name}` ({each.place}) passed and fails now: expected {_wanted(found)}, got {found.got}"
            for each in failures
            if (each.name, each.place) not in earlier
            for found in each.mismatches[:1]
        ]


def _wanted(mismatch: Mismatch) -> str:
    return f"urgency {mismatch.expected}" if mismatch.about == "urgency" else mismatch.expected


def cases_beside(folder: Path) -> Path:
    """Where the cases of a pack are looked for when nobody says: ``my_pack_cases`` beside ``my_pack``."""
    whole = Path(os.path.realpath(folder))  # also of a link that leads back to itself
    return (folder.parent if folder.name not in ("", "..") else whole.parent) / f"{whole.name}_cases"


def chosen_file(asked: str | None, kind: str, otherwise: str, problems: list[Problem]) -> str:
    """The file of the pack that an entry goes to: the one that was asked for, with or without its folder and ending."""
    if asked is None:
        return otherwise
    name = asked.removeprefix(f"{kind}/").removesuffix(".yaml")
    if not re.fullmatch(r"[\w-]+(/[\w-]+)*", name):
        problems.append(
            Problem("bad-file", f"`{asked}` is no file of the pack", "--file", f"name a file below {kind}/, such as urgency.yaml")
        )
    return f"{kind}/{name}.yaml"
