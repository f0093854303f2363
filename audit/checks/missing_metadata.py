"""No entry lacks what is needed to review it and to find its sources.

What it checks
--------------
That each source has a publisher, a DOI or an address, that each condition has an ICD-10-CM code, and that the pack
names its authors. Title, reason, sources and review
are required when the pack is loaded; where they are missing, this check reports what loading found.

Why it matters
--------------
A reviewer who cannot find the source cannot check the rule.

Example
-------
    sources:
    - {id: handbook, title: A handbook, type: textbook}

Use instead
-----------
    sources:
    - {id: handbook, title: A handbook, type: textbook, publisher: A house}

Limits
------
None.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Problem
from hipexpert.knowledge.packs.grading import CONSENSUS


def _find(subject: Subject) -> Iterator[Found]:
    pack = subject.pack
    if not [author for author in pack.about.authors if author.strip()]:
        yield Found("the pack names no authors", "add `authors:` to pack.yaml", at=("file", "pack.yaml"))
    for source in pack.sources:
        if source.id != CONSENSUS and not (source.publisher or source.doi or source.url):
            yield Found.about(
                "sources",
                source.id,
                f"the source `{source.id}` cannot be found by what is said of it",
                "add a publisher, a DOI or an address",
            )
    for condition in pack.conditions:
        if condition.kind == "condition" and not condition.icd10cm:
            yield Found.about(
                "conditions", condition.id, f"the condition `{condition.id}` has no ICD-10-CM code", "add `icd10cm:`", severity="note"
            )


def _refuses(problem: Problem) -> bool:
    return problem.code == "missing-key"


CHECK = Check("missing-metadata", "provenance", "warning", _find, _refuses)
