"""Finds what `one_sided_condition.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.ladder import rank


def _find(subject: Subject) -> Iterator[Found]:
    bands = subject.pack.about.weighing.bands
    whole_band = bands["likely"] - bands["possible"]
    suspected, excluded = set(subject.concluding("suspected")), set(subject.concluding("excluded"))
    for condition in subject.pack.conditions:
        if condition.kind != "condition" or condition.part_of or rank(condition.typical_urgency) < rank("urgent"):
            continue
        weights = [item.weight for _, item in subject.engine.evidence.about(condition.id)]
        decided = condition.id in suspected | excluded or any(abs(weight) >= whole_band for weight in weights)
        lacking = [
            what
            for what, there in (
                ("evidence for it", condition.id in suspected or any(weight > 0 for weight in weights)),
                ("evidence against it", condition.id in excluded or any(weight < 0 for weight in weights)),
                ("a question that decides", decided),
            )
            if not there
        ]
        if lacking:
            yield Found.about(
                "conditions",
                condition.id,
                f"the serious condition `{condition.id}` lacks {' and '.join(lacking)}",
                "add a rule from the sources that rules it in or out",
                rules=tuple(rule.id for rule, _ in subject.pack.weighing_rules.get(condition.id, ())),
            )


CHECK = Check("one-sided-condition", "safety", "warning", _find, unworded=True)
