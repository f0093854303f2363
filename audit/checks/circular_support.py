"""No conclusion is among its own premises, directly or through other rules.

What it checks
--------------
The rule graph for circles: a rule that asks for what it concludes, and rules that rest on each other in a
ring. A weighing that would weigh its own result is refused when the pack is loaded and reported here too.

Why it matters
--------------
What supports itself adds nothing, and an explanation that goes round in a ring explains nothing. If the ring
has no other entrance, all of it is dead.

Example
-------
    - id: an-irritated-joint-swells
      when: {pattern: irritated_joint}
      then: [{pattern: swelling}]
    - id: swelling-shows-an-irritated-joint
      when: {pattern: swelling}
      then: [{pattern: irritated_joint}]

Use instead
-----------
    - id: swelling-shows-an-irritated-joint
      when: {swollen: true}
      then: [{pattern: irritated_joint}]

Limits
------
The engine is safe against circles: it fires each rule once. The check is about meaning.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for ring in subject.connections.rings:
        rules, facts = sorted(ring.rules), sorted(ring.facts)
        own = tuple(rule for rule in rules if rule in subject.gates)
        what = f"`{facts[0]}` rests on itself" if len(rules) == 1 else f"these {len(rules)} rules rest on each other through {_list(facts)}"
        yield Found(what, "let one of them rest on answers instead", own)


def _list(facts: list[str]) -> str:
    shown = ", ".join(f"`{fact}`" for fact in facts[:4])
    return shown if len(facts) <= 4 else f"{shown} and {len(facts) - 4} more"


CHECK = Check("circular-support", "graph", "error", _find, lambda problem: problem.code == "circular-tally")
