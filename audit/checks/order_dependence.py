"""Finds what `order_dependence.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.orders import differing_order
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    found = differing_order(subject)
    if found is not None:
        what, answers = found
        yield Found(
            f"the same answers are assessed differently when {what}",
            "this is a fault of the program and not of the pack; please report it",
            at=("file", "pack.yaml"),
            witness=answers,
        )


CHECK = Check("order-dependence", "process", "error", _find, logic=True, unworded=True, unweighed=True)
