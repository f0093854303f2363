"""Finds what `unreachable_condition.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import rank


def _find(subject: Subject) -> Iterator[Found]:
    for condition in subject.pack.conditions:
        about = tuple(rule.id for rule, _ in subject.pack.weighing_rules.get(condition.id, ()))
        if condition.kind == "contributing_factor":
            fact, hint = Fact("contributing", condition.id).name, "add a rule with `contributes:`, or remove it"
            message = f"no rule can name the contributing factor `{condition.id}`"
        else:
            fact, hint = Fact("suspected", condition.id).name, "add evidence for it, or a rule that suspects it"
            message = f"no evidence and no alarm can bring up the condition `{condition.id}`"
        if not subject.is_concluded(fact):
            # Dangerous conditions are always listed until they are excluded, and a factor nobody hears of endangers nobody.
            mild = condition.kind == "contributing_factor" or rank(condition.typical_urgency) >= rank("urgent")
            yield Found.about(
                "conditions", condition.id, message, hint, rules=about, severity="note" if mild else None, covered=subject.covered
            )


CHECK = Check("unreachable-condition", "graph", "warning", _find, logic=True, unworded=True, unweighed=True)
