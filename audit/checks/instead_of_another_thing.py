"""Finds what `instead_of_another_thing.md` describes."""

from collections import Counter
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.spoken import phrases
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.pack import Advice, Rule

COMMON = 0.05
"""A word that a larger share of all advice says does not tell what one is about."""
_SMALL = 4


def _find(subject: Subject) -> Iterator[Found]:
    rules = {each.id: each for each in subject.pack.rules}
    said = Counter(word for each in subject.pack.advice for word in _words(_text(each)))
    common = {word for word, number in said.items() if number > max(1, COMMON * len(subject.pack.advice))}
    for each in subject.pack.not_followed:
        told: Advice | Rule | None = subject.pack.advice_by_id.get(each.instead) or rules.get(each.instead)
        if told is None:
            continue
        rows = {cited.row for cited in each.sources if cited.row} & {cited.row for cited in told.sources if cited.row}
        if not rows and not (_words(f"{each.id} {each.claim} {each.because}") & _words(_text(told))) - common:
            yield Found.about(
                "not_followed",
                each.id,
                f"instead of it `{each.instead}` is told, which shares no row and no telling word with it: is that what is meant?",
                "name what is told in its place, or say in `because` how they belong together",
            )


def _text(told: Advice | Rule) -> str:
    return f"{told.id} {told.title} {getattr(told, 'says', '')} {told.because}"


def _words(text: str) -> frozenset[str]:
    return frozenset(each for each in phrases(text.replace("-", " ").replace("_", " ")) if len(each) >= _SMALL and " " not in each)


CHECK = Check("instead-of-another-thing", "provenance", "note", _find)
