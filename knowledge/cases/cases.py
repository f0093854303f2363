"""Cases: what is known about a runner, together with what a sound assessment of it must say."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct

from hipexpert.engine import Problem, ProblemsError, gathering
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.converting import Reader, convert
from hipexpert.knowledge.packs.ladder import LEVELS, Level, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.program import made_premises
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.reading_intake import read_intake

SUFFIXES = (".yaml", ".yml", ".json")
CaseKind = Literal["published", "first_person", "sparse"]
KINDS: tuple[CaseKind, ...] = get_args(CaseKind)
CaseId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", description="letters, digits, _ . and -")]


class CaseError(ProblemsError):
    """Case files that cannot be used, with all problems of all files."""


class UrgencyRange(Struct, frozen=True):
    """The lowest level that is safe and the highest that is sensible."""

    at_least: Level
    at_most: Level


class Expected(Struct, frozen=True):
    """What a case expects: ``accepted`` are the conditions of which one should come first, or ``among`` the first so many
    (none: the ranking is not judged); ``exact`` those of them that are the diagnosis itself (None: no diagnosis is said, and
    none: the pack has no such condition); ``reasons`` the rules that should fire, ``silent`` those that must not. What the
    pack does not claim to cover is not ``in_scope``. A case for ``measured_only`` is one on which a pack may be wrong: it tells
    how good the pack is, and no test fails by it.
    """

    diagnosis: str
    accepted: tuple[str, ...]
    urgency: UrgencyRange
    in_scope: bool
    reasons: tuple[str, ...]
    silent: tuple[str, ...] = ()
    among: int = 1
    exact: tuple[str, ...] | None = None
    measured_only: bool = False


class SecondReading(Struct, frozen=True):
    """What somebody made of the same words who did not know how the case ended: the conditions or contributing factors
    thought of, the likeliest first, and the range of urgency.
    """

    conditions: tuple[str, ...]
    urgency: UrgencyRange


class Case(Struct, frozen=True):
    """One runner and what to expect; ``file`` is where it was read, ``source`` who published it ("" where that is not said)."""

    id: str
    title: str
    file: str
    intake: Intake
    expected: Expected
    kind: CaseKind | None = None
    second_reading: SecondReading | None = None
    source: str = ""


class _Heading(Struct, frozen=True, forbid_unknown_fields=True):
    id: CaseId
    title: str = ""
    kind: str = ""


class RawRange(Struct, frozen=True, forbid_unknown_fields=True):
    """A range of urgency as it is written."""

    at_least: str
    at_most: str


class _RawSecondReading(Struct, frozen=True, forbid_unknown_fields=True):
    conditions: tuple[str, ...]
    urgency: RawRange


class _RawExpected(Struct, frozen=True, forbid_unknown_fields=True):
    urgency: RawRange
    diagnosis: str = ""
    accepted: tuple[str, ...] | None = None
    in_scope: bool = True
    reasons: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    among: Annotated[int, Meta(ge=1)] = 1
    exact: tuple[str, ...] | None = None
    measured_only: bool = False


def read_cases(paths: Iterable[str | Path], pack: Pack) -> tuple[Case, ...]:
    """The cases in files and folders (with all that lies in them), in the order given and by name within a folder.

    A file named twice is read once; files of rule checks are passed over (:mod:`hipexpert.knowledge.cases.suites` reads both).
    Raises :class:`CaseError` with every problem of every file.
    """
    problems: list[Problem] = []
    cases = cases_in((text for text in texts_of(paths, problems) if not holds_checks(text)), pack, problems)
    if not cases and not problems:
        help_text = "`hipexpert test` runs them; a case has `findings:` and `expect:`"
        problems.append(Problem("no-cases", "there are only rule checks, no case", "", help_text))
    if problems:
        raise CaseError(problems)
    return cases


def texts_of(paths: Iterable[str | Path], problems: list[Problem]) -> Iterator[reading.Text]:
    """What the files that the paths name hold, one after the other, each once; what cannot be read adds its problems."""
    for path in dict.fromkeys(_files(paths, problems)):
        try:
            text = reading.parse(reading.read_bytes(path, reading.CASE_BYTES), str(path))
        except ProblemsError as error:
            problems += error.problems
        else:
            yield text


def holds_checks(text: reading.Text) -> bool:
    """Whether a file holds rule checks and not a case."""
    return isinstance(text.data, dict) and "checks" in text.data


def cases_in(texts: Iterable[reading.Text], pack: Pack, problems: list[Problem]) -> tuple[Case, ...]:
    """The well-formed cases of the texts, one each; the others, and ids used twice, add their problems."""
    cases: list[Case] = []
    for text in texts:
        with gathering(problems):
            cases.append(_CaseReader(text, pack).read())
    first: dict[str, str] = {}
    for case in cases:
        if first.setdefault(case.id, case.file) != case.file:
            message = f"the case id `{case.id}` is used again"
            problems.append(Problem("repeated-id", message, case.file, f"it is the id of {first[case.id]}"))
    return tuple(cases)


def _files(paths: Iterable[str | Path], problems: list[Problem]) -> Iterator[Path]:
    """The files that the paths name; a folder without any is a problem."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        try:
            if (path / "pack.yaml").is_file():
                help_text = f"name the folder of its cases, such as `{path}_cases`, and the pack with `--knowledge`"
                problems.append(Problem("is-a-pack", "this is a pack, and no folder of cases", str(path), help_text))
                continue
            below = [Path(each.path) for each in reading.files_below(path, SUFFIXES)] if path.is_dir() else []
            found = [each for each in below if not _is_of_a_pack(each, path)] if path.is_dir() else [path]
            fresh = [each for each in found if each.resolve() not in seen]
            seen |= {each.resolve() for each in fresh}
        except reading.ReadingError as error:
            problems += error.problems
            continue
        except (OSError, RuntimeError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            problems.append(Problem("unreadable", f"the cases cannot be read: {reason}", str(path), "check the path"))
            continue
        if not found:
            help_text = "a case is a YAML or JSON file with `findings:` and `expect:`; name the cases of a pack by their own folder"
            problems.append(Problem("no-cases", "the folder holds no case file", str(path), help_text))
        yield from fresh


def _is_of_a_pack(file: Path, root: Path) -> bool:
    """Whether a file below a folder belongs to a pack in it, or to the cases that lie beside one as ``<pack>_cases``: they are about
    another vocabulary, and are read when their own folder is named.
    """
    inside = takewhile(lambda each: each != root, file.parents)
    packs = (each.with_name(each.name.removesuffix("_cases")) for each in inside)
    return any((each / "pack.yaml").is_file() for each in packs)


class SuiteReader(Reader):
    """Reads what cases and rule checks have in common, in the words of a pack, and collects all problems."""

    def __init__(self, text: reading.Text, pack: Pack, problems: list[Problem] | None = None) -> None:
        super().__init__(text.place, problems)
        self.text = text
        self.pack = pack

    def _intake(self, data: object, *path: str | int) -> Intake | None:
        with gathering(self.problems):
            return read_intake(data, self.pack, lambda *inner: self.place(*path, *inner))
        return None

    def _level(self, word: str, path: tuple[str | int, ...]) -> Level | None:
        level = next((each for each in LEVELS if each == word), None)
        if level is None:
            self._wrong("unknown-level", f"unknown urgency `{word}`", path, did_you_mean(word, LEVELS, f"one of {', '.join(LEVELS)}"))
        return level

    def _range(self, raw: RawRange, *path: str | int) -> UrgencyRange | None:
        """A range of urgency; None when a level is unknown. An empty range is a problem too."""
        lowest, highest = self._level(raw.at_least, (*path, "at_least")), self._level(raw.at_most, (*path, "at_most"))
        if lowest is None or highest is None:
            return None
        if rank(lowest) > rank(highest):
            message = f"the range is empty: `{lowest}` is more urgent than `{highest}`"
            self._wrong("empty-range", message, path, "`at_least` is the lowest level that is safe")
        return UrgencyRange(lowest, highest)

    def _check_rule(self, name: str, *path: str | int) -> None:
        """A name must be that of a rule that can fire: of the pack, or made of its screen or of a ``safe_when``."""
        rule = self.pack.rule_by_id.get(name)
        if rule is None and name not in made_premises(self.pack):
            self._wrong("unknown-rule", f"unknown rule `{name}`", path, did_you_mean(name, self.pack.rule_by_id, "use an id of the pack"))
        elif rule is None:
            return
        elif rule.status != "active":
            self._wrong("inactive-rule", f"the rule `{name}` is {rule.status}", path, "only active rules can fire")


class _CaseReader(SuiteReader):
    def read(self) -> Case:
        data: Any = self.text.data
        if not isinstance(data, dict):
            message = f"a case is a mapping, not {reading.describe(data)}"
            raise CaseError([Problem("bad-type", message, self.text.place(), "it has `id:`, `findings:` and `expect:`")])
        heading = convert(_Heading, {key: data[key] for key in ("id", "title", "kind") if key in data}, self.place, self.problems)
        if heading is not None and not heading.title.isprintable():
            self._wrong("bad-title", "the title holds characters that cannot be printed", ("title",), "write it as one line of text")
        intake = expected = kind = None
        if heading is not None and "kind" in data:
            kind = self._kind(heading.kind)
        if "findings" in data:
            intake = self._intake(data)
        else:
            self._wrong("missing-key", "`findings` is missing", (), "add `findings:` and the answers of the runner")
        if "expect" in data:
            expected = self._expected(data["expect"])
        else:
            help_text = "add `expect:` with `urgency: {at_least: …, at_most: …}` and the conditions that are `accepted`"
            self._wrong("missing-key", "`expect` is missing", (), help_text)
        second = self._second_reading(data["second_reading"]) if "second_reading" in data else None
        if self.problems or heading is None or intake is None or expected is None:
            raise CaseError(self.problems)
        return Case(heading.id, heading.title, self.text.name, intake, expected, kind, second, _publisher(data.get("source")))

    def _kind(self, word: str) -> CaseKind | None:
        kind = next((each for each in KINDS if each == word), None)
        if kind is None:
            self._wrong(
                "unknown-kind", f"unknown kind of case `{word}`", ("kind",), did_you_mean(word, KINDS, f"one of {', '.join(KINDS)}")
            )
        return kind

    def _second_reading(self, data: object) -> SecondReading | None:
        raw = convert(_RawSecondReading, data, self.place, self.problems, "second_reading")
        if raw is None:
            return None
        urgency = self._range(raw.urgency, "second_reading", "urgency")
        for number, name in enumerate(raw.conditions):
            if name not in self.pack.condition_by_id:  # a reader may think of a contributing factor too
                self._unknown_condition(name, ("second_reading", "conditions", number))
        return None if urgency is None else SecondReading(raw.conditions, urgency)

    def _expected(self, data: object) -> Expected | None:
        raw = convert(_RawExpected, data, self.place, self.problems, "expect")
        if raw is None:
            return None
        urgency = self._range(raw.urgency, "expect", "urgency")
        accepted = raw.accepted if raw.accepted is not None else (raw.diagnosis,) if raw.diagnosis else ()
        for number, condition in enumerate(raw.accepted or ()):
            self._check_condition(condition, ("expect", "accepted", number))
        exact = self._exact(raw, accepted)
        for key, rules in (("reasons", raw.reasons), ("silent", raw.silent)):
            for number, rule in enumerate(rules):
                self._check_rule(rule, "expect", key, number)
        if urgency is None:
            return None
        judged = (raw.reasons, raw.silent, raw.among)
        return Expected(raw.diagnosis, accepted, urgency, raw.in_scope, *judged, exact, raw.measured_only)

    def _exact(self, raw: _RawExpected, accepted: tuple[str, ...]) -> tuple[str, ...] | None:
        """What is the diagnosis itself, which must be a condition unless the pack need not have heard of it."""
        if raw.diagnosis and (raw.accepted is None or (raw.in_scope and raw.exact != ())):
            self._check_condition(raw.diagnosis, ("expect", "diagnosis"))
        for number, condition in enumerate(raw.exact or ()):
            self._check_condition(condition, ("expect", "exact", number))
            if condition in self.pack.condition_by_id and condition not in accepted:
                help_text = "what is the diagnosis itself is accepted too: add it to `accepted`"
                self._wrong("not-accepted", f"`{condition}` is exact and not accepted", ("expect", "exact", number), help_text)
        if raw.exact is None and raw.diagnosis:
            return tuple(each for each in accepted if each == raw.diagnosis)
        return raw.exact

    def _check_condition(self, name: str, path: tuple[str | int, ...]) -> None:
        known = self.pack.condition_by_id
        if name not in known:
            self._unknown_condition(name, path)
        elif known[name].kind != "condition":
            self._wrong("not-a-condition", f"`{name}` is a contributing factor", path, "only conditions are ranked")

    def _unknown_condition(self, name: str, path: tuple[str | int, ...]) -> None:
        ids = [each.id for each in self.pack.condition_by_id.values() if each.kind == "condition"]
        self._wrong("unknown-condition", f"unknown condition `{name}`", path, did_you_mean(name, ids, "use an id of the pack"))


def _publisher(source: object) -> str:
    """Who published a case, or else what it is called: cases of one source count as one where sources are held apart."""
    named = source if isinstance(source, Mapping) else {"title": source}
    return next((said for said in (named.get("publisher"), named.get("title")) if isinstance(said, str)), "")
