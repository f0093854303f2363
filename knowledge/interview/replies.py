"""What a person types in an interview, read: a command, or an answer with the same reading as ``-f``."""

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.interview.questions import AskedFinding, NextQuestion
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.intake import Answer, IntakeError
from hipexpert.knowledge.runner.reading_intake import read_intake

Word = Literal["why", "how", "back", "skip", "done", "quit", "resume", "help"]
_WORDS: Mapping[Word, tuple[str, ...]] = {
    "skip": ("", "skip", "s", "?", "unknown", "not sure", "dk", "don't know", "dont know", "do not know", "i don't know", "i do not know"),
    "why": ("why",),
    "how": ("how",),
    "back": ("back", "b"),
    "done": ("done",),
    "quit": ("quit", "exit", "q", "save"),
    "help": ("help", "h"),
}
_COMMANDS = {said: word for word, ways in _WORDS.items() for said in ways}
_WITH_FILE: Mapping[str, Word] = {"quit": "quit", "save": "quit", "resume": "resume"}
_NONE = {"none", "no", "n", "0", "none of these", "none of them", "nothing"}
_REST_OPEN = "rest?"
_DIGITS = 6  # no list is that long, and Python refuses to read thousands of digits


class Command(Struct, frozen=True):
    """Something to do other than to answer; ``file`` is the file named after ``quit`` or ``resume``."""

    word: Word
    file: str = ""


class Reply(Struct, frozen=True):
    """An answer: see :meth:`hipexpert.knowledge.interview.interview.Interview.answered`."""

    answers: Mapping[str, Answer]
    picked: tuple[str, ...] = ()


def read_reply(line: str, question: NextQuestion, pack: Pack) -> Command | Reply:
    """What a line means as a reply to a question. Raises :class:`hipexpert.IntakeError` with help when it means nothing."""
    said = line.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip()
    plain = " ".join(said.lower().rstrip(".!").split())
    answers_itself = question.kind == "question" and plain in {value.id for value in question.findings[0].values}
    if plain in _COMMANDS and not answers_itself:
        return Command(_COMMANDS[plain])
    first, _, rest = said.partition(" ")
    if first.lower() in _WITH_FILE and (rest.strip() or first.lower() == "resume"):
        return Command(_WITH_FILE[first.lower()], rest.strip())
    if question.kind == "screen":
        return _read_screen(said, question)
    asked = question.findings[0]
    if asked.type == "choices":
        return _read_choices(said, asked, pack)
    if asked.type == "choice":
        found = _place(said, [value.id for value in asked.values], [value.label for value in asked.values])
        said = asked.values[found].id if found is not None else said
    return Reply(_read(asked, said, pack))


def _read(asked: AskedFinding, said: str, pack: Pack) -> Mapping[str, Answer]:
    """An answer in words. Raises IntakeError."""
    return read_intake({asked.finding: said}, pack, lambda *_path: "").answers


def _place(word: str, ids: list[str], labels: list[str]) -> int | None:
    """Which of a numbered list a word means: by number, id or label."""
    plain = " ".join(word.lower().split())
    if plain.isascii() and plain.isdigit():
        number = int(plain[-_DIGITS:]) if len(plain.lstrip("0")) <= _DIGITS else 0
        return number - 1 if 1 <= number <= len(ids) else None
    for names in (ids, [label.lower() for label in labels]):
        if plain in names:
            return names.index(plain)
    return None


def _pick(said: str, ids: list[str], labels: list[str]) -> tuple[set[int], set[int], bool]:
    """Which of a list apply, which are not sure, and whether the rest stays open ("rest?"). Raises IntakeError."""
    if " ".join(said.lower().split()) in _NONE:
        return set(), set(), False
    applying: set[int] = set()
    unsure: set[int] = set()
    wrong: list[str] = []
    rest_open = False
    pieces = [piece.strip() for piece in re.split(r"[,;]|\band\b", said) if piece.strip()]
    words = [word for piece in pieces for word in ([piece] if _place(piece.rstrip("? "), ids, labels) is not None else piece.split())]
    for word in words:
        place = _place(word.rstrip("?"), ids, labels)
        if word.lower() == _REST_OPEN:
            rest_open = True
        elif place is None:
            wrong.append(word)
        else:
            (unsure if word.endswith("?") else applying).add(place)
    if wrong or not words:
        help_text = f"type the numbers that apply, from 1 to {len(ids)}, for instance `1 3`, or `none`; `2?` where you are not sure"
        raise IntakeError([Problem("bad-answer", f"`{' '.join(wrong)[:60] or said}` is not in the list", "", help_text)])
    return applying - unsure, unsure, rest_open


def _read_screen(said: str, question: NextQuestion) -> Reply:
    applying, unsure, rest_open = _pick(said, list(question.ids), [each.question.rstrip("?") for each in question.findings])
    answers: dict[str, Answer] = {}
    picked: list[str] = []
    for number, asked in enumerate(question.findings):
        if number in applying and asked.type != "yes_no":
            picked.append(asked.finding)
        elif number in applying:
            answers[asked.finding] = True
        elif number not in unsure and not rest_open and asked.denial is not None:
            answers[asked.finding] = asked.denial
    return Reply(answers, tuple(picked))


def _read_choices(said: str, asked: AskedFinding, pack: Pack) -> Reply:
    ids = [value.id for value in asked.values]
    try:
        applying, unsure, rest_open = _pick(said, ids, [value.label for value in asked.values])
    except IntakeError:
        read = _read(asked, said, pack)  # raises with the nearest right name, unless a synonym saves it
        return Reply(read)
    values = {name: number in applying for number, name in enumerate(ids) if number in applying or not (number in unsure or rest_open)}
    return Reply({asked.finding: values} if values else {})
