"""No advice is given that a rule says to avoid.

What it checks
--------------
Over all intakes: advice that any rule that fires says to avoid is not in the plan, whatever else advises it,
and is named among what is withheld.

Why it matters
--------------
Contraindication beats recommendation, always. The runner must also learn what is kept from them, since they
may have read it elsewhere.

Example
-------
    The plan would give whatever more rules advise than avoid.

Use instead
-----------
    Avoiding always beats advising.

Limits
------
It needs proofs (z3). A question that takes too long is reported as `not decided`, never as proved.
"""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("withheld-advice-that-is-given")
