"""Finds what `equivalent_rules.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.sameness import counted_twice, in_order, rules_with_equal_conclusions
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for rules in rules_with_equal_conclusions(subject):
        told: set[str] = set()
        for number, rule in enumerate(rules):
            same = [
                other.id
                for other in rules[number + 1 :]
                if other.id not in told
                and in_order(subject.gates[other.id]) != in_order(subject.gates[rule.id])
                and subject.follows.always_fires(rule.id, other.id)
                and subject.follows.always_fires(other.id, rule.id)
            ]
            if same and rule.id not in told:
                told.update(same)
                yield Found(
                    f"`{same[0]}` fires for the same answers as `{rule.id}` and concludes the same{counted_twice(rules[0])}",
                    "keep one of them, with the sources of both",
                    rules=(rule.id, *same),
                    at=("rules", same[0]),
                    witness=subject.runners.showing(subject.gates[rule.id]),
                )


CHECK = Check("equivalent-rules", "logic between rules", "warning", _find, logic=True, unworded=True)
