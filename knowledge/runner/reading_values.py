"""The one reader of what is said about a finding: from a file, a cell, a word on a command line, a reply or a Python value.

Text means the same wherever it stands. White space around it does not count; empty text says nothing.
"""

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum

from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.converting import Place, Reader
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.scalars import WHITE, is_no_number, number_in, parts_of
from hipexpert.knowledge.packs.suggestions import nearest
from hipexpert.knowledge.packs.vocabulary import UNKNOWN, Choice, Choices, Finding, Number, YesNo, allowed_answers, is_unknown, plain_number

YES = ("yes", "true", "present", "y")
NO = ("no", "false", "absent", "n")
WORDS: Mapping[str, Iterable[object]] = {
    "yes": (True, *YES),
    "no": (False, *NO),
    "unknown": UNKNOWN,
}  # in any case; what a JSON Schema of answers must know
SHOWN = 60
SUGGESTED = 50  # looking for the nearest name takes a millisecond, and a stranger's file may hold 100,000 wrong ones

ReadValue = dict[Question, Said | None]
"""What a value says, question by question; None where it says that the answer is unknown."""


class ValueReader(Reader):
    """Reads what is said about one finding. What is wrong with it is added to ``problems``, which name the finding by its id, or not
    (``naming``): who answers a question has seen no id.
    """

    def __init__(self, place: Place, *, naming: bool = True) -> None:
        super().__init__(place)
        self._naming = naming

    def read_value(self, finding: Finding, value: object, path: tuple[str | int, ...]) -> ReadValue:
        """What a value says about a finding: nothing where it is empty, or where it cannot be read, with the problem."""
        value = bare(value)
        if value is None or (isinstance(value, str) and not value):
            return {}
        if is_unknown(value):
            return dict.fromkeys(questions_of(finding))
        match finding:
            case YesNo():
                said: Said | None = yes_or_no(value)
            case Choice():
                said = value if isinstance(value, str) and any(value == each.id for each in finding.values) else None
            case Number():
                said = self._number(finding, value, path)
            case Choices():
                return self._values(finding, value, path)
        if said is None and not isinstance(finding, Number):
            self.refuse(finding, value, path)
        return {} if said is None else {Question(finding.id): said}

    def read_part(self, finding: Choices, name: str, value: object, path: tuple[str | int, ...]) -> ReadValue:
        """What a value says about one of the values of a finding: present, absent or unknown."""
        value = bare(value)
        if not any(name == each.id for each in finding.values):
            self.refuse(finding, name, path)
        elif value is not None and value != "":
            answer = yes_or_no(value)
            if answer is not None or is_unknown(value):
                return {Question(finding.id, name): answer}
            self._no_answer(value, f"{finding.id}.{name}", path, "it takes yes or no", finding.id)
        return {}

    def refuse(self, finding: Finding, value: object, path: tuple[str | int, ...]) -> None:
        """Say that a value is no answer to a finding, with what is allowed and the nearest of it."""
        names = [each.id for each in finding.values] if isinstance(finding, (Choice, Choices)) else []
        allowed = f"it takes {allowed_answers(finding)}"
        found = nearest_value(finding, value, names) if isinstance(value, str) and len(self.problems) < SUGGESTED else None
        if isinstance(value, datetime.date):
            allowed += "; a date says nothing by itself"
        self._no_answer(value, finding.id, path, f"did you mean `{found}`? {allowed}" if found else allowed, finding.id)

    def _no_answer(self, value: object, name: str, path: tuple[str | int, ...], help_text: str, finding: str) -> None:
        to = f"to `{name}`" if self._naming else "here"
        if (isinstance(value, float) and not math.isfinite(value)) or (isinstance(value, str) and is_no_number(value)):
            help_text = f"leave the answer out when it is not known; {help_text}"
            self._wrong("not-a-number", f"{shown(value)} is not a number, and no answer {to}", path, help_text, (finding,))
        else:
            self._wrong("bad-answer", f"{shown(value)} is no answer {to}", path, help_text, (finding,))

    def _number(self, finding: Number, value: object, path: tuple[str | int, ...]) -> float | None:
        number = _as_number(value)
        if number is None or (finding.whole and math.isfinite(number) and not number.is_integer()):
            self.refuse(finding, value, path)
        elif not finding.minimum <= number <= finding.maximum:
            message = f"{shown(value)} is out of range{f' for `{finding.id}`' if self._naming else ''}"
            self._wrong("out-of-range", message, path, f"it takes {allowed_answers(finding)}", (finding.id,))
        else:
            return number + 0.0  # minus zero is zero
        return None

    def _values(self, finding: Choices, value: object, path: tuple[str | int, ...]) -> ReadValue:
        found: ReadValue = {}
        items: Iterable[tuple[tuple[str | int, ...], object, object]]
        if isinstance(value, str):
            items = [(path, part, True) for part in parts_of(value)]
        elif isinstance(value, Mapping):
            items = [((*path, str(name)), name, said) for name, said in value.items()]
        elif isinstance(value, (Sequence, AbstractSet)) and not isinstance(value, (bytes, bytearray)):
            items = [((*path, number), each, True) for number, each in enumerate(value)]
        else:
            self.refuse(finding, value, path)
            return found
        for inner, each, said in items:
            name = _as_it_is(each)
            if not isinstance(name, str):
                self.refuse(finding, name, inner)
                continue
            for question, answer in self.read_part(finding, name, said, inner).items():
                if found.setdefault(question, answer) != answer:
                    self._wrong("repeated-key", f"`{finding.id}.{name}` is answered twice", inner, "keep one of them", (finding.id,))
        return found


