"""No rule lacks a premise.

What it checks
--------------
That each rule has `when`, and that none of its lists of premises is empty. The pack is refused otherwise, so
this check reports what loading found.

Why it matters
--------------
Without a premise it is not known of whom a rule speaks.

Example
-------
    - id: a-limp-is-seen-soon
      when: {all: []}
      then: [{urgency: soon}]

Use instead
-----------
    - id: a-limp-is-seen-soon
      when: {limp: true}
      then: [{urgency: soon}]

Limits
------
A premise that holds for everybody who answers is found by `vacuous-rule`.
"""

from hipexpert.audit.check import Check
from hipexpert.engine import Problem


def _refuses(problem: Problem) -> bool:
    empty = problem.code == "bad-premise" and problem.message.startswith(("a list of premises is needed", "the list of values is empty"))
    return empty or (problem.code == "missing-key" and problem.message in ("`when` is missing", "`never` is missing"))


CHECK = Check("missing-premise", "logic in a rule", "error", refuses=_refuses)
