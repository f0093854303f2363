"""No assessment depends on the order of rules, of answers or of sets in memory.

What it checks
--------------
Runners who fire many rules are assessed again with the rules of the pack turned round, the answers turned
round, and in a second process with another hash seed. The assessment with its explanation must be the same,
byte by byte.

Why it matters
--------------
Two runners with the same answers must be told the same. What depends on an order cannot be reviewed.

Example
-------
    An engine that stops at the first rule that fires says something else when a file is renamed.

Use instead
-----------
    The engine of this project concludes everything that follows, in a fixed order.

Limits
------
It is tried on some runners, not proved for all. That the conclusions cannot depend on an order follows from
the form of the rules (docs/semantics.md); what is tried here is the program.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.running.orders import differing_order
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    found = differing_order(subject)
    if found is not None:
        what, answers = found
        yield Found(
            f"the same answers are assessed differently when {what}",
            "this is a fault of the program and not of the pack; please report it",
            at=("file", "pack.yaml"),
            witness=answers,
        )


CHECK = Check("order-dependence", "process", "error", _find, logic=True, apart=True)
