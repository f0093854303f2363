"""What a program is made of: rules, and tallies with their items and marks."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from hipexpert.engine.premises import GroundPremise


@dataclass(frozen=True, slots=True)
class ProgramRule:
    """When the premise holds, every conclusion is true. Fires once in a session."""

    id: str
    premise: GroundPremise
    conclusions: tuple[str, ...]

    def concluding_only(self, facts: Container[str]) -> "ProgramRule":
        """The rule without its conclusions that are not among the facts."""
        return replace(self, conclusions=tuple(fact for fact in self.conclusions if fact in facts))


@dataclass(frozen=True, slots=True)
class Item:
    """``weight`` counts in a tally while ``fact`` holds. Of the items of one ``group`` only the strongest counts.

    A tally is taken only while an item that is ``leading`` counts: the others colour a story but do not start one.
    An item does not count while a fact of ``unless`` holds, which is how an exception is written.
    """

    fact: str
    weight: int
    group: str = ""
    leading: bool = True
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """``fact`` is concluded when a tally's total is ``at_least`` this much."""

    fact: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A sum of weights, taken once when no early rule can fire any more.

    The total is ``base`` plus the strongest item of each group that holds. A mark is concluded when the total reaches
    it, but never while no leading item counts or while ``blocked_by`` holds: then there is nothing to weigh.
    """

    id: str
    base: int
    items: tuple[Item, ...]
    marks: tuple[Mark, ...] = ()
    blocked_by: str = ""

    def mentions(self) -> Iterator[str]:
        """The facts that the total depends on, repeated where it repeats them."""
        for item in self.items:
            yield from (item.fact, *item.unless)
        if self.blocked_by:
            yield self.blocked_by
