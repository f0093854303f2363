"""What citations say of a rule or a piece of advice: the same for every runner, so worked out once."""

from typing import NamedTuple

from hipexpert.knowledge.packs.grading import grade_is_unverified, grade_of, is_unverified, source_grade
from hipexpert.knowledge.packs.pack import Grade, Pack
from hipexpert.knowledge.packs.sourced import Citation
from hipexpert.knowledge.runner.results import CitedSource


class Cited(NamedTuple):
    """The grade that citations give, whether none of those that give it was looked up, and the sources with their titles."""

    grade: Grade
    unverified: bool
    sources: tuple[CitedSource, ...]


class Citing:
    """The citations of one pack with what they say."""

    def __init__(self, pack: Pack) -> None:
        self._sources = pack.source_by_id
        self._known: dict[tuple[Citation, ...], Cited] = {}

    def of(self, citations: tuple[Citation, ...]) -> Cited:
        """What these citations say."""
        found = self._known.get(citations)
        if found is None:
            grade, unverified = grade_of(citations, self._sources), grade_is_unverified(citations, self._sources)
            found = self._known[citations] = Cited(grade, unverified, tuple(map(self._cited, citations)))
        return found

    def _cited(self, each: Citation) -> CitedSource:
        source = self._sources[each.ref]
        return CitedSource(each.ref, source.title, each.at, each.stance, source_grade(source), is_unverified(each))
