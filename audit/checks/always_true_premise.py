"""Finds what `always_true_premise.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import always_true
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.premises import Limit, Premise, Several, to_gate


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        if isinstance(rule.premise, Several) and not always_true(subject, to_gate(rule.premise)):
            for part in _true_parts(subject, rule.premise):
                yield Found(
                    f"a part of the premise holds whatever is answered: {subject.says(part)}",
                    "leave it out, or ask for less than every answer",
                    rules=(rule.id,),
                    covered="all answers to its questions were covered",
                    witness=subject.runners.showing(subject.gates[rule.id]),
                )


def _true_parts(subject: Subject, premise: Several) -> Iterator[Premise]:
    limits = [part.finding for part in premise.of if isinstance(part, Limit)]
    for part in premise.of:
        # A range from the lowest to some number is written with both its ends.
        if isinstance(part, Limit) and limits.count(part.finding) > 1:
            continue
        if always_true(subject, to_gate(part)):
            yield part
        elif isinstance(part, Several):
            yield from _true_parts(subject, part)


CHECK = Check("always-true-premise", "logic in a rule", "warning", _find, logic=True, unworded=True, unweighed=True)
