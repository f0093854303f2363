"""The intake: what is known about one runner, read from a mapping, a file or words on a command line.

Each finding, and each value of a ``choices`` finding, is present, absent or unknown. What nobody said stays unknown:
naming one pain site does not deny the others. A whole group is denied at once with ``none_of``.

INVARIANT: whatever way answers come in, each passes :meth:`IntakeReader.say`, under one of the names that
``docs/semantics.md`` lists, with a value as it was said.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, NamedTuple

from hipexpert.engine import Problem
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.converting import Place
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.scalars import parts_of
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, is_unknown
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake, IntakeError
from hipexpert.knowledge.runner.reading_values import SUGGESTED, ReadValue, ValueReader, bare, questions_of, shown, yes_or_no
from hipexpert.knowledge.runner.taking_back import put_over

CASE_KEYS = ("id", "title", "kind", "source", "findings", "none_of", "expect", "second_reading", "notes", "interview")
NONE_OF = "none_of"


class ReadAnswers(NamedTuple):
    """What was read: the intake, the questions that were said to be ``unknown``, and those that were named and left ``blank``."""

    intake: Intake
    unknown: frozenset[Question]
    blank: frozenset[Question]


def pointer(*path: str | int) -> str:
    """The place of an answer in a mapping, as a JSON pointer (RFC 6901); empty for the whole."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def read_intake(data: object, pack: Pack, place: Place = pointer) -> Intake:
    """The intake that a mapping of findings to answers, or a case (the same under ``findings:``), describes.

    Raises :class:`IntakeError` with every problem.
    """
    return read_answers(data, pack, place).intake


def read_answers(data: object, pack: Pack, place: Place = pointer) -> ReadAnswers:
    """The same with what was said to be unknown. Raises :class:`IntakeError`."""
    reader = IntakeReader(pack, place)
    reader.read(data)
    return reader.answers()


def read_case(content: bytes, name: str, pack: Pack) -> Intake:
    """The intake in the bytes of a YAML or JSON file. Raises :class:`ReadingError` or :class:`IntakeError`."""
    reading.check_size(content, reading.CASE_BYTES, name)
    text = reading.parse(content, name)
    if text.data is None:
        help_text = "write for instance `pain_site: [lateral_hip]`; `hipexpert findings` lists what can be said"
        raise IntakeError([Problem("empty-file", "the file is empty", name, help_text)])
    return read_intake(text.data, pack, text.place)


def read_case_file(path: Path, pack: Pack) -> Intake:
    """The intake in a file. Raises :class:`ReadingError` or :class:`IntakeError`; for a pack made in Python that is not whole
    :class:`PackError`.
    """
    # Imported here: a verb reads a case with a pack that it has loaded.
    from hipexpert.knowledge.packs.checked import sound

    pack = sound(pack)
    return read_case(reading.read_bytes(path, reading.CASE_BYTES), str(path), pack)


def read_words(words: Iterable[str], pack: Pack, option: str = "-f") -> Intake:
    """The intake in words such as ``limp=yes``, ``pain_site=buttock,sit_bone``, ``pain_site.outer_knee=no``,
    ``age_years=46`` and ``red_flags=none``, given with the option that messages name. Raises :class:`IntakeError`.
    """
    return answers_in_words(words, pack, option).intake


def answers_in_words(words: Iterable[str], pack: Pack, option: str = "-f") -> ReadAnswers:
    """The same with what was said to be unknown. Raises :class:`IntakeError`."""
    reader = IntakeReader(pack, lambda *path: f"{option} {path[0]}" if path else option)
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip() or bare(value) == "":
            reader.problems.append(
                Problem("bad-word", f"{shown(word)} is not of the form finding=value", "", f"for instance {option} limp=yes")
            )
        else:
            reader.say(str(bare(name)), value, (str(bare(name)),))
    return reader.answers()


