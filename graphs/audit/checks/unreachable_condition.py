"""No condition or contributing factor is declared that no runner can be told of.

What it checks
--------------
For each condition, whether a rule that can fire suspects it or the evidence for it together can reach the band *possible*; for each
contributing factor, whether a rule that can fire names it.

Why it matters
--------------
A condition that cannot come up is missed in everybody who has it.

Example
-------
    - id: jumpers_knee
      prior: very_rare      # -24, and the only evidence for it weighs 10

Use instead
-----------
    - id: jumpers_knee
      prior: common         # -6, and the evidence brings it to 4

Limits
------
Evidence is added up as if all of it could hold together. With proofs it is decided exactly.
"""

from collections.abc import Iterator

from hipexpert.graphs.audit.check import Check, Found
from hipexpert.graphs.audit.subject import COVERED, Subject


def _find(subject: Subject) -> Iterator[Found]:
    for condition in subject.pack.conditions:
        about = tuple(rule.id for rule, _ in subject.pack.evidence.get(condition.id, ()))
        if condition.kind == "contributing_factor":
            fact, hint = f"contributing:{condition.id}", "add a rule with `contributes:`, or remove it"
            message = f"no rule can name the contributing factor `{condition.id}`"
        else:
            fact, hint = f"suspected:{condition.id}", "add evidence for it, or a rule that suspects it"
            message = f"nothing can bring up the condition `{condition.id}`"
        if fact not in subject.concluded:
            yield Found(message, hint, about, (f"condition:{condition.id}",), ("conditions", condition.id), covered=COVERED)


CHECK = Check("unreachable-condition", "graph", "warning", _find, logic=True)
