"""The weighing step in CLIPS: items, groups, exceptions, leading items, what blocks a tally, and marks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine import Item, Mark, Program
from hipexpert.rendering.clips.terms import Terms
from hipexpert.rendering.clips.writing import heading, symbol

TEMPLATES = """\
; An item of evidence. Of the items of one group only the strongest counts; `none` is no group.
(deftemplate evidence
  (slot for) (slot from) (slot decibans (type INTEGER)) (slot group (default none)) (slot leading (allowed-symbols yes no)))
(deftemplate excepted (slot for) (slot from))
(deftemplate tally (slot of) (slot base (type INTEGER)))
(deftemplate sum (slot for) (slot decibans (type INTEGER)))
(deftemplate counted (slot for) (slot from) (slot decibans (type INTEGER)))
(deftemplate total (slot for) (slot decibans (type INTEGER)))
"""

RULES = """\
(deffunction #stronger (?weight ?from ?other ?than)
  ; Whether an item stands for another of its group: the larger weight does, of +n and -n the +n.
  (or (> (abs ?weight) (abs ?other))
      (and (= (abs ?weight) (abs ?other))
           (or (> ?weight ?other) (and (= ?weight ?other) (> (str-compare ?from ?than) 0))))))

; When no early rule can fire any more, everything is weighed once.
(defrule #weigh
  (declare (salience -100))
  =>
  (assert (weighing)))

; A tally is taken only while some leading item counts and nothing blocks it. It starts at its base.
(defrule #take-a-tally
  (declare (salience -100))
  (weighing)
  (tally (of ?tally) (base ?base))
  (exists (evidence (for ?tally) (from ?from) (leading yes)) (not (excepted (for ?tally) (from ?from))))
  (not (blocked ?tally))
  =>
  (assert (sum (for ?tally) (decibans ?base))))

; An item counts when it is not excepted and no stronger item of its group is there that is not excepted either.
(defrule #an-item-counts
  (declare (salience -100))
  (weighing)
  ?sum <- (sum (for ?tally) (decibans ?decibans))
  (evidence (for ?tally) (from ?from) (group ?group) (decibans ?weight))
  (not (counted (for ?tally) (from ?from)))
  (not (excepted (for ?tally) (from ?from)))
  (not (and (evidence (for ?tally) (from ?other) (group ?group&~none) (decibans ?more&:(#stronger ?more ?other ?weight ?from)))
            (not (excepted (for ?tally) (from ?other)))))
  =>
  (assert (counted (for ?tally) (from ?from) (decibans ?weight)))
  (modify ?sum (decibans (+ ?decibans ?weight))))

(defrule #total
  (declare (salience -200))
  (sum (for ?tally) (decibans ?decibans))
  =>
  (assert (total (for ?tally) (decibans ?decibans))))
"""


@dataclass(frozen=True)
class Weighing:
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
        lines = [*heading("weighing, in decibans"), RULES]
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
