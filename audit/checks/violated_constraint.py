"""Finds what `violated_constraint.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import AS_WRITTEN, Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import holds
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.premises import fact_of, leaves, to_gate

USUAL = 0.5
"""The share of people with a condition who say so, from which on its picture calls an answer usual."""


def _find(subject: Subject) -> Iterator[Found]:
    yield from _against_pictures(subject)
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


def _against_pictures(subject: Subject) -> Iterator[Found]:
    """Answers that a constraint says nobody gives together, and a picture that each of them is usual of one condition."""
    for condition, cells in subject.drawn.items():
        usual = {cell.fact for cell in cells if cell.share is not None and (1 - cell.share if cell.denied else cell.share) >= USUAL}
        for constraint in subject.pack.constraints:
            if holds(to_gate(constraint.never), usual):
                facts = sorted({fact for leaf in leaves(constraint.never) if (fact := fact_of(leaf)) in usual})
                yield Found.about(
                    "constraints",
                    constraint.id,
                    f"nobody can say {' and '.join(map('`{}`'.format, facts))}, and the picture of `{condition}` calls each of them usual",
                    "see whether people say both; narrow the constraint, or mend the picture",
                    (f"condition:{condition}",),
                    severity="note",
                    covered=AS_WRITTEN,
                )


CHECK = Check("violated-constraint", "logic between rules", "error", _find, logic=True, unworded=True)
