"""Finds what `unused_value.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.vocabulary import Choice, Choices


def _find(subject: Subject) -> Iterator[Found]:
    used = subject.used_facts
    for name, finding in subject.pack.findings.items():
        if not isinstance(finding, (Choice, Choices)):
            continue
        unused = [each.id for each in finding.values if f"{name}={each.id}" not in used and f"{name}!={each.id}" not in used]
        if len(unused) == len(finding.values):
            continue
        for value in unused:
            if not (isinstance(finding, Choice) and value == finding.denial):
                yield Found.about(
                    "values",
                    f"{name}={value}",
                    f"nothing uses the value `{value}` of `{name}`",
                    "use it in a premise, or do not offer it",
                    (f"finding:{name}",),
                )


CHECK = Check("unused-value", "graph", "note", _find, unworded=True, unweighed=True)
