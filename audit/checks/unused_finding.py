"""Finds what `unused_finding.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    used = {subject.states.finding_of.get(fact) for fact in subject.used_facts}
    for name in subject.pack.findings:
        if name not in used:
            message = f"nothing uses the finding `{name}`"
            yield Found.about("findings", name, message, "use it in a premise, or do not ask for it")


CHECK = Check("unused-finding", "graph", "warning", _find, unworded=True, unweighed=True)
