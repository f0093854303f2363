"""No entry of the pack has a form that cannot be understood.

What it checks
--------------
That each entry has the keys and the types that its kind of entry has, and that premises and conclusions are
built as the format says. The pack is refused otherwise, so this check reports what loading found, and
everything else that stops a pack.

Why it matters
--------------
What cannot be understood cannot be applied, and guessing would be worse.

Example
-------
    when: {limp: true, fever: true}

Use instead
-----------
    when: {all: [{limp: true}, {fever: true}]}

Limits
------
It says nothing about whether a well-formed entry is right.
"""

from hipexpert.audit.check import Check

# The catalogue tries the checks in order and this one last, so that it gets what no other check claims.
CHECK = Check("malformed-entry", "loading", "error", refuses=lambda _: True)
