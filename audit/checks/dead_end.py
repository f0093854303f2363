"""Finds what `dead_end.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.facts import Fact


def _find(subject: Subject) -> Iterator[Found]:
    for pattern, rules in subject.concluding("pattern").items():
        fact = Fact("pattern", pattern).name
        if fact not in subject.used_facts:
            message = f"no rule uses the pattern `{pattern}`"
            yield Found(message, "use it in a premise, or conclude something else", tuple(rule.id for rule in rules), (fact,))


CHECK = Check("dead-end", "graph", "warning", _find, unworded=True, unweighed=True)
