"""Finds what `unreachable_level.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS


def _find(subject: Subject) -> Iterator[Found]:
    for level in LEVELS[1:]:
        if not subject.is_concluded(Fact("urgency", level).name):
            yield Found(
                f"no rule can raise the urgency to `{level}`",
                f"add a rule with `urgency: {level}`, or say in suppressions.yaml why the pack has none",
                others=(f"level:{level}",),
                at=("file", "pack.yaml"),
                covered=subject.covered,
            )


CHECK = Check("unreachable-level", "graph", "warning", _find, logic=True, unworded=True, unweighed=True)
