"""What every way to a conclusion goes through.

A *way* to a fact is a set of answers from which it follows. Something lies on *every way* to a fact when the fact follows from
no set of answers once it is taken out: a rule is taken out by removing it, a finding by never answering it.

In an ordinary graph these are the dominators. Rules are hyperedges (a gate needs k of its n premises), so they are found over
the program instead: taking x out loses an ``all`` when it loses one part, an ``any`` when it loses all, k of n when it loses
more than n - k. A fact is lost when it is taken out or every rule that concludes it is. What is *not* lost is a least fixpoint,
so what is lost is the greatest one of these equations; it is worked out for everything that could be taken out at once, one
bit each.

Where no weighing is involved the result is exact over all sets of input facts. Of a weighing the largest total is taken that it
could have without x, as if only what speaks for the condition were answered, and nothing blocked it. So whatever is said to lie
on every way does; something that does may not be said. Answers that exclude one another only leave fewer ways.
"""

from collections.abc import Iterable, Mapping

import networkx as nx

from hipexpert.engine import GroundPremise, Item, Mark, Program, Tally, fold, in_at_least, members_of

NOTHING = 1
"""The bit that stands for taking nothing out: who has it cannot be concluded at all."""


def on_every_way(program: Program, given: Iterable[str], own: Mapping[str, int], parts: "nx.DiGraph[str]") -> dict[str, int]:
    """For each part of the program graph ``parts`` the bits of what lies on every way to it; NOTHING when there is no way.

    ``given`` are the facts that answers make true. ``own`` gives the bits of what takes a part out when it is taken out
    itself; no such bit may be NOTHING.
    """
    return _Ways(program, frozenset(given), own).settled(parts)


class _Ways:
    def __init__(self, program: Program, given: frozenset[str], own: Mapping[str, int]) -> None:
        self.program = program
        self.given = given
        self.own = own
        self.all = NOTHING
        for each in own.values():
            self.all |= each
        self.rules = program.rule_by_id
        self.tallies = program.tally_by_id
        self.lost: dict[str, int] = {}

    def settled(self, parts: "nx.DiGraph[str]") -> dict[str, int]:
        """The greatest fixpoint: everything is lost with everything, until a way is found that does without."""
        self.lost = dict.fromkeys(parts, self.all)
        components = nx.condensation(parts)
        for component in nx.topological_sort(components):
            members = sorted(components.nodes[component]["members"])
            changed = True
            while changed:
                changed = False
                for part in members:
                    found = self._without(part)
                    changed = changed or found != self.lost[part]
                    self.lost[part] = found
                if len(members) == 1:
                    break
        return self.lost

    def _without(self, part: str) -> int:
        kind, _, name = part.partition(":")
        own = self.own.get(part, 0)
        if kind == "rule":
            return own | self._premise(self.rules[name].premise)
        if kind == "tally":
            return own | self._taken(self.tallies[name])
        if name in self.given:
            return own
        found = self.all
        for rule in self.program.rules_concluding.get(name, ()):
            found &= self.lost[f"rule:{rule.id}"]
        for tally in self.program.tallies_marking.get(name, ()):
            for mark in tally.marks:
                if mark.fact == name:
                    found &= self.lost[f"tally:{tally.id}"] | self._short(tally, mark)
        return own | found

    def _premise(self, premise: GroundPremise) -> int:
        return fold(
            premise, lambda fact: self.lost[f"fact:{fact}"], lambda count, parts: in_at_least(len(parts) - count + 1, parts, self.all)
        )

    def _taken(self, tally: Tally) -> int:
        """What keeps a tally from being taken: no leading item could count."""
        found = self.all
        for item in tally.items:
            if item.leading:
                found &= self.lost[f"fact:{item.fact}"]
        return found

    def _short(self, tally: Tally, mark: Mark) -> int:
        """What leaves even the largest total below a mark."""
        missing = mark.at_least - tally.base
        groups: dict[str, list[Item]] = {}
        for number, item in enumerate(tally.items):
            if item.weight > 0 and not self.lost[f"fact:{item.fact}"] & NOTHING:
                groups.setdefault(item.group or f"\0{number}", []).append(item)
        best = 0
        loss: dict[int, int] = {}
        for items in groups.values():
            items.sort(key=lambda item: -item.weight)
            best += items[0].weight
            still = self.all
            for number, item in enumerate(items):
                still &= self.lost[f"fact:{item.fact}"]
                less = item.weight - (items[number + 1].weight if number + 1 < len(items) else 0)
                if less:
                    for bit in members_of(still):
                        loss[bit] = loss.get(bit, 0) + less
        if best < missing:
            return self.all
        found = 0
        for bit, less in loss.items():
            if best - less < missing:
                found |= 1 << bit
        return found
