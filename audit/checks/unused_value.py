"""No value of a finding is offered that nothing uses.

What it checks
--------------
For each value of a finding, whether a premise, an exception or a constraint mentions it or, for `choices`,
its denial. For yes and no, whether at least one of the two is mentioned is left to `unused-finding`. The
value that is the `denial` of a choice may be unused, and so may all values of a finding that is itself
unused.

Why it matters
--------------
Whoever picks the value is told nothing because of it. Either a rule is missing or the answer should not be
offered.

Example
-------
    values: [{id: left, ...}, {id: right, ...}, {id: both, ...}]     # and no premise mentions `both`

Use instead
-----------
    when: {side: [left, right, both]}

Limits
------
It is a note: a value can be needed so that the answers are complete, as "none of these" is.
"""

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


CHECK = Check("unused-value", "graph", "note", _find)
