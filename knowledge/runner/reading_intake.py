"""The intake: what is known about one runner, read from a mapping, a file or words on a command line.

Each finding, and each value of a ``choices`` finding, is present, absent or unknown. What nobody said stays unknown:
naming one pain site does not deny the others. A whole group is denied at once with ``none_of``.
"""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hipexpert.engine import Problem
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.converting import Place, Reader
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import is_number
from hipexpert.knowledge.packs.suggestions import did_you_mean, nearest
from hipexpert.knowledge.packs.vocabulary import UNKNOWN, Choice, Choices, Finding, Number, YesNo, allowed_answers, is_unknown, plain_number
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Answer, Intake, IntakeError
from hipexpert.knowledge.runner.taking_back import put_over, unsaid_in

CASE_KEYS = ("id", "title", "kind", "source", "findings", "none_of", "expect", "second_reading", "notes", "interview")
_YES = {True, "yes", "true", "present", "y"}
_NO = {False, "no", "false", "absent", "n"}
SHOWN = 60
WORDS: Mapping[str, Iterable[object]] = {
    "yes": _YES,
    "no": _NO,
    "unknown": UNKNOWN,
}  # in any case; what a JSON Schema of answers must know
SUGGESTED = 50  # looking for the nearest name takes a millisecond, and a stranger's file may hold 100,000 wrong ones


def _nowhere(*_path: str | int) -> str:
    """The place of an answer that was not read from a file."""
    return ""


def read_intake(data: object, pack: Pack, place: Place = _nowhere) -> Intake:
    """The intake that a mapping of findings to answers, or a case (the same under ``findings:``), describes.

    Raises :class:`IntakeError` with every problem.
    """
    reader = _Reader(pack, place)
    reader.read(data)
    if reader.problems:
        raise IntakeError(reader.problems)
    return reader.intake()


def read_case(content: bytes, name: str, pack: Pack) -> Intake:
    """The intake in the bytes of a YAML or JSON file. Raises :class:`ReadingError` or :class:`IntakeError`."""
    reading.check_size(content, reading.CASE_BYTES, name)
    text = reading.parse(content, name)
    if text.data is None:
        help_text = "write for instance `pain_site: [lateral_hip]`; `hipexpert findings` lists what can be said"
        raise IntakeError([Problem("empty-file", "the file is empty", name, help_text)])
    return read_intake(text.data, pack, text.place)


def read_case_file(path: Path, pack: Pack) -> Intake:
    """The intake in a file. Raises :class:`ReadingError` or :class:`IntakeError`."""
    return read_case(reading.read_bytes(path, reading.CASE_BYTES), str(path), pack)


def read_words(words: Iterable[str], pack: Pack, option: str = "-f") -> Intake:
    """The intake in words such as ``limp=yes``, ``pain_site=buttock,sit_bone``, ``pain_site.outer_knee=no``,
    ``age_years=46`` and ``red_flags=none``, given with the option that messages name. Raises :class:`IntakeError`.
    """
    data: dict[str, Any] = {}
    problems: list[Problem] = []

    def add(answers: dict[str, Any], key: str, name: str, value: object, word: str) -> None:
        if answers.setdefault(key, value) != value:
            message = f"`{name}` is answered twice, `{answers[key]}` and `{value}`"
            problems.append(Problem("repeated-key", message, f"{option} {word}", "keep one of them"))

    for word in words:
        name, equals, value = word.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not name or not value:
            problems.append(Problem("bad-word", f"`{word}` is not of the form finding=value", "", f"for instance {option} limp=yes"))
            continue
        base, dot, part = name.partition(".")
        finding = pack.findings.get(base)
        if isinstance(finding, Choices) and (dot or not is_unknown(value)):
            new = {part: value} if dot else dict.fromkeys((each.strip() for each in value.split(",")), "yes")
            for key, said in new.items():
                add(data.setdefault(base, {}), key, f"{base}.{key}", said, word)
        elif finding is not None and dot:
            problems.append(
                Problem("bad-word", f"`{base}` has no parts to answer one by one", f"{option} {word}", f"write {option} {base}=…")
            )
        elif not isinstance(finding, Choices):
            add(data, name, name, _typed(finding, value), word)
    reader = _Reader(pack, lambda *path: f"{option} {path[0]}" if path else option)
    reader.read(data, case_allowed=False)
    if problems or reader.problems:
        raise IntakeError([*problems, *reader.problems])
    return reader.intake()


