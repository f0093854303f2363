"""A derivation as a tree."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hipexpert.knowledge import CitedSource
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.languages.catalogue import say
from hipexpert.rendering.cited import JUDGEMENT, UNVERIFIED
from hipexpert.rendering.report.blocks import Branch, Span, Tree, Words, code, quiet, strong

if TYPE_CHECKING:  # the first screen has no tree, and does not wait for what makes one
    from hipexpert.graphs.programs.telling import HowReason, HowStep


def how_tree(step: "HowStep", explained: set[str] | None = None, *, weights: bool = True) -> Tree:
    """The tree below a conclusion, every justification a branch of its own.

    ``explained`` are the facts explained in trees above it, and takes up those of this one: none is explained again. ``weights``
    writes weights in decibans, without it they are in words.
    """
    grower = _Grower(set() if explained is None else explained, step.fact, weights=weights)
    return Tree(Branch(step.label, tuple(map(grower.reason, step.reasons))))


def refs(sources: Iterable[CitedSource]) -> Span:
    """The sources by their ids, each once, those in which nobody looked it up last; empty where there are none."""
    named: dict[bool, dict[str, None]] = {False: {}, True: {}}
    against = say(" (against)")
    for each in sources:
        named[each.unverified].setdefault(f"{each.ref}{against if each.stance == 'refute' else ''}")
    nobody = say(UNVERIFIED)
    parts = [f"{f'{nobody}: ' if unverified else ''}{', '.join(found)}" for unverified, found in named.items() if found]
    return quiet(f" [{'; '.join(parts)}]" if parts else "")


STRONG, MODERATE = 9, 5  # decibans


def weight_in_words(decibans: int) -> str:
    """How much an answer tells, and for which side."""
    size = abs(decibans)
    if decibans > 0:
        return say("strongly for") if size >= STRONG else say("for") if size >= MODERATE else say("slightly for")
    if decibans < 0:
        return say("strongly against") if size >= STRONG else say("against") if size >= MODERATE else say("slightly against")
    return say("neither way")


class _Grower:
    def __init__(self, explained: set[str], root: str, *, weights: bool) -> None:
        self.explained = explained
        self.root = root
        self.weights = weights

    def reason(self, reason: "HowReason") -> Branch:
        text: Words = self._rule(reason) if reason.decibans is None else reason.title
        return Branch(text, tuple(map(self.step, reason.premises)))

    def _rule(self, reason: "HowReason") -> tuple[Span, ...]:
        """A rule and its sources."""
        return code(reason.rule), refs(reason.sources)

    def _weight(self, step: "HowStep") -> Span:
        weight = step.label.split(" ", 1)[0]
        try:
            decibans = int(weight)
        except ValueError:
            return strong(f"{weight:>3} ")
        return strong(f"{weight:>3} " if self.weights else f"{weight_in_words(decibans)}: ")

    def step(self, step: "HowStep") -> Branch:
        """A step; what a picture says of an answer, and what a rule that is evidence says, on one line with its weight."""
        if len(step.reasons) == 1 and step.reasons[0].made_from:
            (reason,) = step.reasons
            says = say(" and ").join(each.label for each in reason.premises)
            return Branch((self._weight(step), says, refs(reason.sources) if reason.sources else quiet(f" [{say(JUDGEMENT)}]")))
        if len(step.reasons) == 1 and Fact.of(step.fact).kind == "evidence":
            (reason,) = step.reasons
            return Branch((self._weight(step), *self._rule(reason)), tuple(map(self.step, reason.premises)))
        if step.repeated or (step.fact in self.explained and step.reasons):
            where = say("as above") if step.fact in self.explained or step.fact == self.root else say("see below")
            return Branch(f"{_told(step)} ({where})")
        if step.reasons:
            self.explained.add(step.fact)
        return Branch(_told(step), tuple(map(self.reason, step.reasons)))


def _told(step: "HowStep") -> str:
    """What a step says, and that somebody answered so where it was not concluded."""
    return say("answer: %(said)s", said=step.label) if step.given else step.label