def questions_of(finding: Finding) -> list[Question]:
    """The questions that the answer to a finding answers: of several values one for each."""
    return [Question(finding.id, each.id) for each in finding.values] if isinstance(finding, Choices) else [Question(finding.id)]


def bare(value: object) -> object:
    """A value as plain data, text without the white space around it."""
    value = _as_it_is(value)
    return value.strip(WHITE) if isinstance(value, str) else value


def _as_it_is(value: object) -> object:
    """A value of another kind as the plain data that it stands for: an enumeration by its value, what NumPy, pandas and
    ``decimal`` hold as a number, a truth value, text or a list.
    """
    if value is None or type(value) in (str, bool, int, float, list, dict, tuple):
        return value
    if isinstance(value, Enum):
        return _as_it_is(value.value)
    if isinstance(value, Decimal):
        return str(value) if value.is_finite() else float("nan") if value.is_nan() else float(value)
    if type(value).__name__ in ("NAType", "NaTType"):  # what pandas writes where nothing is known
        return None
    if isinstance(value, str):
        return str(value)
    shape, item = getattr(value, "shape", None), getattr(value, "item", None)
    if shape == () and callable(item):
        plain = item()
        return float(str(plain)) if type(plain) is type(value) else _as_it_is(plain)
    to_list = getattr(value, "tolist", None)
    return to_list() if isinstance(shape, tuple) and len(shape) == 1 and callable(to_list) else value


def yes_or_no(value: object) -> bool | None:
    """True or False for the words people use, None for anything else (a number is not a yes)."""
    if isinstance(value, bool):
        return value
    word = value.lower() if isinstance(value, str) else ""
    return True if word in YES else False if word in NO else None


def _as_number(value: object) -> float | None:
    """The number that a value is; one that no float can hold is infinite, as is one written so long."""
    if isinstance(value, str):
        return number_in(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return math.inf
    return number if math.isfinite(number) else None


def shown(value: object) -> str:
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


def nearest_value(finding: Finding, word: str, names: Iterable[str]) -> str | None:
    """The value that a wrong word means: one of which it is a synonym, else the one most like it."""
    for value in finding.values if isinstance(finding, (Choice, Choices)) else ():
        if word.lower() in (value.label.lower(), *map(str.lower, value.synonyms)):
            return value.id
    return nearest(word, names)
