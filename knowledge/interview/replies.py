"""What a person types in an interview, read: a command, or an answer by number, label, synonym, first letters or misspelt."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from difflib import get_close_matches
from math import isfinite
from typing import Literal

from msgspec import Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.interview.interview import Picked
from hipexpert.knowledge.interview.measures import BODY_MASS, UNITS, WORDS, in_unit
from hipexpert.knowledge.interview.picking import ALIKE, is_number, pick, place_of, plainly, unanswered, unread
from hipexpert.knowledge.interview.questions import AskedFinding, AskedLine, NextQuestion
from hipexpert.knowledge.interview.sentences import is_unsure, lines_spoken_of, negates
from hipexpert.knowledge.interview.yes_and_no import agreed, says_none, says_yes
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number
from hipexpert.knowledge.runner.intake import Answer, IntakeError
from hipexpert.knowledge.runner.reading_intake import IntakeReader
from hipexpert.languages.catalogue import ENGLISH, say

Word = Literal["why", "how", "back", "skip", "done", "quit", "resume", "help"]
_WORDS: Mapping[Word, tuple[str, ...]] = {
    "skip": ("", "skip", "s", "?", "unknown", "dk"),
    "why": ("why",),
    "how": ("how",),
    "back": ("back", "b"),
    "done": ("done",),
    "quit": ("quit", "exit", "q", "save"),
    "help": ("help", "h"),
}
_COMMANDS = {said: word for word, ways in _WORDS.items() for said in ways}
_WITH_FILE: Mapping[str, Word] = {"quit": "quit", "save": "quit", "resume": "resume"}
LONGEST = 80  # no amount takes more letters
SEXES = {"f": "female", "w": "female", "woman": "female", "girl": "female", "m": "male", "man": "male", "boy": "male"}


class Command(Struct, frozen=True):
    """Something to do other than to answer; ``file`` is the file named after ``quit`` or ``resume``."""

    word: Word
    file: str = ""


class Reply(Struct, frozen=True):
    """An answer: see :meth:`hipexpert.knowledge.interview.interview.Interview.answered`."""

    answers: Mapping[str, Answer]
    picked: Picked = ()


def read_command(line: str) -> Command | None:
    """The command that a line is; None when it is something else."""
    said = _straight(line)
    plain = plainly(said)
    if plain in _COMMANDS:
        return Command(_COMMANDS[plain])
    if is_unsure(plain):
        return Command("skip")
    first, _, rest = said.partition(" ")
    if first.lower() in _WITH_FILE and (rest.strip() or first.lower() == "resume"):
        return Command(_WITH_FILE[first.lower()], rest.strip())
    return None


def read_reply(line: str, question: NextQuestion, pack: Pack) -> Command | Reply:
    """What a line means as a reply to a question. Raises :class:`hipexpert.IntakeError` with help when it means nothing."""
    said = _straight(line)
    plain = plainly(said)
    answers_itself = question.kind == "question" and plain in {value.id for value in question.findings[0].values}
    if is_unsure(plain) and plain not in _COMMANDS and question.kind != "list":  # "slowly, I cannot say how fast" is a line
        answers_itself |= any(plain in name for asked in question.findings for name in _all_names(asked, pack))
    command = read_command(line)
    if command is not None and not answers_itself:
        return command
    match question.kind:
        case "list":
            return _read_list(said, question, pack)
        case "areas":
            return _read_areas(said, question)
        case "form":
            return _read_form(said, question, pack)
    return _read_single(said, question.findings[0], pack, may_be_none=question.may_be_none)


def _straight(line: str) -> str:
    return line.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip()


def _read_single(said: str, asked: AskedFinding, pack: Pack, *, may_be_none: bool) -> Reply:
    finding = pack.findings[asked.finding]
    if isinstance(finding, Choices):
        return _read_choices(said, asked, pack, may_be_none=may_be_none)
    if isinstance(finding, Choice):
        names = [_names_of(finding, value.id, value.label) for value in asked.values]
        found = place_of(said, names)
        if found is None:
            help_text = say(
                "type one number from 1 to %(count)s, or a word of the line, for instance `%(example)s` or `1`; Enter if you are not sure",
                count=len(names),
                example=_example(asked),
            )
            raise unanswered(say("`%(said)s` fits no line, or more than one", said=said[:60]), help_text)
        return Reply({asked.finding: asked.values[found].id})
    if isinstance(finding, Number):
        return number_reply(asked, said, pack)
    close = get_close_matches(plainly(said), ("yes", "no"), 1, ALIKE) if len(said) > 1 else []
    word = "yes" if says_yes(plainly(said)) else "no" if says_none(plainly(said)) else close[0] if close else agreed(plainly(said)) or said
    return yes_or_no_reply(asked, word, pack)


def yes_or_no_reply(asked: AskedFinding, said: str, pack: Pack) -> Reply:
    """The reply to a yes/no finding: of what is to be noticed and not tried a no leaves it open. Raises IntakeError."""
    answers = _read(asked, said, pack)
    return Reply({} if asked.noticed and answers.get(asked.finding) is False else answers)


def number_reply(asked: AskedFinding, said: str, pack: Pack) -> Reply:
    """The reply to a finding that is a number, such as ``3 weeks`` or ``178 cm 70 kg``. Raises :class:`hipexpert.IntakeError`."""
    finding = pack.findings[asked.finding]
    return Reply(_read(asked, _number(said, finding) if isinstance(finding, Number) else said, pack))


def _number(said: str, finding: Number) -> str:
    """A number in the unit of its finding, as it is read with ``-f``."""
    if says_none(plainly(said)) and finding.denial is not None:
        return f"{finding.denial:g}"
    value = in_unit(said[:LONGEST], finding.unit)
    if value is not None and isfinite(value):
        value = round(value) if finding.whole else value
        return f"{value:g}"
    if finding.unit == BODY_MASS:
        raise unanswered(
            say("`%(said)s` is not a height and a weight", said=said[:60]),
            say("for instance `178 cm 70 kg` or `5 ft 10 154 lb`; Enter if you do not know"),
        )
    return re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", said)


def _read(asked: AskedFinding, said: str, pack: Pack) -> Mapping[str, Answer]:
    """An answer in words. Raises IntakeError, in the words of somebody who answers a question and has never seen an id."""
    reader = IntakeReader(pack, lambda *_path: "", naming=False)
    reader.read({asked.finding: said})
    reader.problems = [_in_words(each, asked, said, pack) for each in reader.problems]
    return reader.answers().intake.answers


def _in_words(problem: Problem, asked: AskedFinding, said: str, pack: Pack) -> Problem:
    """A problem of the reader of answers, which speaks English and of units of days, for somebody who answers a question."""
    help_text, message = problem.help, problem.message
    if pack.language != ENGLISH:
        help_text, message = say("it takes %(answers)s", answers=asked.answers), say("`%(said)s` cannot be read here", said=said[:60])
    if asked.unit in UNITS:
        help_text = say("a time such as `%(example)s`, or %(answers)s", example=_example(asked), answers=asked.answers)
    return replace(problem, message=message, help=say("%(answers)s; Enter if you do not know", answers=help_text))


def _names_of(finding: Choice | Choices, value_id: str, label: str) -> tuple[str, ...]:
    """What a value may be called."""
    synonyms = next((value.synonyms for value in finding.values if value.id == value_id), ())
    return tuple(plainly(each) for each in (value_id, value_id.replace("_", " "), label, *synonyms))


def _all_names(asked: AskedFinding, pack: Pack) -> set[str]:
    """What all the values of a finding may be called."""
    finding = pack.findings[asked.finding]
    if not isinstance(finding, (Choice, Choices)):
        return set()
    return {name for value in asked.values for name in _names_of(finding, value.id, value.label)}


def _read_list(said: str, question: NextQuestion, pack: Pack) -> Reply:
    names = [(plainly(line.text.rstrip("?")), *map(plainly, line.parts.values()), *_synonyms(line.of, pack)) for line in question.lines]
    try:
        picked = pick(said, names)
    except IntakeError as error:
        meant = lines_spoken_of(said, question, pack)
        if not meant or len(names) == 1:
            raise
        offered = say("did you mean `%(said)s`?", said=" ".join(str(place + 1) for place in meant))
        raise IntakeError([replace(each, help=f"{offered} {each.help}") for each in error.problems]) from None
    named = [name for place, words in picked.applying.items() for name in _parts_meant(words, question.lines[place], pack)]
    return list_reply(question, picked.applying.keys(), picked.unsure, rest_open=picked.rest_open, named=named)


def _parts_meant(words: Iterable[str], line: AskedLine, pack: Pack) -> Iterator[str]:
    """The parts of a line that the words name by which it was picked: its number names none, nor does a word that several share."""
    names = [(plainly(says), *_synonyms((name,), pack)) for name, says in line.parts.items()]
    for word in words:
        place = None if word.isdigit() else place_of(word, names)
        if place is not None:
            yield tuple(line.parts)[place]


def list_reply(
    question: NextQuestion,
    applying: AbstractSet[int],
    unsure: AbstractSet[int] = frozenset(),
    *,
    rest_open: bool = False,
    named: Collection[str] = (),
) -> Reply:
    """The reply to a list, by the places of its lines from 0: those that apply, those that somebody is not sure of. The rest is
    denied, or left open. ``named`` are parts of lines that apply of which somebody says that it is they: each is asked about by
    itself, and what stands beside it as one line.
    """
    answers: dict[str, Answer] = {}
    picked: list[tuple[str, ...]] = []
    asked = {each.finding: each for each in question.findings}
    for number, line in enumerate(question.lines):
        if number in applying:
            if len(line.of) > 1 or asked[line.of[0]].type != "yes_no":
                picked += apart(line, named)
            else:
                answers[line.of[0]] = True
        elif number not in unsure and not rest_open:
            answers.update({name: denial for name in line.of if (denial := asked[name].denial) is not None})
    return Reply(answers, tuple(picked))


def apart(line: AskedLine, named: Collection[str]) -> Picked:
    """How the parts of a line that applies are picked: those that were named each by itself, the others together."""
    rest = tuple(name for name in line.of if name not in named)
    return (*((name,) for name in line.of if name in named), *((rest,) if rest else ()))


def _synonyms(names: Iterable[str], pack: Pack) -> tuple[str, ...]:
    return tuple(plainly(each) for name in names for each in (name, *pack.findings[name].synonyms))


def _read_areas(said: str, question: NextQuestion) -> Reply:
    """The areas that hurt: what lies in no other area does not, and the spot is asked next."""
    labels = {value.id: plainly(value.label) for value in question.findings[0].values}
    names = [(plainly(line.text), *(labels[value] for value in line.values if value in labels)) for line in question.lines]
    picked = pick(said, names)
    return areas_reply(question, picked.applying.keys(), picked.unsure, rest_open=picked.rest_open)


def areas_reply(
    question: NextQuestion, applying: AbstractSet[int], unsure: AbstractSet[int] = frozenset(), *, rest_open: bool = False
) -> Reply:
    """The reply to areas of the body, by their places from 0. Raises :class:`hipexpert.IntakeError` for none where one must apply."""
    asked = question.findings[0]
    inside = {value for number in applying | unsure for value in question.lines[number].values}
    if not applying and not question.may_be_none:
        raise unanswered(say("one of them must apply"), say("type the number of the one that comes nearest; Enter if you cannot say"))
    denied = {} if rest_open else {value.id: False for value in asked.values if value.id not in inside}
    return Reply({asked.finding: denied} if denied else {}, ((asked.finding,),) if applying else ())


def _read_form(said: str, question: NextQuestion, pack: Pack) -> Reply:
    """Short answers in any order, such as ``female left``, or of numbered answers a number for each; what is missing is asked again."""
    if question.findings[0].type == "number":
        return _read_numbers(said, question, pack)
    if question.numbered and re.fullmatch(r"(?:\d+|\?)(?:[\s,;]+(?:\d+|\?))*", said):
        return _read_numbered(re.findall(r"\d+|\?", said), question)
    answers: dict[str, Answer] = {}
    wrong = _read_lines(said, question, answers, pack) if question.numbered else _read_words(said, question, answers, pack)
    return _form_of(said, question, answers, wrong)


def _read_lines(said: str, question: NextQuestion, answers: dict[str, Answer], pack: Pack) -> list[str]:
    """Add the answers that pieces between commas are; the words that are none."""
    wrong: list[str] = []
    pieces = re.split(r"\s*[,;]\s*|\s+and\s+", said)[: 2 * len(question.findings)]
    while pieces:
        for end in range(len(pieces), 0, -1):  # "yes, fully" is one answer
            found = _piece(", ".join(pieces[:end]), question, answers, pack, whole=end > 1)
            if found is not None:
                answers.update(found)
                break
        else:
            wrong.append(pieces[0])
        pieces = pieces[end:]
    return wrong


def _read_numbered(numbers: Sequence[str], question: NextQuestion) -> Reply:
    """A number for each question of a form, in their order; a question mark leaves one open, and it is not asked again."""
    many = [len(asked.values) for asked in question.findings]
    fits = [each == "?" or (is_number(each, most)) for each, most in zip(numbers, many, strict=False)]
    if len(numbers) != len(many) or not all(fits):
        raise unanswered(
            say("`%(said)s` is not a number for each of the %(count)s questions", said=" ".join(numbers)[:60], count=len(many)),
            say("for instance `%(example)s`, in their order; `?` where you are not sure", example=form_example(question)),
        )
    pairs = zip(question.findings, numbers, strict=True)
    return Reply({asked.finding: asked.values[int(each) - 1].id for asked, each in pairs if each != "?"})


def _piece(said: str, question: NextQuestion, answers: Mapping[str, Answer], pack: Pack, *, whole: bool) -> Mapping[str, Answer] | None:
    """The answer that some words are to the one question of a form that they fit; as a ``whole`` they are the words of a line. With a
    number or a question mark among them they are none.
    """
    if re.search(r"[\d?]", said):
        return None
    plain = plainly(said)
    left = [asked for asked in question.findings if asked.finding not in answers]
    left = [asked for asked in left if not whole or plain in {plainly(value.label) for value in asked.values}]
    found = [read for asked in left if (read := _field(plain, asked, pack))]
    return found[0] if len(found) == 1 else None


_ASIDE_WORDS = {"and", "i", "am", "i'm", "im", "a", "it", "it's", "is", "on", "one", "side", "the", "my", "hip", "leg"}


def _read_words(said: str, question: NextQuestion, answers: dict[str, Answer], pack: Pack) -> list[str]:
    """Add the answers of short pieces and single words; the words that are none."""
    wrong: list[str] = []
    for piece in re.split(r"\s*[,;]\s*|\s+and\s+", said)[:LONGEST]:
        inside = any(" " in piece and plainly(piece) in plainly(value.label) for asked in question.findings for value in asked.values)
        together = _piece(piece, question, answers, pack, whole=False) if inside else None
        answers.update(together or {})
        if not together:
            wrong += _read_each(piece, question, answers, pack)
    return wrong


def _read_each(said: str, question: NextQuestion, answers: dict[str, Answer], pack: Pack) -> list[str]:
    """The same word by word."""
    wrong: list[str] = []
    for word in re.findall(r"[^\W\d]+(?:'[^\W\d]+)?|\d+|\?", said):
        plain = plainly(word)
        if plain in _ASIDE_WORDS:
            continue
        left = [asked for asked in question.findings if asked.finding not in answers and not negates(word)]
        found = next((read for asked in left if (read := _field(plain, asked, pack))), None)
        if found is None:
            wrong.append(word)
        else:
            answers.update(found)
    return wrong


def _form_of(said: str, question: NextQuestion, answers: Mapping[str, Answer], wrong: Sequence[str]) -> Reply:
    if wrong or not answers:
        raise unanswered(
            say("`%(said)s` cannot be read here", said=unread(said, wrong)),
            say("for instance `%(example)s`; leave out what you do not know", example=form_example(question)),
        )
    return form_reply(question, answers)


_OLD = re.compile(r"(\d+)\s*(?:years?|yrs?|y|jahre?)?[ .-]*(?:old|alt|o\b|of age)", re.IGNORECASE)
_AMOUNTS = re.compile(r"(\d+(?:\.\d+)?|\b(?:" + "|".join(WORDS) + r")\b)\s*([^\W\d_]*)", re.IGNORECASE)
_ASIDE = re.compile(r"\b(?:i|am|i'm|im|and|for|about|since|years|old|ich|bin|und|seit|etwa|jahre|alt)\b|[\s,;.]")


def _read_numbers(said: str, question: NextQuestion, pack: Pack) -> Reply:
    """Numbers on one line, such as ``46, 3 weeks``: a bare one is that of a finding with one unit, an amount that of one with several."""
    answers: dict[str, Answer] = {}
    wrong: list[str] = []
    line = _OLD.sub(r"\1 ", said[:LONGEST])
    for amount in _AMOUNTS.finditer(line):
        found = next(
            (read for asked in question.findings if asked.finding not in answers and (read := _amount(amount, asked, pack))),
            None,
        )
        if found is None:
            wrong.append(amount[0])
        else:
            answers.update(found)
    rest = _ASIDE.sub("", _AMOUNTS.sub("", line).lower())
    return _form_of(said, question, answers, [*wrong, *([rest] if rest else [])])


def _amount(amount: re.Match[str], asked: AskedFinding, pack: Pack) -> Mapping[str, Answer] | None:
    """The reply to one number of a form; None where it is not meant. Raises IntakeError for a number out of its limits."""
    number, unit = amount[1], amount[2].lower()
    if asked.unit in UNITS:
        value = in_unit(f"{number} {unit}", asked.unit) if unit else None
        return None if value is None else number_reply(asked, amount[0], pack).answers
    return _read(asked, number, pack) if number.replace(".", "").isdigit() and (not unit or unit == "and") else None


def form_reply(question: NextQuestion, answers: Mapping[str, Answer]) -> Reply:
    """The reply to a form: what is missing is asked for again."""
    missing = tuple(asked.finding for asked in question.findings if asked.finding not in answers)
    return Reply(answers, (missing,) if missing else ())


def _field(word: str, asked: AskedFinding, pack: Pack) -> Mapping[str, Answer] | None:
    finding = pack.findings[asked.finding]
    if word.isdigit() or not isinstance(finding, Choice):
        return None
    values = [value.id for value in asked.values]
    if SEXES.get(word) in values:
        return {asked.finding: SEXES[word]}
    place = place_of(word, [_names_of(finding, value.id, value.label) for value in asked.values])
    return None if place is None else {asked.finding: values[place]}


def _example(asked: AskedFinding) -> str:
    return asked.values[0].label.split(",")[0] if asked.values else say("3 weeks") if asked.unit in UNITS else "46"


def form_example(question: NextQuestion) -> str:
    """What one might answer to a form."""
    if question.numbered:
        return " ".join(map(str, range(1, len(question.findings) + 1)))
    return (", " if question.findings[0].type == "number" else " ").join(map(_example, question.findings))


def _read_choices(said: str, asked: AskedFinding, pack: Pack, *, may_be_none: bool) -> Reply:
    finding = pack.findings[asked.finding]
    names = [_names_of(finding, value.id, value.label) for value in asked.values] if isinstance(finding, Choices) else []
    picked = pick(said, names)
    return choices_reply(asked, picked.applying.keys(), picked.unsure, rest_open=picked.rest_open, may_be_none=may_be_none)


def choices_reply(
    asked: AskedFinding,
    applying: AbstractSet[int],
    unsure: AbstractSet[int] = frozenset(),
    *,
    rest_open: bool = False,
    may_be_none: bool = True,
) -> Reply:
    """The reply to a finding of several values, by their places from 0. Raises :class:`hipexpert.IntakeError` for none where
    one must apply.
    """
    ids = [value.id for value in asked.values]
    if not (applying or unsure or rest_open or may_be_none):
        raise unanswered(say("one of them must apply"), say("type the number of the one that comes nearest; Enter if you cannot say"))
    values = {name: number in applying for number, name in enumerate(ids) if number in applying or not (number in unsure or rest_open)}
    return Reply({asked.finding: values} if values else {})
