"""A derivation as a tree."""

from collections.abc import Iterable

from hipexpert.graphs.explanations.tree import HowReason, HowStep
from hipexpert.knowledge import CitedSource
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.rendering.report.blocks import Branch, Span, Tree, Words, code, quiet, strong


def how_tree(step: HowStep) -> Tree:
    """The tree below a conclusion, every justification a branch of its own."""
    return Tree(Branch(step.label, tuple(map(_reason, step.reasons))))


def refs(sources: Iterable[CitedSource]) -> Span:
    """The sources by their ids, each once; empty where there are none."""
    found = dict.fromkeys(f"{each.ref}{' (against)' if each.stance == 'refute' else ''}" for each in sources)
    return quiet(f" [{', '.join(found)}]" if found else "")


def _reason(reason: HowReason) -> Branch:
    text: Words = (code(reason.rule), refs(reason.sources)) if reason.decibans is None else reason.title
    return Branch(text, tuple(map(_step, reason.premises)))


def _step(step: HowStep) -> Branch:
    if len(step.reasons) == 1 and Fact.of(step.fact).kind == "evidence":
        (reason,) = step.reasons
        weight = step.label.split(" ", 1)[0]
        return Branch((strong(f"{weight:>3} "), code(reason.rule), refs(reason.sources)), tuple(map(_step, reason.premises)))
    note = " (explained above)" if step.repeated else ""
    return Branch(f"{'answer: ' if step.given else ''}{step.label}{note}", tuple(map(_reason, step.reasons)))
