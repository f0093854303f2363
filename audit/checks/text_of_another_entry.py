"""Finds what `text_of_another_entry.md` describes."""

import itertools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hipexpert.audit.check import AS_WRITTEN, Check, Found
from hipexpert.audit.checks.title_that_says_otherwise import stems_of
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.conversation import ConversationItem
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Value, YesNo

FITS_BETTER = 0.5
"""By which share of its words more the text of a part must fit another finding of the line than its own."""
MOST = 0.5
"""Which share of the synonyms of an answer, and at least two, must speak wholly as another answer does: one may, beside others."""


class Words(NamedTuple):
    """What names answers, patterns and the parts of a line, and where that stands."""

    findings: Mapping[str, Finding]
    patterns: tuple[tuple[str, str, str], ...]
    interview: tuple[ConversationItem, ...]


def _words(pack: Pack) -> Words:
    return Words(pack.findings, tuple((each.id, each.name, each.says) for each in pack.patterns), pack.conversation)


def _find(words: Words) -> Iterator[Found]:
    for finding in words.findings.values():
        if isinstance(finding, (Choice, Choices)):
            yield from _answers(finding)
    yield from _patterns(words)
    for item in words.interview:
        yield from _parts(item, words.findings)


def _answers(finding: Choice | Choices) -> Iterator[Found]:
    """Labels and synonyms of one answer that only speak as another answer does."""
    said = {value.id: _stems(value.says) for value in finding.values}
    for value, other in itertools.permutations(finding.values, 2):
        alone = said[other.id].difference(*_others(said, other.id))
        named, mine = _stems(value.id, value.says), _stems(value.label)
        fitting = [each for each in value.synonyms if _stems(each) <= said[other.id] and not alone.isdisjoint(_stems(each))]
        if not alone.isdisjoint(mine) and mine.isdisjoint(named.union(*map(_stems, value.synonyms))):
            yield _exchanged(finding, "label", value, value.label, other)
        elif len(fitting) >= max(2, MOST * len(value.synonyms)) and named.isdisjoint(alone):
            yield _exchanged(finding, "synonyms", value, ", ".join(fitting), other)


def _exchanged(finding: Finding, field: str, value: Value, text: str, other: Value) -> Found:
    message = f"`{field}` of `{value.id}` says `{text}`, as `{other.id}` does, which says `{other.says}`"
    return _found("findings", finding.id, message)


def _patterns(words: Words) -> Iterator[Found]:
    """Patterns that say what another one is called."""
    called = {name: _stems(name, title) for name, title, _ in words.patterns}
    for name, _, says in words.patterns:
        said = _stems(says)
        for other, title, _ in words.patterns:
            if other != name and called[other] and called[other] <= said and said.isdisjoint(called[name]):
                yield _found("patterns", name, f"it says `{says}`, which is what `{other}` (`{title}`) is called")


def _parts(item: ConversationItem, findings: Mapping[str, Finding]) -> Iterator[Found]:
    """Parts of a line whose words are those of another part, or of an answer that the line does not ask for."""
    about = {name: _about(findings[name]) for name in item.parts if name in findings}
    for name, text in item.parts.items():
        words = _stems(text)
        fits = {each: len(words & known) / len(words) for each, known in about.items()} if words else {}
        better = [each for each, share in fits.items() if share - fits[name] >= FITS_BETTER]
        if better:
            yield _found("interview", item.id, f"the part `{name}` says `{text}`, as the question of `{better[0]}` does", f"finding:{name}")
        asked = item.only.get(name, ())
        finding = findings.get(name)
        if asked and isinstance(finding, (Choice, Choices)):
            said = {value.id: _spoken(value) for value in finding.values}
            fitting = [each for each, known in said.items() if not words.isdisjoint(known.difference(*_others(said, each)))]
            if fitting and not set(fitting) & set(asked):
                message = (
                    f"the part `{name}` says `{text}`, which is `{fitting[0]}`, and is asked for {', '.join(f'`{each}`' for each in asked)}"
                )
                yield _found("interview", item.id, message, f"finding:{name}")


def _others(said: Mapping[str, frozenset[str]], name: str) -> list[frozenset[str]]:
    return [words for each, words in said.items() if each != name]


def _about(finding: Finding) -> frozenset[str]:
    texts = [finding.id, finding.question, *finding.synonyms]
    if isinstance(finding, YesNo):
        texts.append(finding.present)
    elif isinstance(finding, (Choice, Choices)):
        texts += [text for value in finding.values for text in (value.label, value.says, *value.synonyms)]
    return _stems(*texts)


def _spoken(value: Value) -> frozenset[str]:
    return _stems(value.id, value.label, value.says, *value.synonyms)


def _stems(*texts: str) -> frozenset[str]:
    return stems_of(" ".join(texts).replace("_", " "))


def _found(kind: str, name: str, message: str, *others: str) -> Found:
    return Found.about(kind, name, message, "exchange the two, or say what is meant here", others, covered=AS_WRITTEN)


CHECK = Check("text-of-another-entry", "wording", "warning", _find, reads=lambda subject: _words(subject.pack))
