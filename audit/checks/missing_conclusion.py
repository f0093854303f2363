"""No rule lacks a conclusion.

What it checks
--------------
That each rule has `then` with at least one conclusion. The pack is refused otherwise, so this check reports
what loading found.

Why it matters
--------------
A rule that concludes nothing looks like knowledge and is none.

Example
-------
    - id: a-limp-is-seen-soon
      when: {limp: true}
      then: []

Use instead
-----------
    - id: a-limp-is-seen-soon
      when: {limp: true}
      then: [{urgency: soon}]

Limits
------
A conclusion that nothing uses is found by `dead-end`.
"""

from hipexpert.audit.check import Check
from hipexpert.engine import Problem


def _refuses(problem: Problem) -> bool:
    empty = problem.code == "bad-conclusion" and problem.message.startswith("a list of conclusions is needed")
    return empty or problem.code == "no-conclusion" or (problem.code == "missing-key" and problem.message == "`then` is missing")


CHECK = Check("missing-conclusion", "logic in a rule", "error", refuses=_refuses)
