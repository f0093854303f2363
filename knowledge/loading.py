"""Loading a pack: every file read, every name resolved, every problem reported at once."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import reading
from hipexpert.knowledge.checking import cross_problems
from hipexpert.knowledge.conclusions import ConclusionReader
from hipexpert.knowledge.converting import convert, convert_list
from hipexpert.knowledge.pack import (
    About,
    Citation,
    Condition,
    Constraint,
    Pack,
    Pattern,
    Rule,
    RuleId,
    RuleStatus,
    Source,
)
from hipexpert.knowledge.premises import Names, Premise, PremiseReader
from hipexpert.knowledge.snapshot import read_snapshot
from hipexpert.knowledge.vocabulary import Finding, FindingGroup, Line

HIP = Path(__file__).parent / "hip"
_SINGLE = ("pack.yaml", "patterns.yaml", "constraints.yaml", "sources.yaml")
_FOLDERS = ("findings", "conditions", "rules")
T = TypeVar("T", bound=Struct)


class PackError(ProblemsError):
    """A pack that cannot be used, with all its problems."""


class RawRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as it is written, before its names are resolved."""

    id: RuleId
    title: Line
    when: object
    then: object
    because: Line
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    reviewed: datetime.date
    status: RuleStatus


class RawConstraint(Struct, frozen=True, forbid_unknown_fields=True):
    """A constraint as it is written."""

    id: RuleId
    never: object
    because: Line


def load_pack(folder: str | Path = HIP) -> Pack:
    """The pack in a folder; without an argument the hip pack that ships.

    Raises :class:`PackError` with every problem of every file: place, message and help.
    """
    root = Path(folder)
    contents = _read_files(root)
    content_hash = hash_of(contents)
    return read_snapshot(root, content_hash) or parse_pack(contents, content_hash)


def _read_files(root: Path) -> dict[str, bytes]:
    """The YAML files of a pack by their path in it, sorted."""
    if not root.is_dir():
        what = "this is a file, not a pack" if root.exists() else "there is no such folder"
        raise PackError([Problem("no-such-pack", what, str(root), "name a folder that holds a pack.yaml")])
    if not (root / "pack.yaml").is_file():
        raise PackError([Problem("no-such-pack", "the folder holds no pack.yaml", str(root), "name the folder of a pack")])
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in sorted(each for each in root.rglob("*") if each.suffix in (".yaml", ".yml") and each.is_file()):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".yml" or (name not in _SINGLE and not name.startswith(tuple(f"{folder}/" for folder in _FOLDERS))):
            expected = ", ".join([*_SINGLE, *(f"{folder}/*.yaml" for folder in _FOLDERS)])
            problems.append(Problem("stray-file", "this file is not part of a pack", name, f"a pack holds {expected}"))
            continue
        try:
            contents[name] = reading.read_bytes(path, reading.PACK_FILE_BYTES)
        except reading.ReadingError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return contents


