"""No entry names a finding, value, pattern, condition, advice, source, group or rule that is not declared.

What it checks
--------------
Every name in a premise, a conclusion, a citation, a hazard or a claim. The pack is refused while one is
unknown, so this check reports what loading found.

Why it matters
--------------
A rule with a misspelt finding would silently never fire. If it is a red flag, somebody is sent running who
must not run.

Example
-------
    - id: a-limp-is-seen-soon
      when: {limpp: true}

Use instead
-----------
    - id: a-limp-is-seen-soon
      when: {limp: true}

Limits
------
A name that exists but is the wrong one is not noticed.
"""

from hipexpert.audit.check import Check

CHECK = Check(
    "unresolved-reference", "graph", "error", refuses=lambda problem: problem.code.startswith("unknown-") and problem.code != "unknown-key"
)
