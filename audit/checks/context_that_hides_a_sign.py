"""Finds what `context_that_hides_a_sign.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.alarms import ALARMS
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.values import Severity
from hipexpert.knowledge.packs.answer_space import answers_of, plain_answer
from hipexpert.knowledge.packs.vocabulary import FindingGroup

TELLING = 5
"""Weights from here on, in decibans, tell conditions apart."""
MANY = 5
"""What somebody is like speaks for fewer conditions than this, on average over the questions of a group."""


def _find(subject: Subject) -> Iterator[Found]:
    for group in subject.pack.groups:
        if group.context and group.answered_by != "runner":
            message = f"the group `{group.group}` is tried or examined, and it is marked as context, so that it brings up nothing"
            yield _about_group(group, message, "warning")
        elif group.context and _told_apart(subject, group) >= MANY * len(group.findings):
            message = f"the group `{group.group}` is marked as context and brings up nothing, and many pictures tell their condition by it"
            yield _about_group(group, message, "note")
    for question, options in subject.engine.key.space.options.items():
        name = question.finding
        finding = subject.pack.findings[name]
        is_context = finding.context or subject.pack.group_of[name].context
        if finding.fixed or not (is_context or finding.lasts):
            continue
        option = next((each for each in options if not ALARMS.isdisjoint(subject.closure.by_rules(each.facts).facts)), None)
        if option is not None:
            marked = "marked as context, so that it brings up no condition" if is_context else "said to last, so that nobody is asked again"
            yield Found.about(
                "findings",
                name,
                f"one answer to `{name}` is an alarm, and it is {marked}",
                f"take `{'context' if is_context else 'lasts'}` away: it is a sign",
                witness=answers_of({question: plain_answer(option.answer)}),
            )


def _told_apart(subject: Subject, group: FindingGroup) -> int:
    """How many pictures count a finding of a group for their condition, summed over its findings."""
    names = {finding.id for finding in group.findings}
    return sum(
        len({cell.finding for cell in cells if cell.weight >= TELLING and not cell.denied and cell.finding in names})
        for cells in subject.drawn.values()
    )


def _about_group(group: FindingGroup, message: str, severity: Severity) -> Found:
    return Found.about(
        "findings",
        group.findings[0].id,
        message,
        "take `context` away, or mark only the findings that say what somebody is like",
        (f"group:{group.group}",),
        severity=severity,
        covered="the pictures were counted",
    )


CHECK = Check("context-that-hides-a-sign", "safety", "warning", _find, logic=True, unworded=True, unweighed=True)
