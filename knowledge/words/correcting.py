"""What somebody says of a reading that they were shown: by number what is wrong, in words what is right instead."""

import re
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from hipexpert.knowledge.words.reading import FindingRead, Reading, TextSpan, answers_of

Read = Callable[[str], Reading]

_NUMBER = re.compile(r"[0-9]{1,3}")
# Words beside numbers that say nothing but that these are wrong; `not` and `no` beside an amount say more ("2 weeks, not 3").
_BESIDE = re.compile(
    r"(?:and|is|are|was|were|wrong|not (?:right|true|correct)|incorrect|false|numbers?|no\.|lines?|both|all|the|take|back|remove|delete|out"
    r"|und|ist|sind|falsch|stimm(?:t|en) nicht|nicht richtig|nummern?|zeilen?|weg)(?=[\s,;.!]|$)"
)
_INSTEAD = re.compile(
    r"(?:no\.? ?|number )?([0-9]{1,3})\s*"
    r"(?:[:=]|(?:should|must|ought to) (?:be|say)\b|is (?:really|actually)\b|muss\b|sollte\b)\s*(\S.*)",
    re.I,
)
_FIRST = re.compile(
    r"(?:no|nope|nein|wrong|sorry|actually|well|i meant?|i mean|that is|that's|falsch)(?:[,.:;!]\s*|(?<!no)\s+)",
    re.I,
)
_POINTING = re.compile(r"(?:it (?:is|was)|it's|its|the|my|es (?:ist|war))\s+", re.I)
_NOT = re.compile(r"[\s,;]*\b(?:(?:and |but )?not|nicht|instead of|rather than)\b", re.I)


def taken_back(line: str, count: int) -> frozenset[int] | None:
    """The places, from 0, of the ``count`` things that a line of nothing but numbers says are wrong ("1 3", "2 and 4 are wrong"); None
    for anything else. INVARIANT: a number amid other words is an amount and takes nothing back: "2 weeks, not 3" is about a time.
    """
    rest = re.sub(r"[\s,;.!&+]+", "", _BESIDE.sub("", _NUMBER.sub("", line.lower())))
    places = frozenset(int(number) - 1 for number in _NUMBER.findall(line))
    return places if places and not rest and places <= frozenset(range(count)) else None


def corrected(reading: Reading, line: str, read: Read) -> Reading | None:
    """The reading with what a line says is wrong or right instead; None where it changes nothing. What a correction says counts over
    what was understood before, and what it makes doubtful is open again.
    """
    wrong = taken_back(line, len(reading.findings))
    if wrong is not None:
        return reading.without(wrong)
    instead = _INSTEAD.fullmatch(line.strip())
    if instead is not None and 1 <= int(instead[1]) <= len(reading.findings):
        less = reading.without({int(instead[1]) - 1})
        return _with(less, instead[2], read) or less
    return _with(reading, line, read)


def _with(reading: Reading, line: str, read: Read) -> Reading | None:
    """The reading with what a line says on top of it; None where nothing was understood."""
    said = line.strip()
    while (first := _FIRST.match(said)) is not None:
        said = said[first.end() :]
    texts = [text.strip() for text in (said, *_not_the_other(said)) if text.strip()]
    texts += [shorter for text in texts if (shorter := _POINTING.sub("", text, count=1)) != text]
    readings = [(text, read(text)) for text in texts]
    said_so = [each for each in readings if each[1].findings] or [each for each in readings if each[1].questions]
    if said_so:
        text, found = said_so[0]
        return _changed(reading, _moved(found, len(reading.text) + 2, f"{reading.text}. {text}"))
    before, after = read(reading.text), read(f"{reading.text}. {said}")  # words that say something only beside the others
    known = {(each.finding, each.part) for each in before.findings}
    new = tuple(each for each in after.findings if (each.finding, each.part) not in known)
    return _changed(reading, replace(after, findings=new, questions=())) if new else None


def _not_the_other(said: str) -> tuple[str, ...]:
    """What is left of "left, not right" and "not the right, the left"."""
    found = _NOT.search(said)
    if found is None:
        return ()
    after = re.split(r"[,;]|\bbut\b|\bsondern\b", said[found.end() :], maxsplit=1)
    return (said[: found.start()], *after[1:])


def _changed(reading: Reading, by: Reading) -> Reading | None:
    """A reading with another over it; None where that says nothing else."""
    over = {(each.finding, each.part) for each in by.findings} | {(each.finding, "") for each in by.questions}
    kept = tuple(each for each in reading.findings if (each.finding, each.part) not in over)
    asked = tuple(each for each in reading.questions if each.finding not in {found.finding for found in by.findings})
    findings = tuple(sorted((*kept, *by.findings), key=_place_in(reading)))
    questions = tuple(dict.fromkeys((*asked, *by.questions)))
    answers = answers_of(findings)
    if answers == reading.answers and {each.finding for each in questions} == {each.finding for each in reading.questions}:
        return None
    unread = (*reading.not_understood, *by.not_understood) if by.text != reading.text else by.not_understood
    return replace(
        reading,
        text=by.text,
        findings=findings,
        questions=questions,
        set_aside=tuple(dict.fromkeys((*reading.set_aside, *by.set_aside))),
        not_understood=tuple(dict.fromkeys(unread)),
        answers=answers,
        cut_off=reading.cut_off or by.cut_off,
    )


def _place_in(reading: Reading) -> Callable[[FindingRead], int]:
    """Where a finding stood, so that what was put right stands where the wrong one did."""
    places = {each.finding: number for number, each in reversed(tuple(enumerate(reading.findings)))}
    return lambda each: places.get(each.finding, len(places))


def _moved(reading: Reading, by: int, text: str) -> Reading:
    """A reading of words that stand behind others."""

    def spans(found: Iterable[TextSpan]) -> tuple[TextSpan, ...]:
        return tuple(TextSpan(each.start + by, each.end + by, each.words) for each in found)

    return replace(
        reading,
        text=text,
        findings=tuple(replace(each, words=spans(each.words)) for each in reading.findings),
        questions=tuple(replace(each, words=spans(each.words)) for each in reading.questions),
        set_aside=tuple(replace(each, words=spans((each.words,))[0]) for each in reading.set_aside),
        not_understood=spans(reading.not_understood),
    )
