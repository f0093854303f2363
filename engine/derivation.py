"""The derivation of a session: every justification of every fact, kept apart, down to what was given."""

from collections.abc import Iterator, Mapping, Sequence
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


class Application(NamedTuple):
    """The same for all that the one rule application, or weighing, concluded; of that what held before it comes first."""

    source: str
    premises: tuple[str, ...]
    conclusions: tuple[str, ...]
    step: int
    total: int | None = None

    def supporting(self, fact: str) -> Justification:
        """How it supports one of its conclusions."""
        return Justification(self.source, fact, self.premises, self.step, self.total)


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
    def applications(self) -> tuple[Application, ...]:
        """Every rule application and weighing that concluded something, in the order of their steps."""
        run, facts = self.run, self.run.facts
        tables, program = run.compiled.tables, run.program
        found: list[Application] = []
        place: dict[int, int] = {}
        names, rules, whole, plain, new = tables.facts, program.rules, tables.whole, tables.plain, tuple.__new__
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
                    mentioned = plain[source]
                    if mentioned is None:
                        premises = tuple(dict.fromkeys(true_leaves(rules[source].premise, facts)))
                    else:
                        premises = tuple([fact for fact in mentioned if fact in facts])
            concluded = [*sorted(confirmed, key=place.__getitem__), *derived] if confirmed else derived
            found.append(new(Application, (name, premises, tuple([names[fact] for fact in concluded]), step, total)))
        return tuple(found)

    @cached_property
    def _by_conclusion(self) -> Mapping[str, Sequence[Application]]:
        found: dict[str, list[Application]] = {}
        for each in self.applications:
            for fact in each.conclusions:
                found.setdefault(fact, []).append(each)
        return found

    def justifications(self, fact: str) -> tuple[Justification, ...]:
        """Every reason for a fact, the first that held first; empty for what was given and for what does not hold."""
        return tuple([each.supporting(fact) for each in self._by_conclusion.get(fact, ())])

    def __iter__(self) -> Iterator[Justification]:
        """All justifications, in the order of their steps."""
        return (each.supporting(fact) for each in self.applications for fact in each.conclusions)

    def well_founded(self, justification: Justification) -> bool:
        """Whether a justification follows from those of its premises that were true before its conclusion: going back
        through these never walks in a circle, however circular the rules are.
        """
        first = self.steps[justification.conclusion]
        before = frozenset(premise for premise in justification.premises if self.steps[premise] < first)
        rule = self.run.program.rule_by_id.get(justification.source)
        return holds(rule.premise, before) if rule else before.issuperset(justification.premises)
