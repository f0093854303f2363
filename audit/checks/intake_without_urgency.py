"""No runner is left without a level of urgency.

What it checks
--------------
Over all intakes, also the empty one and contradictory ones: the assessment has one of the five levels.

Why it matters
--------------
Whoever asks how urgent it is must be told something.

Example
-------
    A rule concludes a level that the ladder does not have.

Use instead
-----------
    then: [{urgency: soon}]

Limits
------
It needs proofs (z3). A question that takes too long is reported as `not decided`, never as proved.
"""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("intake-without-urgency")
