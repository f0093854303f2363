"""Finds what `copied_reason.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.grading import CONSENSUS
from hipexpert.knowledge.packs.pack import Rule, Supports


def _find(subject: Subject) -> Iterator[Found]:
    told: dict[str, list[Rule]] = {}
    for rule in subject.pack.active_rules:
        if not rule.made_from and rule.because:
            told.setdefault(" ".join(rule.because.casefold().split()), []).append(rule)
    for rules in told.values():
        for number, rule in enumerate(rules):
            for other in rules[number + 1 :]:
                if _concluded(rule).isdisjoint(_concluded(other)) and _cited(rule).isdisjoint(_cited(other)):
                    yield Found(
                        f"`{rule.id}` and `{other.id}` conclude different things from different sources, and give the same reason",
                        "say for each of them why it holds",
                        rules=(rule.id, other.id),
                    )


def _concluded(rule: Rule) -> frozenset[tuple[str, str]]:
    return frozenset(("supports", each.condition) if isinstance(each, Supports) else (each.kind, each.id) for each in rule.conclusions)


def _cited(rule: Rule) -> frozenset[str]:
    return frozenset(each.ref for each in rule.sources) - {CONSENSUS}


CHECK = Check("copied-reason", "wording", "warning", _find)