def _typed(finding: Finding | None, value: str) -> object:
    """A number where the finding is one and the word can be read so."""
    if isinstance(finding, Number):
        try:
            return float(value) if math.isfinite(float(value)) else value
        except ValueError:
            return value
    return value


class _Reader(Reader):
    def __init__(self, pack: Pack, place: Place) -> None:
        super().__init__(place)
        self.pack = pack
        self.answers: dict[str, Answer] = {}
        self.none_of: set[str] = set()
        self.unsaid: list[tuple[str, object]] = []

    def read(self, data: object, *, case_allowed: bool = True) -> None:
        if not isinstance(data, Mapping):
            self._wrong(
                "bad-type", f"a mapping of findings to answers is needed, not {reading.describe(data)}", (), "for instance `limp: yes`"
            )
        elif case_allowed and "findings" in data:
            for key in data:
                if key not in CASE_KEYS:
                    known = did_you_mean(str(key), CASE_KEYS, "findings belong under `findings:`")
                    self._wrong("unknown-key", f"unknown key {_shown(key)} in a case", (str(key),), known)
            self._read_none_of(data.get("none_of"), ("none_of",))
            findings = data["findings"]
            if isinstance(findings, Mapping):
                self._read_answers(findings, ("findings",))
            elif findings is not None:
                self._wrong("bad-type", f"`findings` is a mapping of findings to answers, not {reading.describe(findings)}", ("findings",))
        else:
            self._read_answers(data, ())

    def intake(self) -> Intake:
        """What was read. What is said to be unknown stays so in a group that is denied: the rest of that is written out."""
        found = Intake(self.answers, tuple(sorted(self.none_of)))
        if not (self.none_of and self.unsaid):
            return found
        unsaid = frozenset().union(*(unsaid_in({name: said}, self.pack) for name, said in self.unsaid))
        return put_over(found, Intake({}), unsaid, AnswerKey(self.pack))

    def _read_answers(self, data: Mapping[Any, object], path: tuple[str, ...]) -> None:
        for name, value in data.items():
            inner = (*path, str(name))
            finding = self.pack.findings.get(name) if isinstance(name, str) else None
            if finding is not None:
                self._read_answer(finding, value, inner)
            elif name == "none_of":
                self._read_none_of(value, inner)
            elif isinstance(name, str) and name in self.pack.denied_with:
                if value == "none":
                    self.none_of.add(self.pack.denied_with[name])
                else:
                    self._wrong("bad-group", f"the group `{name}` can only be answered `none`", inner, "answer its findings one by one")
            else:
                self._wrong("unknown-finding", f"unknown finding {_shown(name)}", inner, self._suggest(str(name)))

    def _suggest(self, name: str) -> str:
        if len(self.problems) >= SUGGESTED:
            return ""
        for finding in self.pack.findings.values():
            if isinstance(finding, (Choice, Choices)):
                for value in finding.values:
                    if name in value.synonyms or name == value.id:
                        return (
                            f"write `{finding.id}: [{value.id}]`" if isinstance(finding, Choices) else f"write `{finding.id}: {value.id}`"
                        )
            if name in finding.synonyms:
                return f"did you mean `{finding.id}`?"
        groups = dict.fromkeys(self.pack.denied_with.values())
        return did_you_mean(name, [*self.pack.findings, *groups], "`hipexpert findings` lists what can be said")

    def _read_none_of(self, value: object, path: tuple[str, ...]) -> None:
        if value is None:
            return
        for number, name in enumerate(value if isinstance(value, (list, tuple)) else [value]):
            group = self.pack.denied_with.get(name) if isinstance(name, str) else None
            if group is None:
                known = list(dict.fromkeys(self.pack.denied_with.values()))
                help_text = did_you_mean(name, known, f"one of {', '.join(known)}") if isinstance(name, str) else ""
                self._wrong("unknown-group", f"unknown group {_shown(name)}", (*path, number), help_text)
            else:
                self.none_of.add(group)

    def _read_answer(self, finding: Finding, value: object, path: tuple[str, ...]) -> None:
        if is_unknown(value):
            if value is not None:  # an empty place in a form says nothing, the word does
                self.unsaid.append((finding.id, value))
            return
        match finding:
            case YesNo():
                answer = _yes_or_no(value)
                if answer is None:
                    self._refuse(finding, value, path)
                else:
                    self.answers[finding.id] = answer
            case Choice():
                if isinstance(value, str) and value in {each.id for each in finding.values}:
                    self.answers[finding.id] = value
                else:
                    self._refuse(finding, value, path, [each.id for each in finding.values])
            case Number():
                self._read_number(finding, value, path)
            case Choices():
                self._read_choices(finding, value, path)

    def _refuse(self, finding: Finding, value: object, path: tuple[str | int, ...], names: Iterable[str] = ()) -> None:
        allowed = f"it takes {allowed_answers(finding)}"
        found = _nearest_value(finding, value, names) if isinstance(value, str) and len(self.problems) < SUGGESTED else None
        self._wrong(
            "bad-answer",
            f"{_shown(value)} is no answer to `{finding.id}`",
            path,
            f"did you mean `{found}`? {allowed}" if found else allowed,
        )

    def _read_number(self, finding: Number, value: object, path: tuple[str, ...]) -> None:
        if is_number(value):
            number = float(value)  # type: ignore[arg-type]
        elif isinstance(value, int) and not isinstance(value, bool):  # too long for any float
            number = math.inf
        else:
            self._refuse(finding, value, path)
            return
        if not finding.minimum <= number <= finding.maximum:
            self._wrong("out-of-range", f"{_shown(value)} is out of range for `{finding.id}`", path, f"it takes {allowed_answers(finding)}")
        elif finding.whole and not number.is_integer():
            self._refuse(finding, value, path)
        else:
            self.answers[finding.id] = number

    def _read_choices(self, finding: Choices, value: object, path: tuple[str, ...]) -> None:
        if isinstance(value, str):
            value = [value]
        names = [each.id for each in finding.values]
        said: dict[str, bool] = {}
        if isinstance(value, Mapping):
            items = [(name, name, word) for name, word in value.items()]
        elif isinstance(value, (list, tuple, set, frozenset)):
            items = [(number, each, True) for number, each in enumerate(value)]
        else:
            self._refuse(finding, value, path)
            return
        for key, name, word in items:
            answer = _yes_or_no(word)
            if name not in names:
                self._refuse(finding, name, (*path, key), names)
            elif answer is not None:
                said[name] = answer
            elif not is_unknown(word):
                self._wrong("bad-answer", f"{_shown(word)} is no answer to `{finding.id}.{name}`", (*path, key), "it takes yes or no")
            elif word is not None:
                self.unsaid.append((finding.id, {name: word}))
        if said:
            self.answers[finding.id] = said


