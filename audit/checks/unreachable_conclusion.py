"""No pattern is declared that nothing can conclude.

What it checks
--------------
For each pattern, whether a rule that can fire concludes it.

Why it matters
--------------
Every rule that asks for the pattern is dead, however right it looks.

Example
-------
    patterns:
    - {id: irritated_joint, name: Irritated joint, says: the joint is irritated}   # no rule concludes it

Use instead
-----------
    - id: swelling-shows-an-irritated-joint
      when: {swollen: true}
      then: [{pattern: irritated_joint}]

Limits
------
What can be concluded only with answers that no constraint rules out by itself, but several do together, is
found by the rule's own check, `unreachable-rule`.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import COVERED, Subject
from hipexpert.audit.subject.ways import mentioned
from hipexpert.knowledge.packs.facts import Fact


def _find(subject: Subject) -> Iterator[Found]:
    for pattern in subject.pack.patterns:
        if Fact("pattern", pattern.id).name not in subject.concluded:
            waiting = tuple(rule for rule, gate in subject.gates.items() if Fact("pattern", pattern.id).name in mentioned(gate))
            yield Found.about(
                "patterns",
                pattern.id,
                f"no rule can conclude the pattern `{pattern.id}`",
                "add a rule that concludes it, or remove it",
                rules=waiting,
                covered=COVERED,
            )


CHECK = Check("unreachable-conclusion", "graph", "error", _find, logic=True)
