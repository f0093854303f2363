"""No id is used twice.

What it checks
--------------
The ids of findings, values, conditions, patterns, rules, advice, sources, constraints, hazards and claims,
and the keys of every mapping. The pack is refused while one is repeated, so this check reports what loading
found.

Why it matters
--------------
Of two entries with one id, one would count and nobody could tell which. Citations, cases and hazards would
point at either.

Example
-------
    - id: a-limp-is-seen-soon
      when: {limp: true}
    - id: a-limp-is-seen-soon
      when: {weight_bearing: painful}

Use instead
-----------
    - id: a-limp-is-seen-soon
      when: {limp: true}
    - id: painful-steps-are-seen-soon
      when: {weight_bearing: painful}

Limits
------
An id that was used in an earlier version and now means something else is not noticed. Retire a rule instead
of reusing its id.
"""

from hipexpert.audit.check import Check

CHECK = Check("repeated-id", "loading", "error", refuses=lambda problem: problem.code in ("repeated-id", "repeated-value", "repeated-key"))
