"""Finds what `unused_source.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.grading import citations_of


def _find(subject: Subject) -> Iterator[Found]:
    pack = subject.pack
    cited = {each.ref for _, _, citations in citations_of(pack) for each in citations}
    for source in pack.sources:
        if source.id not in cited:
            yield Found.about("sources", source.id, f"nothing cites the source `{source.id}`", "cite it where it was used, or remove it")


CHECK = Check("unused-source", "provenance", "note", _find)
