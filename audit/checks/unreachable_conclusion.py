"""Finds what `unreachable_conclusion.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import mentioned
from hipexpert.knowledge.packs.facts import Fact


def _find(subject: Subject) -> Iterator[Found]:
    for pattern in subject.pack.patterns:
        if not subject.is_concluded(Fact("pattern", pattern.id).name):
            waiting = tuple(rule for rule, gate in subject.gates.items() if Fact("pattern", pattern.id).name in mentioned(gate))
            yield Found.about(
                "patterns",
                pattern.id,
                f"no rule can conclude the pattern `{pattern.id}`",
                "add a rule that concludes it, or remove it",
                rules=waiting,
                covered=subject.covered,
            )


CHECK = Check("unreachable-conclusion", "graph", "error", _find, logic=True, unworded=True, unweighed=True)
