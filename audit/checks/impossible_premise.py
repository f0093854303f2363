"""No premise, and no part of one, contradicts itself.

What it checks
--------------
Each premise of rules, constraints and unsafe tests, and each part of them: whether any answers make it hold,
whatever other rules conclude. Two values of one choice exclude each other, so do a value and its denial, and
so do limits that no number meets.

Why it matters
--------------
The rule, or one of its ways, can never apply. Mostly `all` stands where `any` was meant.

Example
-------
    when: {all: [{side: left}, {side: right}]}

Use instead
-----------
    when: {any: [{side: left}, {side: right}]}

Limits
------
What only constraints or other rules make impossible is found by `unreachable-rule`, a part that is impossible
only beside its neighbours by `redundant-premise`.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import is_impossible
from hipexpert.audit.subject.subject import COVERED, Subject
from hipexpert.knowledge.packs.premises import Premise, Several, to_gate


def _find(subject: Subject) -> Iterator[Found]:
    for kind, name, premise in subject.premises():
        for part in _impossible_parts(subject, premise):
            whole = part is premise
            what = "the premise" if whole else "a part of the premise"
            yield Found.about(
                kind,
                name,
                f"{what} can never hold: {subject.says(part)}",
                "join alternatives with `any`, or correct the values" if isinstance(part, Several) else "correct the bound",
                severity=None if whole else "warning",
                covered=COVERED,
            )


def _impossible_parts(subject: Subject, premise: Premise) -> Iterator[Premise]:
    """The outermost parts that can never hold."""
    if is_impossible(subject, to_gate(premise)):
        yield premise
    elif isinstance(premise, Several):
        for part in premise.of:
            yield from _impossible_parts(subject, part)


CHECK = Check("impossible-premise", "logic in a rule", "error", _find, lambda problem: problem.code == "impossible-gate", logic=True)
