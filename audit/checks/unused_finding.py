"""No finding is asked for that nothing uses.

What it checks
--------------
For each finding, whether an active rule, an exception of evidence (`unless`), a constraint or the safety of a
test mentions it.

Why it matters
--------------
A question that changes nothing costs the runner time and looks as if it had been taken into account.

Example
-------
    findings:
    - {id: side, question: Which knee?, type: choice, values: [...]}    # and no premise mentions it

Use instead
-----------
    when: {all: [{swollen: true}, {side: left}]}

Limits
------
A finding that is used, but cannot change anything, is found by `irrelevant-finding`.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    used = {subject.states.finding_of.get(fact) for fact in subject.used_facts}
    for name in subject.pack.findings:
        if name not in used:
            message = f"nothing uses the finding `{name}`"
            yield Found.about("findings", name, message, "use it in a premise, or do not ask for it")


CHECK = Check("unused-finding", "graph", "warning", _find)
