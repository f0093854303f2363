"""Which of a numbered list somebody means: by number, by a name or the beginning of one, by a word of it, or misspelt."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from msgspec import Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.interview.sentences import is_sentence, names_something, negates, telling_words
from hipexpert.knowledge.interview.yes_and_no import agreed, says_none, says_yes
from hipexpert.knowledge.runner.intake import IntakeError
from hipexpert.languages.catalogue import say

_REST_OPEN = "rest?"
_DIGITS = 6  # no list is that long, and Python refuses to read thousands of digits
ALIKE = 0.75  # how much of a word must be right
Names = Sequence[tuple[str, ...]]


class Pick(Struct, frozen=True):
    """What of a list applies, by its places from 0, each with the words that say so; what somebody is not sure of; and whether the
    rest stays open ("rest?").
    """

    applying: Mapping[int, tuple[str, ...]]
    unsure: frozenset[int] = frozenset()
    rest_open: bool = False


def plainly(said: str) -> str:
    """Words without capitals, wide spaces and a full stop at the end."""
    return " ".join(said.lower().strip().rstrip(".!").split())


def unanswered(message: str, help_text: str) -> IntakeError:
    """That a reply is no answer, and what would be one."""
    return IntakeError([Problem("bad-answer", message, "", help_text)])


def unread(said: str, wrong: Sequence[str]) -> str:
    """What to show of a reply that cannot be read: the word in it that cannot, where it is one, else all as it was typed."""
    return (wrong[0] if len(wrong) == 1 and wrong[0] in said else said)[:60]


def is_number(said: str, most: int) -> bool:
    """Whether digits are one of the numbers from 1 to ``most``."""
    return len(said) <= _DIGITS and 1 <= int(said) <= most


def place_of(word: str, names: Names) -> int | None:
    """Which of a numbered list a word means: its number, one of its names, or what is the beginning of, a word in, or
    nearly a name of one of them alone.
    """
    plain = plainly(word)
    if plain.isascii() and plain.isdigit():
        number = int(plain[-_DIGITS:]) if len(plain.lstrip("0")) <= _DIGITS else 0
        return number - 1 if 1 <= number <= len(names) else None
    if not plain:
        return None
    tests = (
        lambda name: plain == name,
        lambda name: name.startswith(plain),
        lambda name: re.search(rf"\b{re.escape(plain)}\b", name) is not None,
    )
    for fits in tests:  # how a line itself reads comes before what else it is called
        named = [place for place, own in enumerate(names) if fits(own[0])]
        if len(named) == 1:
            return named[0]
    for fits in tests:
        found = [place for place, own in enumerate(names) if any(map(fits, own))]
        if len(found) == 1:
            return found[0]
        if found:
            return None  # it could be several: nobody guesses
    if len(plain) < 3 or negates(plain):  # "no fever" is nearly "fever"
        return None
    words = {each: place for place, own in enumerate(names) for name in own[:3] for each in (name, *re.findall(r"[a-z]{4,}", name))}
    close = {words[each] for each in get_close_matches(plain, words, 3, ALIKE)}
    return close.pop() if len(close) == 1 else None


def _is_one(said: str, names: Names) -> bool:
    """Whether words together name one line. INVARIANT: with a number or a question mark in them they do not, lest a slip deny the rest."""
    return not re.search(r"[\d?]", said) and (" " in said or names_something(said)) and place_of(said, names) is not None


def pick(said: str, names: Names) -> Pick:
    """What of a list, whose lines may be called by these names, a reply picks. Raises IntakeError."""
    if says_none(plainly(said)):
        return Pick({})
    if len(names) == 1 and (says_yes(plainly(said)) or agreed(plainly(said))):
        return Pick({} if agreed(plainly(said)) == "no" else {0: (said,)})
    applying: dict[int, tuple[str, ...]] = {}
    unsure: set[int] = set()
    rest_open = False
    words, wrong = _words(said, names)
    for word in words:
        place = place_of(word.rstrip("?"), names)
        if word.lower() == _REST_OPEN:
            rest_open = True
        elif place is None:
            wrong.append(word)
        elif word.endswith("?"):
            unsure.add(place)
        else:
            applying[place] = (*applying.get(place, ()), word)
    if wrong or not words:
        raise _not_in_the_list(said, wrong, len(names))
    return Pick({place: words for place, words in applying.items() if place not in unsure}, frozenset(unsure), rest_open)


def _words(said: str, names: Names) -> tuple[list[str], list[str]]:
    """What of a reply may each mean a line, and what cannot."""
    words: list[str] = []
    wrong: list[str] = []
    for piece in [said] if _is_one(said, names) else [piece.strip() for piece in re.split(r"[,;]|\band\b", said) if piece.strip()]:
        if _is_one(piece, names):
            words.append(piece)
        elif negates(piece) or is_sentence(piece):  # "no fever" says nothing of the other lines, which a list of what applies would deny
            wrong.append(piece)
        else:
            words += telling_words(piece)
    return words, wrong


def _not_in_the_list(said: str, wrong: Sequence[str], many: int) -> IntakeError:
    several = say(
        "type the numbers that apply, from 1 to %(count)s, for instance %(example)s, or `none`; `1?` where you are not sure",
        count=many,
        example="`1 3`" if many > 2 else "`1 2`",
    )
    help_text = say("type `yes` if any of it applies, else `no`; Enter if you are not sure") if many == 1 else several
    return unanswered(say("`%(said)s` is not in the list", said=unread(said, wrong)), help_text)
