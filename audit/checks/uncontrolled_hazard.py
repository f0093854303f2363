"""No hazard is without a rule in force that controls it.

What it checks
--------------
Each entry of the hazard log: it must name rules, all of them active, and each risk must be likelihood times
severity. The pack is refused otherwise, so this check reports what loading found.

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
Whether a test holds the rules to it is not looked at.
"""

from hipexpert.audit.check import Check

CHECK = Check("uncontrolled-hazard", "provenance", "error", refuses=lambda problem: problem.code in ("uncontrolled", "bad-risk"))
