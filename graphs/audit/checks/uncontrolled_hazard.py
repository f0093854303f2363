"""No hazard is without a rule in force that controls it, or without a test.

What it checks
--------------
Each entry of the hazard log: the rules that it names must be active. Hazards that name no rule or no test, and risks that are not
likelihood times severity, are refused when the pack is loaded and reported here too.

Why it matters
--------------
A hazard log says that something keeps the runner safe. If the rule was retired, nothing does.

Example
-------
    rules: [groin-pain-with-a-limp-is-urgent]      # which has `status: retired`

Use instead
-----------
    rules: [groin-pain-with-a-limp-in-a-runner-is-urgent]

Limits
------
Whether the tests exist and pass is not looked at.
"""

from collections.abc import Iterator

from hipexpert.graphs.audit.check import Check, Found
from hipexpert.graphs.audit.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for hazard in subject.pack.hazards:
        asleep = tuple(rule for rule in hazard.rules if subject.pack.rule_by_id[rule].status != "active")
        if asleep:
            none_left = len(asleep) == len(hazard.rules)
            yield Found(
                f"the hazard `{hazard.id}` is said to be controlled by rules that are not active"
                + (", and by no others" if none_left else ""),
                "name the rules that control it now",
                rules=asleep,
                others=(f"hazard:{hazard.id}",),
                at=("hazards", hazard.id),
                severity="error" if none_left else "warning",
            )


CHECK = Check("uncontrolled-hazard", "provenance", "error", _find, lambda problem: problem.code in ("uncontrolled", "bad-risk"))
