"""The weighing step in CLIPS: items, groups, exceptions, leading items, what blocks a tally, and marks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine import Item, Mark, Program
from hipexpert.rendering.clips.terms import Terms
from hipexpert.rendering.clips.writing import constructs, heading, symbol


@dataclass(frozen=True)
class WeighingWriter:
    """Writes what a program weighs."""

    program: Program
    terms: Terms

    @cached_property
    def items(self) -> Mapping[str, tuple[tuple[str, str, Item], ...]]:
        """The items that weigh each fact, each with its tally and its name in that tally."""
        found: dict[str, list[tuple[str, str, Item]]] = {}
        for tally in self.program.tallies:
            names: dict[str, int] = {}
            for item in tally.items:
                name = self.terms.item(item.fact)
                names[name] = names.get(name, 0) + 1
                name = name if names[name] == 1 else f"{name}#{names[name]}"
                found.setdefault(item.fact, []).append((self.terms.tally(tally.id), name, item))
        return {fact: tuple(items) for fact, items in found.items()}

    def evidence(self, fact: str) -> Iterator[str]:
        """The facts that a fact brings into the weighing."""
        for tally, name, item in self.items.get(fact, ()):
            group = f" (group {_group(item.group)})" if item.group else ""
            leading = "yes" if item.leading else "no"
            yield f"(evidence (for {tally}) (from {name}) (decibans {item.weight}){group} (leading {leading}))"

    def exceptions(self, fact: str) -> Iterator[str]:
        """The rules by which what a fact brings does not count."""
        for tally, name, item in self.items.get(fact, ()):
            facts = list(dict.fromkeys(item.unless))
            if facts:
                one = self.terms.one_of(facts)
                ways = [one] if one else [self.terms.pattern(each) for each in facts]
                reasons = ways[0] if len(ways) == 1 else f"(or {' '.join(ways)})"
                held = f"(evidence (for {tally}) (from {name}))"
                excepted = f"(excepted (for {tally}) (from {name}))"
                yield f"(defrule {name}#unless-{tally}\n  {held}\n  {reasons}\n  =>\n  (assert {excepted}))"

    def written(self) -> list[str]:
        """The tallies, the step itself and its marks."""
        if not self.program.tallies:
            return []
        lines = [*heading("weighing, in decibans"), constructs("totals")]
        bases = (f"  (tally (of {self.terms.tally(tally.id)}) (base {tally.base}))" for tally in self.program.tallies)
        lines += ["(deffacts #tallies", *bases, ")", ""]
        concluded = self.program.rules_concluding
        for tally in self.program.tallies:
            if tally.blocked_by in concluded or tally.blocked_by in self._givable:
                name = self.terms.tally(tally.id)
                lines.append(f"(defrule #blocked-{name}\n  {self.terms.pattern(tally.blocked_by)}\n  =>\n  (assert (blocked {name})))\n")
        for mark, tallies in self._marks().items():
            lines += self._mark(mark, tallies)
        return lines

    @cached_property
    def _givable(self) -> frozenset[str]:
        """The facts that tallies are blocked by and that may be given."""
        return frozenset(tally.blocked_by for tally in self.program.tallies) & self.program.inputs

    def _marks(self) -> dict[tuple[str, int], list[str]]:
        """The tallies of each mark. Marks that are called after their tally are one, with ``?tally`` for its name."""
        found: dict[tuple[str, int], list[str]] = {}
        for tally in self.program.tallies:
            name = self.terms.tally(tally.id)
            for mark in dict.fromkeys(tally.marks):
                found.setdefault((self._marked(mark, name), mark.at_least), []).append(name)
        return found

    def _marked(self, mark: Mark, tally: str) -> str:
        fact = self.terms.assertion(mark.fact)
        kind, _, name = fact.strip("()").partition(" ")
        return f"({kind} ?tally)" if name == tally else fact

    def _mark(self, mark: tuple[str, int], tallies: list[str]) -> Iterator[str]:
        fact, at_least = mark
        same = len(tallies) == len(self.program.tallies)
        for number, tally in enumerate(["?tally"] if same else tallies, 1):
            written = fact if same else fact.replace("?tally", tally)
            name = f"#mark-{symbol(written.strip('()').replace('?', '').replace(' ', '-'))}-{at_least}-{number}"
            pattern = f"(total (for {tally}) (decibans ?decibans&:(>= ?decibans {at_least})))"
            yield f"(defrule {name}\n  (declare (salience -300))\n  {pattern}\n  =>\n  (assert {written}))\n"


def _group(name: str) -> str:
    """A group as a symbol; one that is called ``none`` is a group all the same."""
    return "%none" if name == "none" else symbol(name)
