"""No entry of a list of rules is empty.

What it checks
--------------
That each rule is a mapping with keys. A rule without a premise and without a conclusion is reported by
`missing-premise` and `missing-conclusion` as well. The pack is refused otherwise, so this check reports what
loading found.

Why it matters
--------------
An empty entry is what is left of a rule that somebody began or removed by half.

Example
-------
    rules:
    -
    - id: a-limp-is-seen-soon

Use instead
-----------
    rules:
    - id: a-limp-is-seen-soon

Limits
------
None.
"""

from hipexpert.audit.check import Check
from hipexpert.engine import Problem


def _refuses(problem: Problem) -> bool:
    return problem.code == "bad-type" and problem.message.startswith("a mapping is needed here") and problem.place.startswith("rules/")


CHECK = Check("empty-rule", "logic in a rule", "error", refuses=_refuses)
