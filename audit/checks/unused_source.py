"""No source stands in the bibliography that nothing cites.

What it checks
--------------
For each source, whether a rule, condition, advice or claim cites it.

Why it matters
--------------
A bibliography that is longer than what was used claims more than was done.

Example
-------
    sources:
    - {id: handbook, title: A handbook, type: textbook}      # and no entry has `ref: handbook`

Use instead
-----------
    sources: [{ref: handbook, at: chapter 3}]

Limits
------
None.
"""

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
