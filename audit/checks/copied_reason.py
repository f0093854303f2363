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
        # Of all that cite and conclude the same, the first: with one other each of very many is told once, and not with all others.
        firsts: dict[frozenset[str], dict[frozenset[tuple[str, str]], Rule]] = {}
        for rule in rules:
            cited, concluded = _cited(rule), _concluded(rule)
            apart = (each for sources, befores in firsts.items() if cited.isdisjoint(sources) for each in befores.items())
            other = next((before for conclusions, before in apart if concluded.isdisjoint(conclusions)), None)
            firsts.setdefault(cited, {}).setdefault(concluded, rule)
            if other is not None:
                yield Found(
                    f"`{other.id}` and `{rule.id}` conclude different things from different sources, and give the same reason",
                    "say for each of them why it holds",
                    rules=(other.id, rule.id),
                )


def _concluded(rule: Rule) -> frozenset[tuple[str, str]]:
    return frozenset(("supports", each.condition) if isinstance(each, Supports) else (each.kind, each.id) for each in rule.conclusions)


def _cited(rule: Rule) -> frozenset[str]:
    return frozenset(each.ref for each in rule.sources) - {CONSENSUS}


CHECK = Check("copied-reason", "wording", "warning", _find)
