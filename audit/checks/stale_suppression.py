"""No suppression is kept that suppresses nothing.

What it checks
--------------
Each entry of `suppressions.yaml`: its check must exist, must not be one of safety, and each rule (or other
id) that it lists must have a violation of that check. It is looked at only when the check ran.

Why it matters
--------------
A suppression that was for an old fault hides the next one.

Example
-------
    suppressions:
    - {check: dead-end, rules: [a-rule-that-was-mended], reason: the pattern is only shown}

Use instead
-----------
    suppressions: []      # or remove the file

Limits
------
Violations of safety cannot be suppressed: an entry for one is reported, and the violation stays.
"""

from hipexpert.audit.check import Check

# What is stale shows only after all other checks have run, so the audit itself finds it (see audit/running/suppressing.py).
CHECK = Check("stale-suppression", "process", "warning")
