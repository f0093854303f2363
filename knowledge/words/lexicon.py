"""The phrases of a pack, ready to be looked for. Made once for a pack, when words are first read."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.phrases import Phrasing
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo
from hipexpert.knowledge.words.matching import Match, Phrasebook, PhraseError, parsed
from hipexpert.knowledge.words.scope import NEGATORS
from hipexpert.knowledge.words.spelling import Spelling
from hipexpert.knowledge.words.tokens import Token

SIGNS = "red_flag"
TOGETHER = " & "  # between parts of a phrase that stand near one another in any order
NEXT = ". "  # before a part that begins the next sentence


class PhraseMeaning(NamedTuple):
    """What a phrase says: an answer of a finding (``True``, ``False`` or a value), or only that the finding is spoken of.

    ``kind``: ``says`` counts by itself, ``cue`` only beside a word of a class, ``topic`` names the finding of a choice, ``asks`` leaves
    it open, ``number`` marks a quantity beside it. ``joined``: its words stand together in no order, so that others may stand among
    them.
    """

    finding: str
    value: bool | str
    kind: str
    negators: frozenset[str]
    deniable: bool
    joined: bool = False


class Lexicon:
    """The phrases of one pack: the books of its classes, in the order in which they use one another, and that of findings."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.phrasings = {each.of: each for each in pack.phrasings}
        self.classes = tuple(_books(each for each in pack.phrasings if each.is_class))
        self.book: Phrasebook[PhraseMeaning] = Phrasebook()
        self.parts: Phrasebook[str] = Phrasebook()
        self.signs = frozenset(name for name in pack.findings if pack.group_of[name].group == SIGNS)
        self.joined: dict[str, list[tuple[tuple[str, ...], PhraseMeaning]]] = {}
        for phrase, meaning in phrases_of(pack):
            first, *others = phrase.split(TOGETHER)
            try:
                if others:
                    self._join(first, tuple(others), meaning._replace(deniable=False, joined=True))
                else:
                    self.book.add(phrase, meaning)
            except PhraseError:  # a sentence of the vocabulary that is no phrase; the loader has judged those of ``words/``
                continue
        words = set(self.book.words).union(self.parts.words, *(book.words for book in self.classes))
        self.correct = Spelling(words).corrected
        cued = [each for each in pack.phrasings if each.cues]
        self.governors = frozenset(name for each in cued for name in (each.beside, each.beside_not) if name)
        self.judges = frozenset(name for each in cued if each.measure is None for name in (each.beside, each.beside_not) if name)

    def _join(self, first: str, others: tuple[str, ...], meaning: PhraseMeaning) -> None:
        for part in (first, *others):
            self.parts.add(part.removeprefix(NEXT), part.removeprefix(NEXT))
        self.joined.setdefault(first, []).append((others, meaning))


def with_their_own_no(found: Sequence[Match[PhraseMeaning]], tokens: Sequence[Token]) -> list[Match[PhraseMeaning]]:
    """Without what runs over a "not" that another phrase of the finding is written with: "lump won't go back" is no "lump … go back"."""
    nots = [at for at, token in enumerate(tokens) if token.word in NEGATORS]
    if not nots:
        return list(found)
    inside = {id(each): nots[bisect_left(nots, each.start) : bisect_left(nots, each.end)] for each in found}
    own: dict[tuple[str, int], set[bool | str]] = {}
    for each in found:
        for at in inside[id(each)]:
            if not each.denied and tokens[at].word in each.meaning.negators:
                own.setdefault((each.meaning.finding, at), set()).add(each.meaning.value)
    return [
        each
        for each in found
        if each.meaning.kind != "says"
        or not any(
            tokens[at].word not in each.meaning.negators and own.get((each.meaning.finding, at), set()) - {each.meaning.value}
            for at in inside[id(each)]
        )
    ]


