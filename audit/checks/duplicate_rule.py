"""Finds what `duplicate_rule.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.sameness import counted_twice, in_order, rules_with_equal_conclusions
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for rules in rules_with_equal_conclusions(subject):
        groups: dict[object, list[str]] = {}
        for rule in rules:
            groups.setdefault(in_order(subject.gates[rule.id]), []).append(rule.id)
        for names in groups.values():
            if len(names) > 1:
                yield Found(
                    f"`{names[1]}` says the same as `{names[0]}`{counted_twice(rules[0])}",
                    "keep one of them, with the sources of both",
                    rules=tuple(names),
                    at=("rules", names[1]),
                    witness=subject.runners.showing(subject.gates[names[0]]),
                )


CHECK = Check("duplicate-rule", "logic between rules", "error", _find, logic=True, unworded=True)
