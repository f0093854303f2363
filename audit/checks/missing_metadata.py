"""Finds what `missing_metadata.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Problem
from hipexpert.knowledge.packs.grading import CONSENSUS

PUBLISHED = ("guideline", "review", "study")
"""What is weighed as published evidence."""


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
        elif source.type in PUBLISHED and not (source.year or source.doi or source.url):
            yield Found.about(
                "sources",
                source.id,
                f"the source `{source.id}` counts as a {source.type}, and has neither a year nor an address",
                "add its year, a DOI or an address, or call it what it is",
            )
    for condition in pack.conditions:
        if condition.kind == "condition" and not condition.icd10cm:
            yield Found.about(
                "conditions", condition.id, f"the condition `{condition.id}` has no ICD-10-CM code", "add `icd10cm:`", severity="note"
            )


def _refuses(problem: Problem) -> bool:
    return problem.code == "missing-key"


CHECK = Check("missing-metadata", "provenance", "warning", _find, _refuses)
