"""Finds what `weak_sources.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.grading import grade_of
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Concludes


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        if grade_of(rule.sources, subject.pack.source_by_id) != "consensus":
            continue
        levels = [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "urgency"]
        alarm = any(rank(level) >= rank("urgent") for level in levels)  # type: ignore[arg-type]
        yield Found(
            "the rule rests on consensus alone, without a publication" + (", and it raises an alarm" if alarm else ""),
            "add a source that supports it",
            rules=(rule.id,),
        )


CHECK = Check("weak-sources", "provenance", "note", _find, lambda problem: problem.code == "unsupported")