class IntakeReader(ValueReader):
    """Reads what is said about one runner, answer by answer."""

    def __init__(self, pack: Pack, place: Place = pointer, *, naming: bool = True) -> None:
        super().__init__(place, naming=naming)
        self.pack = pack
        self._said: ReadValue = {}
        self._taken_back: set[Question] = set()  # with the whole of their finding: a value named beside that counts
        self._blank: set[Question] = set()
        self._none_of: set[str] = set()

    def answers(self) -> ReadAnswers:
        """What was read. What is said to be unknown stays so in a group that is denied: the rest of that is written out.

        Raises :class:`IntakeError` with everything that is wrong.
        """
        if self.problems:
            raise IntakeError(self.problems)
        answers: dict[str, Any] = {}
        unknown = self._taken_back - self._said.keys()
        for question, answer in self._said.items():
            if answer is None:
                unknown.add(question)
            elif question.value:
                answers.setdefault(question.finding, {})[question.value] = answer
            else:
                answers[question.finding] = answer
        intake = Intake(answers, tuple(sorted(self._none_of)))
        if self._none_of and unknown:
            intake = put_over(intake, Intake({}), frozenset(unknown), AnswerKey(self.pack))
        return ReadAnswers(intake, frozenset(unknown), frozenset(self._blank))

    def read(self, data: object) -> None:
        """Read a mapping of findings to answers, or a case; or an intake, which anybody can make."""
        if isinstance(data, Intake) and isinstance(data.answers, Mapping):
            self._say_all(data.answers, ())
            self._read_none_of(data.none_of, (NONE_OF,))
        elif not isinstance(data, Mapping):
            message = f"a mapping of findings to answers is needed, not {reading.describe(data)}"
            self._wrong("bad-type", message, (), "for instance `limp: yes`")
        elif "findings" in data:
            for key in data:
                if key not in CASE_KEYS:
                    known = did_you_mean(str(key), CASE_KEYS, "findings belong under `findings:`")
                    self._wrong("unknown-key", f"unknown key {shown(key)} in a case", (str(key),), known)
            self._read_none_of(data.get(NONE_OF), (NONE_OF,))
            findings = data["findings"]
            if isinstance(findings, Mapping):
                self._say_all(findings, ("findings",))
            elif findings is not None:
                self._wrong("bad-type", f"`findings` is a mapping of findings to answers, not {reading.describe(findings)}", ("findings",))
        else:
            self._say_all(data, ())

    def _say_all(self, data: Mapping[Any, object], path: tuple[str | int, ...]) -> None:
        for name, value in data.items():
            self.say(name, value, (*path, str(name)))

    def say(self, name: object, value: object, path: tuple[str | int, ...]) -> None:
        """One answer: ``value`` as it was said, under the ``name`` of a finding, of one of its values (``finding.value``), of
        a group, of one group in ``none_of`` (``none_of.group``), or under ``none_of`` itself.
        """
        name = bare(name)
        base, dot, part = name.partition(".") if isinstance(name, str) else ("", "", "")
        finding = self.pack.findings.get(base)
        if finding is not None:
            self._say_of(finding, part if dot else None, value, path)
        elif base == NONE_OF:
            if dot:
                self._read_denial(part, value, path)
            else:
                self._read_none_of(value, path)
        elif isinstance(name, str) and name in self.pack.denied_with:
            said = bare(value)
            if said == "none":
                self._none_of.add(self.pack.denied_with[name])
            elif not _says_nothing(said):
                self._wrong("bad-group", f"the group `{name}` can only be answered `none`", path, "answer its findings one by one")
        else:
            self._wrong("unknown-finding", f"unknown finding {shown(name)}", path, self._suggest(str(name)))

    def _say_of(self, finding: Finding, part: str | None, value: object, path: tuple[str | int, ...]) -> None:
        """One answer to a finding, or to one of its values."""
        questions = questions_of(finding) if part is None else [Question(finding.id, part)]
        if is_blank(value):
            self._blank.update(questions)
        if part is None and isinstance(finding, Choices) and is_unknown(bare(value)):
            self._taken_back.update([] if is_blank(value) else questions)
        elif part is None:
            self._put(self.read_value(finding, value, path), path)
        elif isinstance(finding, Choices):
            self._put(self.read_part(finding, part, value, path), path)
        else:
            message = f"`{finding.id}` has no parts to answer one by one, such as {shown(part)}"
            self._wrong("unknown-finding", message, path, f"answer `{finding.id}` itself", (finding.id,))

    def _put(self, said: ReadValue, path: tuple[str | int, ...]) -> None:
        for question, answer in said.items():
            before = self._said.setdefault(question, answer)
            if before != answer:
                name = f"{question.finding}.{question.value}" if question.value else question.finding
                message = f"`{name}` is answered twice, {_in_words(before)} and {_in_words(answer)}"
                self._wrong("repeated-key", message, path, "keep one of them", (question.finding,))

    def _read_denial(self, name: str, value: object, path: tuple[str | int, ...]) -> None:
        said = bare(value)
        group = self.pack.denied_with.get(name)
        answer = yes_or_no(said)
        if group is None:
            self._unknown_group(name, path)
        elif answer:
            self._none_of.add(group)
        elif answer is None and not _says_nothing(said):
            self._wrong("bad-answer", f"{shown(said)} is no answer to `{NONE_OF}.{name}`", path, "it takes yes or no")

    def _read_none_of(self, value: object, path: tuple[str | int, ...]) -> None:
        said = bare(value)
        if _says_nothing(said):
            return
        names: Iterable[tuple[tuple[str | int, ...], object]]
        if isinstance(said, str):
            names = [(path, part) for part in parts_of(said)]
        elif isinstance(said, (Sequence, AbstractSet)) and not isinstance(said, (bytes, bytearray)):
            names = [((*path, number), each) for number, each in enumerate(said)]
        else:
            names = [(path, said)]
        for inner, name in names:
            group = self.pack.denied_with.get(name) if isinstance(name, str) else None
            if group is None:
                self._unknown_group(name, inner)
            else:
                self._none_of.add(group)

    def _unknown_group(self, name: object, path: tuple[str | int, ...]) -> None:
        known = list(dict.fromkeys(self.pack.denied_with.values()))
        help_text = did_you_mean(name, known, f"one of {', '.join(known)}") if isinstance(name, str) else ""
        self._wrong("unknown-group", f"unknown group {shown(name)}", path, help_text)

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


def is_blank(value: object) -> bool:
    """Whether a value says nothing: an empty place in a form."""
    return value is None or bare(value) == ""


def _says_nothing(said: object) -> bool:
    return is_unknown(said) or is_blank(said)


def _in_words(answer: Said | None) -> str:
    return "`unknown`" if answer is None else f"`{'yes' if answer else 'no'}`" if isinstance(answer, bool) else shown(answer)
