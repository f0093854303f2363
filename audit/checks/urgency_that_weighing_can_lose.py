"""No rule that rests on weighing raises urgency above `soon`.

What it checks
--------------
Every rule with `urgency: urgent` or `urgency: emergency`: neither it nor a rule that it rests on may ask
`suspected:` or `likely:`. The pack is refused otherwise, so this check reports what loading found.

Why it matters
--------------
Evidence against a condition lowers its total. An alarm that rests on the total would go out when one more
question is answered.

Example
-------
    when: {likely: septic_arthritis}
    then: [{urgency: emergency}]

Use instead
-----------
    when: {all: [{fever: true}, {reduced_motion: true}]}
    then: [{urgency: emergency}, {suspect: septic_arthritis}]

Limits
------
None: it follows from the form of the rules.
"""

from hipexpert.audit.check import Check

CHECK = Check("urgency-that-weighing-can-lose", "safety", "error", refuses=lambda problem: problem.code == "late-urgency")
