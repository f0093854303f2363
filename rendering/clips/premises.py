"""Premises in CLIPS, without multiplying them out.

CLIPS has *and*, *or* and *exists*. An ``or`` inside an ``and`` would be multiplied out into one rule for each way, and "two
of three" it does not have. So such a part of a premise becomes a gate: a fact of its own, asserted by rules of its own. The
size of the text stays linear in the size of the premises.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hipexpert.engine import Gate, GroundPremise
from hipexpert.rendering.clips.terms import Terms


@dataclass
class Premises:
    """Writes the premise of one rule. ``constructs`` are the rules of its gates, ``needs`` what its gates need."""

    terms: Terms
    rule: str
    constructs: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)

    def written(self, premise: GroundPremise) -> list[str]:
        """The conditional elements of a rule, all of which must match. They may match in more than one way."""
        if isinstance(premise, Gate) and premise.count == 1 < len(premise.of):
            ways = self._ways(premise)
            return ways if len(ways) == 1 else [f"(or {' '.join(ways)})"]
        return self._all(premise)

    def _all(self, premise: GroundPremise) -> list[str]:
        """The conditional elements of a premise, each of which CLIPS keeps as one."""
        if isinstance(premise, str):
            return [self.terms.pattern(premise)]
        if premise.count == len(premise.of):
            return list(dict.fromkeys(element for part in premise.of for element in self._all(part)))
        if premise.count == 1:
            ways = self._ways(premise)
            if len(ways) == 1:
                return ways
            gate = self._gate()
            self._rule(gate, f"(or {' '.join(ways)})", f"(gate {gate})")
        else:
            gate = self._gate()
            self.needs.append(f"(needs (gate {gate}) (count {premise.count}))")
            for number, part in enumerate(premise.of, 1):
                self._rule(f"{gate}-{number}", "\n  ".join(self._all(part)), f"(part (of {gate}) (number {number}))")
        return [f"(gate {gate})"]

    def _ways(self, premise: Gate) -> list[str]:
        """The ways in which one of several holds: values of one finding are one way."""
        parts = list(_alternatives(premise))
        facts = [part for part in parts if isinstance(part, str)]
        ways = list(self._together(facts))
        for part in parts:
            if not isinstance(part, str):
                elements = self._all(part)
                ways.append(elements[0] if len(elements) == 1 else f"(and {' '.join(elements)})")
        return list(dict.fromkeys(ways))

    def _together(self, facts: list[str]) -> Iterator[str]:
        waiting = list(dict.fromkeys(facts))
        while waiting:
            first = waiting.pop(0)
            alike = [fact for fact in waiting if self.terms.one_of([first, fact])]
            together = self.terms.one_of([first, *alike]) if alike else None
            waiting = [fact for fact in waiting if fact not in alike] if together else waiting
            yield together or self.terms.pattern(first)

    def _gate(self) -> str:
        return f"{self.rule}#{sum(text.startswith('(defrule') for text in self.constructs) + len(self.needs) + 1}"

    def _rule(self, name: str, elements: str, fact: str) -> None:
        self.constructs.append(f"(defrule {name}\n  {elements}\n  =>\n  (assert {fact}))")


def _alternatives(premise: Gate) -> Iterator[GroundPremise]:
    """The parts of an *any*, with those of an *any* among them."""
    for part in premise.of:
        if isinstance(part, Gate) and part.count == 1:
            yield from _alternatives(part)
        else:
            yield part
