"""Searching the vocabulary."""

from collections.abc import Iterable

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.suggestions import nearest
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, finding_type


def matching_findings(pack: Pack, words: Iterable[str]) -> tuple[Finding, ...]:
    """The findings in which every word occurs, in the pack's order; all of them when there is no word.

    A word that is the id or a synonym of a group stands for the group, a word that is a finding's id for that finding.
    """
    wanted = [word.lower() for word in words]
    return tuple(finding for finding in pack.findings.values() if all(_matches(pack, finding, word) for word in wanted))


def nearest_search(pack: Pack, words: Iterable[str]) -> str | None:
    """For words that match nothing, the nearest ones that match something."""
    known = dict[str, None]()
    for finding in pack.findings.values():
        values = finding.values if isinstance(finding, (Choice, Choices)) else ()
        texts = [
            finding.id,
            pack.group_of[finding.id].group,
            *finding.synonyms,
            *(text for value in values for text in (value.id, *value.synonyms)),
        ]
        known.update(dict.fromkeys(text.lower() for text in texts))
    known.update(dict.fromkeys([part for text in known for part in text.replace("_", " ").split() if len(part) > 3]))
    found = [word if matching_findings(pack, [word]) else nearest(word, known) for word in words]
    suggested = [word for word in found if word is not None]
    return " ".join(suggested) if len(suggested) == len(found) and matching_findings(pack, suggested) else None


def _matches(pack: Pack, finding: Finding, word: str) -> bool:
    if word in pack.findings:
        return finding.id == word
    if word in pack.group_named:
        return pack.group_of[finding.id] is pack.group_named[word]
    parts = [finding.id, finding.question, finding.help, finding_type(finding), *finding.synonyms]
    if isinstance(finding, (Choice, Choices)):
        for value in finding.values:
            parts += [value.id, value.label, value.says, *value.synonyms]
    text = " ".join(parts).lower()
    return word in text or word.replace("_", " ") in text
