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

from hipexpert.audit.check import Check
from hipexpert.audit.proving.refuted import refuted

NAME = "treatment-before-being-seen"
CHECK = Check(NAME, "safety", "error", refuted(NAME), logic=True, proves=True)
