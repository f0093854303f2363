"""Finds what `unverified_citation.md` describes."""

from collections import Counter
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.grading import citations_of, is_unverified


def _find(subject: Subject) -> Iterator[Found]:
    cited = [each for _, _, citations in citations_of(subject.pack) for each in citations]
    every, unverified = (Counter(each.ref for each in some) for some in (cited, filter(is_unverified, cited)))
    for ref, count in unverified.items():
        yield Found(
            f"{count} of {every[ref]} citations of `{ref}` do not say where in it",
            "look it up, and add `at:` with the section, table or page",
            others=(f"source:{ref}",),
            at=("sources", ref),
        )


CHECK = Check("unverified-citation", "provenance", "note", _find)
