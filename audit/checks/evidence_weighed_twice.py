"""Finds what `evidence_weighed_twice.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.sameness import always_fires, conclusions_key
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for condition, items in subject.pack.weighing_rules.items():
        for number, (rule, item) in enumerate(items):
            for other, another in items[number + 1 :]:
                if rule.id == other.id or item.weight * another.weight <= 0 or (item.group and item.group == another.group):
                    continue
                forth, back = always_fires(subject, rule.id, other.id), always_fires(subject, other.id, rule.id)
                if not (forth or back) or (forth and back and conclusions_key(rule) == conclusions_key(other)):
                    continue
                narrow, wide = (rule, other) if forth else (other, rule)
                equal = forth and back
                yield Found(
                    f"`{narrow.id}` and `{wide.id}` both count for `{condition}`, and the second holds whenever the first does",
                    "give both the same group, so that only the stronger counts",
                    rules=(narrow.id, wide.id),
                    others=(f"condition:{condition}",),
                    severity="warning" if equal else "note",
                    witness=subject.runners.showing(subject.gates[narrow.id]),
                )


CHECK = Check("evidence-weighed-twice", "logic between rules", "warning", _find, logic=True)
