"""No added answer that raises an alarm lowers the urgency.

What it checks
--------------
Over all intakes, contradictory ones too: if an answer is added and a red-flag rule (one that concludes `soon`
or more) fires that did not fire before, the level is at least what it was; and a level of `urgent` or
`emergency` stays whatever is added.

Why it matters
--------------
A runner who mentions one more warning sign and is then told to wait longer would have been safer to say
nothing.

Example
-------
    when: {likely: septic_arthritis}       # can be lost again when more is known
    then: [{urgency: emergency}]

Use instead
-----------
    when: {all: [{fever: true}, {reduced_motion: true}]}
    then: [{urgency: emergency}]

Limits
------
It needs proofs (z3). A question that takes too long is reported as `not decided`, never as proved. The loader
already refuses rules that would break it; the proof covers the program as a whole.
"""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("red-flag-that-lowers-urgency")
