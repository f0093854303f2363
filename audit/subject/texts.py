"""Everything in a pack that a runner reads."""

from collections.abc import Iterator
from dataclasses import dataclass

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Concludes
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo


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
    about = pack.about
    for part, text in (("disclaimer", about.disclaimer), ("intended_use", about.intended_use), ("unanswered", about.unanswered)):
        yield RunnerText(text, "file", "pack.yaml", part, part != "unanswered")
    for level, words in about.urgency.items():
        yield RunnerText(words.title, "file", "pack.yaml", f"urgency.{level}.title")
        yield RunnerText(words.action, "file", "pack.yaml", f"urgency.{level}.action", True)
        if words.unsettled:
            yield RunnerText(words.unsettled, "file", "pack.yaml", f"urgency.{level}.unsettled")
    yield from _of_findings(pack)
    yield from _of_conclusions(pack)


def _of_conclusions(pack: Pack) -> Iterator[RunnerText]:
    for pattern in pack.patterns:
        yield RunnerText(pattern.says, "patterns", pattern.id, "says")
    for condition in pack.conditions:
        yield RunnerText(condition.plain, "conditions", condition.id, "plain", True)
        if condition.recovery:
            yield RunnerText(condition.recovery, "conditions", condition.id, "recovery", True)
    for advice in pack.advice:
        yield RunnerText(advice.title, "advice", advice.id, "title")
        for part in ("says", "dose", "because"):
            if getattr(advice, part):
                yield RunnerText(getattr(advice, part), "advice", advice.id, part, True)
    for rule in pack.active_rules:
        yield RunnerText(rule.title, "rules", rule.id, "title")
        told = any(isinstance(each, Concludes) and each.kind in ("urgency", "avoid", "advise") for each in rule.conclusions)
        yield RunnerText(rule.because, "rules", rule.id, "because", told)


def _of_findings(pack: Pack) -> Iterator[RunnerText]:
    for name, finding in pack.findings.items():
        if pack.answered_by(name) == "clinician":
            continue
        yield RunnerText(finding.question, "findings", name, "question", True)
        if finding.help:
            yield RunnerText(finding.help, "findings", name, "help", True)
        match finding:
            case YesNo():
                yield RunnerText(finding.present, "findings", name, "present")
                yield RunnerText(finding.absent, "findings", name, "absent")
            case Number():
                yield RunnerText(finding.noun, "findings", name, "noun")
            case Choice() | Choices():
                for value in finding.values:
                    for part in ("label", "says", "denies"):
                        if getattr(value, part):
                            yield RunnerText(getattr(value, part), "values", f"{name}={value.id}", part)
