"""No runner is sent home beside a red flag.

What it checks
--------------
Over all intakes: while a red-flag rule fires the level is not `self_care`, and no advice is given that a rule
ties to a low level (`urgency: self_care` or `urgency: routine` among its premises).

Why it matters
--------------
"You can look after this at home" is what people remember.

Example
-------
    - id: home-care-is-enough
      when: {urgency: routine}
      then: [{advise: keep-running}]

Use instead
-----------
    - id: home-care-is-enough-unless-an-alarm-is-raised
      when: {urgency: soon}
      then: [{avoid: keep-running}]

Limits
------
It needs proofs (z3). A question that takes too long is reported as `not decided`, never as proved. Advice
that reassures by its words alone is not recognised.
"""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("reassurance-beside-a-red-flag")
