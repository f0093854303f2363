"""Finds what `duplicate_rule.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.sameness import in_order, rules_with_equal_conclusions, weighs_twice
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for rules in rules_with_equal_conclusions(subject):
        groups: dict[object, list[str]] = {}
        for rule in rules:
            groups.setdefault(in_order(subject.gates[rule.id]), []).append(rule.id)
        for names in groups.values():
            if len(names) > 1:
                twice = ", so the evidence counts more than once" if weighs_twice(rules) else ""
                yield Found(
                    f"`{names[1]}` says the same as `{names[0]}`{twice}",
                    "keep one of them, with the sources of both",
                    rules=tuple(names),
                    at=("rules", names[1]),
                    witness=subject.runners.showing(subject.gates[names[0]]),
                )


CHECK = Check("duplicate-rule", "logic between rules", "error", _find, logic=True)
