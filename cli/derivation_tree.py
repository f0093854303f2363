"""A derivation as a tree on a terminal."""

from rich.text import Text
from rich.tree import Tree

from hipexpert.graphs.explanations.tree import HowReason, HowStep
from hipexpert.knowledge.packs.facts import Fact


def drawn_tree(step: HowStep) -> Tree:
    """The tree below a conclusion, every justification a branch of its own."""
    tree = Tree(Text(step.label, style="bold"), guide_style="dim")
    for reason in step.reasons:
        _add_reason(tree, reason)
    return tree


def _add_reason(tree: Tree, reason: HowReason) -> None:
    refs = ", ".join(dict.fromkeys(each.ref for each in reason.sources))
    label = Text(reason.rule, style="cyan") + Text(f" [{refs}]" if refs else "", style="dim")
    if reason.decibans is not None:
        label = Text(reason.title)
    branch = tree.add(label)
    for premise in reason.premises:
        _add_step(branch, premise)


def _add_step(branch: Tree, step: HowStep) -> None:
    if len(step.reasons) == 1 and Fact.of(step.fact).kind == "evidence":
        (reason,) = step.reasons
        refs = ", ".join(dict.fromkeys(each.ref for each in reason.sources))
        weight = step.label.split(" ", 1)[0]
        node = branch.add(Text(f"{weight:>3} ", style="bold") + Text(reason.rule, style="cyan") + Text(f" [{refs}]", style="dim"))
        for premise in reason.premises:
            _add_step(node, premise)
        return
    note = " (explained above)" if step.repeated else ""
    node = branch.add(Text(("answer: " if step.given else "") + step.label + note))
    for reason in step.reasons:
        _add_reason(node, reason)
