"""No part of the rule graph leads from no answer to no output.

What it checks
--------------
Each connected part of the graph of facts and rules for a path from a finding to something that an assessment
says.

Why it matters
--------------
Such a part is knowledge that the rest of the pack neither feeds nor hears.

Example
-------
    - id: an-old-joint-is-stiff
      when: {pattern: old_joint}          # no rule concludes it
      then: [{pattern: stiff_joint}]      # no rule asks for it

Use instead
-----------
    - id: an-old-joint-is-seen
      when: {age: {at_least: 60}}
      then: [{urgency: routine}]

Limits
------
A part with one such path and dead branches beside it is found by `unreachable-rule` and `dead-end`.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for part in subject.connections.islands:
        own = tuple(rule for rule in sorted(part.rules) if rule in subject.gates)
        asked = part.facts & subject.states.finding_of.keys()
        if own and not subject.connections.behind_facts(asked).outputs:
            count = f"{len(own)} rules hang together and lead" if len(own) > 1 else "the rule leads"
            yield Found(f"{count} from no answer to anything that is said", "connect them with findings and outputs, or retire them", own)


CHECK = Check("disconnected-part", "graph", "warning", _find)
