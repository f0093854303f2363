"""Finds what `value_out_of_domain.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.premises import Limit, fact_of, leaves
from hipexpert.knowledge.packs.vocabulary import Number, allowed_answers


def _find(subject: Subject) -> Iterator[Found]:
    for kind, name, premise in subject.premises():
        for leaf in dict.fromkeys(leaves(premise)):
            number = subject.pack.findings[leaf.finding] if isinstance(leaf, Limit) else None
            if isinstance(leaf, Limit) and isinstance(number, Number) and not number.minimum <= leaf.bound <= number.maximum:
                yield Found(
                    f"`{fact_of(leaf)}` compares with a number that nobody can answer",
                    f"`{number.id}` takes {allowed_answers(number)}",
                    rules=(name,) if kind == "rules" else (),
                    others=(f"finding:{number.id}",),
                    at=(kind, name),
                )


CHECK = Check(
    "value-out-of-domain",
    "logic in a rule",
    "error",
    _find,
    lambda problem: problem.code == "empty-range",
    logic=True,
    unworded=True,
    unweighed=True,
)
