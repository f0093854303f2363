"""No runner who must be seen first is told to exercise or to treat themselves meanwhile.

What it checks
--------------
Over all intakes: at `urgent` and above the plan gives no exercise, running, treatment or prevention, and at
`emergency` only where to go.

Why it matters
--------------
Strengthening a hip with a cracked femoral neck displaces it.

Example
-------
    category: activity         # of an advice that says how to stretch

Use instead
-----------
    category: exercise

Limits
------
It needs proofs (z3). A question that takes too long is reported as `not decided`, never as proved. It goes by
the category of an advice, not by its words.
"""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("treatment-before-being-seen")