def _yes_or_no(value: object) -> bool | None:
    """True or False for the words people use, None for anything else (a number is not a yes)."""
    word = value.lower() if isinstance(value, str) else value
    if isinstance(word, (bool, str)):
        return True if word in _YES else False if word in _NO else None
    return None


def _shown(value: object) -> str:
    """A user's word in a message: in backticks and not longer than a line."""
    if isinstance(value, (Mapping, list, tuple, set, frozenset)):
        return reading.describe(value)
    if value is None or isinstance(value, bool):
        return f"`{str(value).lower()}`" if value is not None else "nothing"
    if isinstance(value, float):
        return f"`{plain_number(value)}`" if abs(value) < 1e15 else f"`{value}`"
    if isinstance(value, int) and value.bit_length() > 1000:  # Python refuses to write out numbers of many digits
        return "a number that long"
    word = str(value)
    return f"`{word}`" if len(word) <= SHOWN else f"`{word[:SHOWN]}…`"


def _nearest_value(finding: Finding, word: str, names: Iterable[str]) -> str | None:
    """The value that a wrong word means: one of which it is a synonym, else the one most like it."""
    for value in finding.values if isinstance(finding, (Choice, Choices)) else ():
        if word.lower() in (value.label.lower(), *map(str.lower, value.synonyms)):
            return value.id
    return nearest(word, names)