def hash_of(contents: Mapping[str, bytes]) -> str:
    """The SHA-256 of a pack's files and their names."""
    digest = hashlib.sha256()
    for name, content in sorted(contents.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def parse_pack(contents: Mapping[str, bytes], content_hash: str) -> Pack:
    """The pack that the files describe. Raises :class:`PackError`."""
    return _Parser(contents).pack(content_hash)


class _Parser:
    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.problems: list[Problem] = []
        self.texts: dict[str, reading.Text] = {}
        for name, content in contents.items():
            try:
                self.texts[name] = reading.parse(content, name)
            except reading.ReadingError as error:
                self.problems += error.problems
        if self.problems:
            raise PackError(self.problems)

    def pack(self, content_hash: str) -> Pack:
        text = self.texts["pack.yaml"]
        about = convert(About, text.data, text.place, self.problems)
        groups = [group for each in self._in("findings") if (group := convert(FindingGroup, each.data, each.place, self.problems))]
        conditions = [item for each in self._in("conditions") for item in self._list(Condition, each, "conditions")]
        patterns = self._optional(Pattern, "patterns")
        sources = self._optional(Source, "sources")
        findings: dict[str, Finding] = {finding.id: finding for group in groups for finding in group.findings}
        ids = frozenset(each.id for each in conditions if each.kind == "condition")
        factors = frozenset(each.id for each in conditions if each.kind == "contributing_factor")
        concluded = {
            "pattern": frozenset(each.id for each in patterns),
            "contributing": factors,
            "suspected": ids,
            "likely": ids,
        }
        names = Names(findings, concluded)
        rules = [rule for each in self._in("rules") for rule in self._rules(each, names, about)]
        constraints = self._constraints(names)
        unsafe = self._unsafe(groups, names)
        self._repeated("finding", [finding.id for group in groups for finding in group.findings])
        for kind, found in (
            ("condition", [each.id for each in conditions]),
            ("pattern", [each.id for each in patterns]),
            ("source", [each.id for each in sources]),
        ):
            self._repeated(kind, found)
        self._repeated("rule", [rule.id for rule in rules])
        if about is None or self.problems:
            raise PackError(self.problems)
        pack = Pack(
            about, tuple(groups), tuple(conditions), tuple(patterns), tuple(rules), tuple(constraints), tuple(sources), unsafe, content_hash
        )
        problems = list(cross_problems(pack, self._where))
        if problems:
            raise PackError(problems)
        return pack

    def _in(self, folder: str) -> Iterator[reading.Text]:
        return (text for name, text in self.texts.items() if name.startswith(f"{folder}/"))

    def _list(self, kind: type[T], text: reading.Text, key: str, *also: str) -> list[T]:
        if not isinstance(text.data, dict) or set(text.data) - {key, *also} or key not in text.data:
            self.problems.append(Problem("bad-file", f"the file must hold `{key}:` and nothing else", text.place()))
            return []
        return convert_list(kind, text.data[key], text.place, self.problems, key)

    def _optional(self, kind: type[T], stem: str) -> list[T]:
        text = self.texts.get(f"{stem}.yaml")
        return self._list(kind, text, stem) if text else []

    def _rules(self, text: reading.Text, names: Names, about: About | None) -> Iterator[Rule]:
        data: Any = text.data
        if isinstance(data, dict) and isinstance(data.get("defaults"), dict) and isinstance(data.get("rules"), list):
            rules = [{**data["defaults"], **rule} if isinstance(rule, dict) else rule for rule in data["rules"]]
            text = reading.Text(text.name, {**data, "rules": rules}, text.lines)
        before = len(self.problems)
        raw_rules = self._list(RawRule, text, "rules", "defaults")
        if len(self.problems) > before:
            return
        for number, raw in enumerate(raw_rules):
            premises = PremiseReader(names, text.place)
            premise = premises.read(raw.when, "rules", number, "when")
            conclusions = ConclusionReader(names, about, text.place)
            concluded = conclusions.read(raw.then, "rules", number, "then")
            self.problems += [*premises.problems, *conclusions.problems]
            if premise is not None and concluded:
                yield Rule(raw.id, raw.title, premise, concluded, raw.because, raw.sources, raw.reviewed, raw.status, text.name)

    def _constraints(self, names: Names) -> list[Constraint]:
        text = self.texts.get("constraints.yaml")
        if text is None:
            return []
        found = []
        for number, raw in enumerate(self._list(RawConstraint, text, "constraints")):
            premises = PremiseReader(names, text.place)
            never = premises.read(raw.never, "constraints", number, "never")
            self.problems += premises.problems
            if never is not None:
                found.append(Constraint(raw.id, never, raw.because))
        return found

    def _unsafe(self, groups: list[FindingGroup], names: Names) -> dict[str, Premise]:
        unsafe: dict[str, Premise] = {}
        for group in groups:
            for number, finding in enumerate(group.findings):
                if finding.unsafe_when is not None:
                    text = self.texts.get(f"findings/{group.group}.yaml") or next(self._in("findings"))
                    premises = PremiseReader(names, text.place)
                    premise = premises.read(finding.unsafe_when, "findings", number, "unsafe_when")
                    self.problems += premises.problems
                    if premise is not None:
                        unsafe[finding.id] = premise
        return unsafe

    def _repeated(self, kind: str, ids: list[str]) -> None:
        for name, count in Counter(ids).items():
            if count > 1:
                self.problems.append(
                    Problem("repeated-id", f"the {kind} id `{name}` is used {count} times", self._where(name), "ids are never reused")
                )

    def _where(self, name: str) -> str:
        """The place of the entry with an id."""
        for text in self.texts.values():
            if isinstance(text.data, dict):
                for key, items in text.data.items():
                    if isinstance(items, list):
                        for number, item in enumerate(items):
                            if isinstance(item, dict) and item.get("id") == name:
                                return text.place(key, number)
        return ""
