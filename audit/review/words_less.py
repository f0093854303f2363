"""In what the words by which people are understood say less than they did: a sign is missed, or denied, more easily."""

from collections.abc import Iterator, Sequence

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.phrases import Phrasing
from hipexpert.knowledge.packs.vocabulary import Choice
from hipexpert.knowledge.words.heard import ELSEWHERE, FINE, HAPPENED, MOVED
from hipexpert.knowledge.words.lexicon import SIGNS


def words_less(before: Phrasing, now: Phrasing | None, pack: Pack) -> Iterator[str]:
    """Of a class and of a finding: what no longer counts, or counts against it."""
    if before.is_class:
        yield from _class(before, now, pack)
        return
    after = now or Phrasing(before.of)
    for one, other, what in ((before.says, after.denies, "denies"), (before.denies, after.says, "says")):
        if turned := [each for each in one if each in other]:
            yield f"“{turned[0]}” now {what} it, and did the opposite"
    finding = pack.findings.get(before.of)
    if finding is None or not (pack.group_of[before.of].group == SIGNS or any(each.ask == before.of for each in pack.screen)):
        return
    calm = finding.denial if isinstance(finding, Choice) else None
    denied = (*before.denies, *(before.denied_by or ()), *before.values.get(calm or "", ()))
    denies = (*after.denies, *(after.denied_by or ()), *after.values.get(calm or "", ()))
    if new := _new(denies, denied):
        yield f"“{new[0]}” now denies a warning sign"
    said, says = (
        [*each.says, *each.cues, *(phrase for value, phrases in each.values.items() if value != calm for phrase in phrases)]
        for each in (before, after)
    )
    if gone := _new(said, (*says, *after.asks)):
        yield f"“{gone[0]}” no longer says a warning sign"
    if before.unless != after.unless and after.unless:
        yield f"beside a word of {after.unless} a warning sign does not count any more"


def _class(before: Phrasing, now: Phrasing | None, pack: Pack) -> Iterator[str]:
    says = now.says if now is not None else ()
    if before.of in _taking_away(pack) and (new := _new(says, before.says)):
        yield f"beside “{new[0]}” what is said does not count any more, or counts as a no"
    if before.of in {each.beside for each in pack.phrasings} and (gone := _new(before.says, says)):
        yield f"beside “{gone[0]}” what is said does not count any more"


def _taking_away(pack: Pack) -> frozenset[str]:
    """The classes beside whose words nothing counts, or a no."""
    named = (name for each in pack.phrasings for name in (each.unless, each.beside_not) if name)
    return frozenset([*named, FINE, MOVED, ELSEWHERE, HAPPENED])


def _new(now: Sequence[str], before: Sequence[str]) -> list[str]:
    return [each for each in now if each not in before]
