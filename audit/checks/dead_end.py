"""No pattern is concluded that no rule uses.

What it checks
--------------
For each pattern that a rule concludes, whether an active rule, a constraint or the safety of a test asks for
it.

Why it matters
--------------
Patterns are steps on a way. One that leads nowhere is mostly the trace of a rule that was lost or that asks
for another name.

Example
-------
    - id: swelling-shows-an-irritated-joint
      when: {swollen: true}
      then: [{pattern: irritated_joint}]        # and no rule asks for it

Use instead
-----------
    - id: an-irritated-joint-is-seen-soon
      when: {pattern: irritated_joint}
      then: [{urgency: soon}]

Limits
------
An assessment lists the patterns that hold. A pattern that is meant to be shown and nothing else has to be
suppressed with that reason.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import mentioned
from hipexpert.knowledge.packs.facts import Fact


def _find(subject: Subject) -> Iterator[Found]:
    asked = {fact for rule in subject.program.rules for fact in mentioned(rule.premise)}
    concluding: dict[str, list[str]] = {}
    for rule, pattern in subject.concluding("pattern"):
        concluding.setdefault(pattern, []).append(rule.id)
    for pattern, rules in concluding.items():
        if Fact("pattern", pattern).name not in asked:
            message = f"no rule uses the pattern `{pattern}`"
            yield Found(message, "use it in a premise, or conclude something else", tuple(rules), (Fact("pattern", pattern).name,))


CHECK = Check("dead-end", "graph", "warning", _find)
