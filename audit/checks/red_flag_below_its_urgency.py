"""No rule that raises urgency ends in a lower level.

What it checks
--------------
Over all intakes: whenever the premise of a rule with `urgency:` holds, the level of the assessment is at
least the one that the rule concludes.

Why it matters
--------------
A red flag that fires and is then overruled is a red flag that nobody sees.

Example
-------
    The level would be the first that a rule raises, and not the highest.

Use instead
-----------
    The level is the highest that any rule raises.

Limits
------
It needs proofs (z3). A question that takes too long is reported as `not decided`, never as proved.
"""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("red-flag-below-its-urgency")
