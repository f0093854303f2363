"""Finds what `repeated_conclusion.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.pack import Supports


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        seen: set[object] = set()
        for each in rule.conclusions:
            key = ("supports", each.condition) if isinstance(each, Supports) else (each.kind, "" if each.kind == "urgency" else each.id)
            if key in seen:
                name = each.condition if isinstance(each, Supports) else each.id
                yield Found(
                    f"the rule concludes the same thing twice: `{name}`",
                    "take one of the two out, or name what the second was meant to be",
                    rules=(rule.id,),
                )
            seen.add(key)


CHECK = Check("repeated-conclusion", "logic in a rule", "warning", _find, unworded=True, unweighed=True)
