"""A derivation as a tree."""

from collections.abc import Iterable

from hipexpert.graphs.explanations.tree import HowReason, HowStep
from hipexpert.knowledge import CitedSource
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.rendering.cited import JUDGEMENT, UNVERIFIED
from hipexpert.rendering.report.blocks import Branch, Span, Tree, Words, code, quiet, strong


def how_tree(step: HowStep) -> Tree:
    """The tree below a conclusion, every justification a branch of its own."""
    return Tree(Branch(step.label, tuple(map(_reason, step.reasons))))


def refs(sources: Iterable[CitedSource]) -> Span:
    """The sources by their ids, each once, those in which nobody looked it up last; empty where there are none."""
    named: dict[bool, dict[str, None]] = {False: {}, True: {}}
    for each in sources:
        named[each.unverified].setdefault(f"{each.ref}{' (against)' if each.stance == 'refute' else ''}")
    parts = [f"{f'{UNVERIFIED}: ' if unverified else ''}{', '.join(found)}" for unverified, found in named.items() if found]
    return quiet(f" [{'; '.join(parts)}]" if parts else "")


def _reason(reason: HowReason) -> Branch:
    text: Words = _rule(reason) if reason.decibans is None else reason.title
    return Branch(text, tuple(map(_step, reason.premises)))


def _rule(reason: HowReason) -> tuple[Span, ...]:
    """A rule and its sources."""
    return code(reason.rule), refs(reason.sources)


def _step(step: HowStep) -> Branch:
    """A step; what a picture says of an answer, and what a rule that is evidence says, on one line with its weight."""
    if len(step.reasons) == 1 and step.reasons[0].made_from:
        (reason,) = step.reasons
        weight, says = step.label.split(" ", 1)[0], " and ".join(each.label for each in reason.premises)
        return Branch((strong(f"{weight:>3} "), says, refs(reason.sources) if reason.sources else quiet(f" [{JUDGEMENT}]")))
    if len(step.reasons) == 1 and Fact.of(step.fact).kind == "evidence":
        (reason,) = step.reasons
        weight = step.label.split(" ", 1)[0]
        return Branch((strong(f"{weight:>3} "), *_rule(reason)), tuple(map(_step, reason.premises)))
    note = " (explained above)" if step.repeated else ""
    return Branch(f"{'answer: ' if step.given else ''}{step.label}{note}", tuple(map(_reason, step.reasons)))
