"""No condition or contributing factor is declared that no runner can be told of.

What it checks
--------------
For each condition, whether a rule that can fire suspects it or the evidence for it together can reach the
band *possible*; for each contributing factor, whether a rule that can fire names it.

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
Evidence is added up as if all of it could hold together. With proofs it is decided exactly. A condition that
is urgent or worse is a note, since it is listed as not to be missed until it is excluded; so is a
contributing factor.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import COVERED, Subject
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import rank


def _find(subject: Subject) -> Iterator[Found]:
    for condition in subject.pack.conditions:
        about = tuple(rule.id for rule, _ in subject.pack.evidence.get(condition.id, ()))
        if condition.kind == "contributing_factor":
            fact, hint = Fact("contributing", condition.id).name, "add a rule with `contributes:`, or remove it"
            message = f"no rule can name the contributing factor `{condition.id}`"
        else:
            fact, hint = Fact("suspected", condition.id).name, "add evidence for it, or a rule that suspects it"
            message = f"no evidence and no alarm can bring up the condition `{condition.id}`"
        if fact not in subject.concluded:
            # Dangerous conditions are always listed until they are excluded, and a factor nobody hears of endangers nobody.
            mild = condition.kind == "contributing_factor" or rank(condition.typical_urgency) >= rank("urgent")
            yield Found.about("conditions", condition.id, message, hint, rules=about, severity="note" if mild else None, covered=COVERED)


CHECK = Check("unreachable-condition", "graph", "warning", _find, logic=True)