def outermost(found: Sequence[Match[PhraseMeaning]]) -> list[Match[PhraseMeaning]]:
    """Without what stands inside a longer phrase of the same finding, or says the same where a denial of it may not count; and without
    what only stands together where an exact phrase of the finding stands too.
    """
    by_finding: dict[str, list[Match[PhraseMeaning]]] = {}
    for match in found:
        if not match.meaning.joined:
            by_finding.setdefault(match.meaning.finding, []).append(match)
    kept: list[Match[PhraseMeaning]] = []
    for matches in by_finding.values():
        matches.sort(key=lambda each: (each.start, -each.end, not each.meaning.deniable))
        widest: list[Match[PhraseMeaning]] = []
        for match in matches:
            inside = any(
                other.start <= match.start
                and match.end <= other.end
                and ((other.start, other.end) != (match.start, match.end) or (other.meaning.deniable and other.meaning.value is True))
                for other in widest[-8:]
                if other.meaning.kind == match.meaning.kind or match.meaning.kind in ("topic", "cue") or other.meaning.kind == "asks"
            )
            if not inside:
                widest.append(match)
        kept += widest
    exact = {
        (finding, at)
        for finding, matches in by_finding.items()
        for each in matches
        if each.meaning.kind in ("says", "denial")
        for at in range(each.start, each.end)
    }
    joined = (each for each in found if each.meaning.joined)
    return kept + [each for each in joined if exact.isdisjoint((each.meaning.finding, at) for at in range(each.start, each.end))]


def lexicon_of(pack: Pack) -> Lexicon:
    """The lexicon of a pack, made when it is first asked for and kept with the pack, as its cached properties are."""
    kept = vars(pack)
    if "lexicon" not in kept:
        kept["lexicon"] = Lexicon(pack)
    lexicon: Lexicon = kept["lexicon"]
    return lexicon


def phrases_of(pack: Pack) -> Iterator[tuple[str, PhraseMeaning]]:
    """Every phrase with what it says: those of ``words/``; of a finding that has none there, its synonyms; of all, their sentences."""
    in_class = {each.of: frozenset[str]().union(*map(_negators, each.says)) for each in pack.phrasings if each.is_class}
    for phrase, meaning in _phrases(pack):
        own = meaning.negators.union(*(in_class.get(name, ()) for name in _capitals(phrase)))
        yield phrase, (meaning if own == meaning.negators else meaning._replace(negators=own))


def _phrases(pack: Pack) -> Iterator[tuple[str, PhraseMeaning]]:
    entries = {each.of: each for each in pack.phrasings if not each.is_class}
    for finding in pack.findings.values():
        if pack.group_of[finding.id].answered_by == "clinician" and finding.id not in entries:
            continue
        yield from _sentences(finding, entries[finding.id].says if finding.id in entries else ())
        yield from _written(finding, entries[finding.id]) if finding.id in entries else _from_vocabulary(finding)


def _sentences(finding: Finding, topics: Collection[str]) -> Iterator[tuple[str, PhraseMeaning]]:
    """The sentences by which the vocabulary itself says the answers, but what only names a choice ("a rash") and leaves open which."""
    if isinstance(finding, YesNo):
        yield finding.present, PhraseMeaning(finding.id, True, "says", _negators(finding.present), False)
        yield finding.absent, PhraseMeaning(finding.id, False, "says", _negators(finding.absent), False)
    elif isinstance(finding, (Choice, Choices)):
        for value in finding.values:
            if value.says.removeprefix("a ") in topics:
                continue
            yield value.says, PhraseMeaning(finding.id, value.id, "says", _negators(value.says), False)


