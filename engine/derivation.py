"""The derivation of a session: every justification of every fact, kept apart, down to what was given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from hipexpert.engine.premises import holds, true_leaves
from hipexpert.engine.session import Run


class Justification(NamedTuple):
    """*One* rule application, or one weighing, that supports a fact.

    ``source`` is the rule's or tally's id, ``premises`` the facts it rests on in the order the rule mentions them
    (every one that holds in the end, also where fewer would do), ``step`` when it fired, ``total`` the tally's total (None for a rule).
    """

    source: str
    conclusion: str
    premises: tuple[str, ...]
    step: int
    total: int | None = None


@dataclass(frozen=True)
class Derivation:
    """All justifications of a finished session."""

    run: Run

    @cached_property
    def steps(self) -> Mapping[str, int]:
        """When each fact first held. A justification rests only on facts of earlier steps when it derived its
        conclusion, so following ``derived`` justifications backwards always ends at what was given.
        """
        names = self.run.compiled.tables.facts
        first = {fact: step for step, fact in enumerate(self.run.given, 1)}
        for step, (_, derived, _) in enumerate(self.run.log, len(first) + 1):
            for fact in derived:
                first[names[fact]] = step
        return first

    @cached_property
    def _in_order(self) -> tuple[Justification, ...]:
        """All justifications in the order of their steps; of one step those of what was concluded first before the others."""
        run, facts = self.run, self.run.facts
        tables, program = run.compiled.tables, run.program
        found: list[Justification] = []
        place: dict[int, int] = {}
        names, rules, whole, new = tables.facts, program.rules, tables.whole, tuple.__new__
        for step, (source, derived, confirmed) in enumerate(run.log, len(run.given) + 1):
            if not derived and not confirmed:
                continue
            for fact in derived:
                place[fact] = len(place)
            total: int | None = None
            premises: tuple[str, ...] | None
            if source < 0:
                name, total = program.tallies[-1 - source].id, run.totals_by_number[-1 - source]
                premises = tuple(dict.fromkeys(item.fact for item in tables.scales[name].basis(facts)))
            else:
                name, premises = rules[source].id, whole[source]
                if premises is None:
                    plain = tables.plain[source]
                    if plain is None:
                        premises = tuple(dict.fromkeys(true_leaves(rules[source].premise, facts)))
                    else:
                        premises = tuple([fact for fact in plain if fact in facts])
            concluded = derived
            if confirmed:
                concluded = [*sorted(confirmed, key=place.__getitem__), *derived]
            # Past the named constructor: there are hundreds of them.
            found += [new(Justification, (name, names[fact], premises, step, total)) for fact in concluded]
        return tuple(found)

    @cached_property
    def _by_conclusion(self) -> Mapping[str, tuple[Justification, ...]]:
        found: dict[str, list[Justification]] = {}
        for each in self._in_order:
            found.setdefault(each.conclusion, []).append(each)
        return {fact: tuple(reasons) for fact, reasons in found.items()}

    def justifications(self, fact: str) -> tuple[Justification, ...]:
        """Every reason for a fact, the first that held first; empty for what was given and for what does not hold."""
        return self._by_conclusion.get(fact, ())

    def __iter__(self) -> Iterator[Justification]:
        """All justifications, in the order of their steps."""
        return iter(self._in_order)

    def well_founded(self, justification: Justification) -> bool:
        """Whether a justification follows from those of its premises that were true before its conclusion: going back
        through these never walks in a circle, however circular the rules are.
        """
        first = self.steps[justification.conclusion]
        before = frozenset(premise for premise in justification.premises if self.steps[premise] < first)
        rule = self.run.program.rule_by_id.get(justification.source)
        return holds(rule.premise, before) if rule else before.issuperset(justification.premises)
