"""Everything in a pack that a runner reads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Concludes
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo


@dataclass(frozen=True)
class RunnerText:
    """A text, where it stands (the key of the list and the id of its entry), which part of the entry it is, and whether it is
    whole sentences.
    """

    text: str
    kind: str
    name: str
    part: str
    sentences: bool = False


def runner_texts(pack: Pack) -> Iterator[RunnerText]:
    """Every text of the pack that a runner reads, in the order of the files."""
    yield from _parts(pack.about, "file", "pack.yaml", disclaimer=True, intended_use=True)
    for level, words in pack.about.urgency.items():
        for each in _parts(words, "file", "pack.yaml", title=False, action=True):
            yield replace(each, part=f"urgency.{level}.{each.part}")
    for name, finding in pack.findings.items():
        if pack.answered_by(name) != "clinician":
            yield from _of_finding(name, finding)
    for pattern in pack.patterns:
        yield from _parts(pattern, "patterns", pattern.id, says=False)
    for condition in pack.conditions:
        yield from _parts(condition, "conditions", condition.id, plain=True, recovery=True)
    for advice in pack.advice:
        yield from _parts(advice, "advice", advice.id, title=False, says=True, dose=True, because=True)
    for item in pack.screen:
        yield from _parts(item, "screen", item.id, because=True)
    for rule in pack.active_rules:
        told = any(isinstance(each, Concludes) and each.kind in ("urgency", "avoid", "advise") for each in rule.conclusions)
        yield from _parts(rule, "rules", rule.id, title=False, because=told)


def _of_finding(name: str, finding: Finding) -> Iterator[RunnerText]:
    yield from _parts(finding, "findings", name, question=True, help=True)
    match finding:
        case YesNo():
            yield from _parts(finding, "findings", name, present=False, absent=False)
        case Number():
            yield from _parts(finding, "findings", name, noun=False)
        case Choice() | Choices():
            for value in finding.values:
                yield from _parts(value, "values", f"{name}={value.id}", label=False, says=False, denies=False)


def _parts(entry: object, kind: str, name: str, **parts: bool) -> Iterator[RunnerText]:
    """The texts that an entry has in these parts, each with whether it is whole sentences."""
    for part, sentences in parts.items():
        if text := getattr(entry, part):
            yield RunnerText(text, kind, name, part, sentences)
