"""Finds what `violated_constraint.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.premises import to_gate


def _find(subject: Subject) -> Iterator[Found]:
    for constraint in subject.pack.constraints:
        if Fact("contradiction", constraint.id).name in subject.answer_constraints:
            continue
        found = subject.runners.first_possible(to_gate(constraint.never))
        if found is not None:
            answers = subject.states.answers(*found)
            if any(each.constraint == constraint.id for each in subject.engine.assess(answers).contradictions):
                yield Found.about(
                    "constraints",
                    constraint.id,
                    "possible answers bring about what this constraint says can never be",
                    "narrow the rules that lead to it, or the constraint",
                    witness=answers,
                )


CHECK = Check("violated-constraint", "logic between rules", "error", _find, logic=True)
