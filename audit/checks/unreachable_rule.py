"""Finds what `unreachable_rule.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import is_impossible
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import mentioned


def _find(subject: Subject) -> Iterator[Found]:
    for rule, constrained in subject.unreachable_rules.items():
        if is_impossible(subject, subject.gates[rule]):
            continue
        if constrained:
            message, hint = (
                "no possible answers fire this rule: the constraints rule out all that would",
                "change the rule or the constraint",
            )
        else:
            message, hint = f"nothing can fire this rule{_because(subject, rule)}", "add the rule that it waits for, or retire it"
        yield Found(message, hint, rules=(rule,), covered=subject.covered)


def _because(subject: Subject, rule: str) -> str:
    missing = sorted(fact for fact in mentioned(subject.gates[rule]) if ":" in fact and not subject.is_concluded(fact))
    return f": `{missing[0]}` is never concluded" if missing else ""


CHECK = Check("unreachable-rule", "graph", "error", _find, logic=True, unworded=True, unweighed=True)