def _written(finding: Finding, entry: Phrasing) -> Iterator[tuple[str, PhraseMeaning]]:
    if isinstance(finding, Number):
        yield from ((each, PhraseMeaning(finding.id, True, "number", frozenset(), False)) for each in entry.cues)
        yield from ((each, PhraseMeaning(finding.id, False, "says", _negators(each), False)) for each in entry.denies)
        return
    choice = isinstance(finding, (Choice, Choices))
    for each in entry.says:
        yield each, PhraseMeaning(finding.id, True, "topic" if choice else "says", _negators(each), entry.denied_by is None)
    for each in entry.denied_by or ():
        yield each, PhraseMeaning(finding.id, True, "denial", _negators(each), True)
    for each in entry.asks:
        yield each, PhraseMeaning(finding.id, True, "asks", _negators(each), False)
    for each in entry.denies:
        yield each, PhraseMeaning(finding.id, getattr(finding, "denial", "") if choice else False, "says", _negators(each), False)
    for each in entry.cues:
        yield each, PhraseMeaning(finding.id, True, "cue", _negators(each), True)
    for value, said in entry.values.items():
        for each in said:
            yield each, PhraseMeaning(finding.id, value, "cue" if entry.beside else "says", _negators(each), isinstance(finding, Choices))


def _from_vocabulary(finding: Finding) -> Iterator[tuple[str, PhraseMeaning]]:
    """A finding that nobody has written phrases for is read by its synonyms, and its values by theirs and their labels."""
    if isinstance(finding, YesNo):
        for each in finding.synonyms:
            yield each, PhraseMeaning(finding.id, True, "says", _negators(each), True)
    elif isinstance(finding, (Choice, Choices)):
        for value in finding.values:
            for each in value.synonyms:
                yield each, PhraseMeaning(finding.id, value.id, "says", _negators(each), isinstance(finding, Choices))


def _negators(phrase: str) -> frozenset[str]:
    words = set(phrase.lower().replace("|", " ").replace("[", " ").replace("]", " ").replace("(", " ").replace(")", " ").split())
    if any(word.endswith("n't") for word in words):
        words |= {"not", "cannot"}
    return NEGATORS & words


def _books(classes: Iterator[Phrasing]) -> Iterator[Phrasebook[str]]:
    """A book for all classes that name none, one for those that name only these, and so on: a text is read once for each."""
    waiting = {each.of: each for each in classes}
    while waiting:
        ready = [name for name, each in waiting.items() if not any(other in waiting and other != name for other in _named(each))]
        book: Phrasebook[str] = Phrasebook()
        for name in ready or list(waiting)[:1]:
            for phrase in waiting.pop(name).says:
                book.add(phrase, name)
        yield book


def _named(phrasing: Phrasing) -> set[str]:
    return _capitals(" ".join(phrasing.says))


def _capitals(words: str) -> set[str]:
    """The classes that a phrase names."""
    for mark in "()[]|~!":
        words = words.replace(mark, " ")
    return {word for word in words.split() if word.isupper() and len(word) > 1}


def clashing_phrases(pack: Pack) -> Iterator[tuple[str, tuple[str, str], tuple[str, str], bool]]:
    """Phrases that are read as two answers, each with both (finding, value), and whether they are of one finding.

    Of two findings only synonyms count, since phrases in ``words/`` may answer two questions on purpose.
    """
    written = {each.of for each in pack.phrasings}
    first: dict[tuple[object, ...], PhraseMeaning] = {}
    for phrase, meaning in _phrases(pack):  # what denies does not count here
        if meaning.kind not in ("says", "cue") or (isinstance(meaning.value, bool) and meaning.finding in written):
            continue
        try:
            key = tuple(str(piece) for piece in parsed(phrase))
        except PhraseError:
            continue
        earlier = first.setdefault(key, meaning)
        same = earlier.finding == meaning.finding
        if same and earlier.value == meaning.value:
            continue
        if (same and not isinstance(pack.findings[meaning.finding], Choices)) or (
            not same and meaning.deniable and earlier.deniable and not {meaning.finding, earlier.finding} & written
        ):
            one, other = ((each.finding, each.value if isinstance(each.value, str) else "") for each in (earlier, meaning))
            yield phrase, one, other, same
