"""No safety claim of the pack is untrue.

What it checks
--------------
Each claim of `claims.yaml` over all intakes (with `consistent: true` over those that break no constraint). A
claim that is about nobody is a warning.

Why it matters
--------------
The pack promises it. Whoever embeds the pack relies on it.

Example
-------
    claims:
    - id: fever-is-never-below-urgent
      title: Nobody with a fever ends below urgent
      when: {fever: true}
      at_least: urgent            # and no rule says so for fever alone

Use instead
-----------
    rules:
    - id: fever-is-urgent
      when: {fever: true}
      then: [{urgency: urgent}]

Limits
------
It needs proofs (z3). A question that takes too long is reported as `not decided`, never as proved.
"""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("broken-claim")
