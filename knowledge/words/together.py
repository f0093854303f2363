"""Things that say something where they stand near one another, in whatever order: `URINE & DARK` is dark urine.

What stands in one sentence within a few words belongs together often enough to be an answer where nothing denies, doubts or limits it. It
never denies anything: a no among such words is asked. For a warning sign it must stand nearer, with no mark between.
"""

from collections.abc import Iterator, Mapping, Sequence

from hipexpert.knowledge.words.lexicon import NEXT, Lexicon, PhraseMeaning
from hipexpert.knowledge.words.matching import Classes, Match
from hipexpert.knowledge.words.scope import Scope
from hipexpert.knowledge.words.tokens import Clause, Token

_BEGINS = 2  # words of the next sentence before what belongs to this one: "It clicks. It doesn't hurt."
_CLOSE = 8
_SPAN = 12  # words from the first to the last of what belongs together
Places = Mapping[str, Sequence[tuple[int, int]]]


def together(lexicon: Lexicon, tokens: Sequence[Token], classes: Classes, scope: Scope) -> Iterator[Match[PhraseMeaning]]:
    """Where all parts of a phrase stand together: of each first part the nearest others. What a phrase wants of the next sentence is looked
    for where that begins.
    """
    places: dict[Clause, dict[str, list[tuple[int, int]]]] = {}
    for match in lexicon.parts.matches(tokens, classes, denied=False):
        own = scope.sentence(match.start)
        places.setdefault(own, {}).setdefault(match.meaning, []).append((match.start, match.end))
        if match.start <= own.start + _BEGINS:
            before = scope.sentence(own.start - 2)
            places.setdefault(before, {}).setdefault(f"{NEXT}{match.meaning}", []).append((match.start, match.end))
    for there in places.values():
        for first in there:
            for others, meaning in lexicon.joined.get(first, ()):
                near = _nearest(there, first, others, meaning)
                yield from (each for each in near if meaning.finding not in lexicon.signs or _close(tokens, each))


def _nearest(there: Places, first: str, others: Sequence[str], meaning: PhraseMeaning) -> Iterator[Match[PhraseMeaning]]:
    if not all(other in there for other in others):
        return
    for place in there[first]:
        start, end = place
        for other in others:
            s, e = min((_apart(each, (start, end)), each) for each in there[other])[1]
            start, end = min(start, s), max(end, e)
        if end - start <= _SPAN:
            yield Match(start, end, meaning)


def _close(tokens: Sequence[Token], match: Match[PhraseMeaning]) -> bool:
    return match.end - match.start <= _CLOSE and not any(token.is_mark for token in tokens[match.start : match.end])


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1])
