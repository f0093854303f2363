"""Finds what `dead_end.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import mentioned
from hipexpert.knowledge.packs.facts import Fact


def _find(subject: Subject) -> Iterator[Found]:
    asked = {fact for rule in subject.program.rules for fact in mentioned(rule.premise)}
    concluding: dict[str, list[str]] = {}
    for rule, pattern in subject.concluding("pattern"):
        concluding.setdefault(pattern, []).append(rule.id)
    for pattern, rules in concluding.items():
        if Fact("pattern", pattern).name not in asked:
            message = f"no rule uses the pattern `{pattern}`"
            yield Found(message, "use it in a premise, or conclude something else", tuple(rules), (Fact("pattern", pattern).name,))


CHECK = Check("dead-end", "graph", "warning", _find)
