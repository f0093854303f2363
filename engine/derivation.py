"""The derivation of a session: every justification of every fact, kept apart, down to what was given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
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
        return tuple([self._application(place) for place, (_, derived, confirmed) in enumerate(self.run.log) if derived or confirmed])

    def _application(self, place: int) -> Application:
        """That of the firing at a place of the log, made when it is first asked for: most are never shown."""
        found = self._made.get(place)
        if found is None:
            found = self._made[place] = self._applied(place)
        return found

    @cached_property
    def _made(self) -> dict[int, Application]:
        return {}

    def _applied(self, place: int) -> Application:
        run = self.run
        tables, (source, derived, confirmed) = run.compiled.tables, run.log[place]
        total: int | None = None
        premises: tuple[str, ...] | None
        if source < 0:
            name, total = run.program.tallies[-1 - source].id, run.totals_by_number[-1 - source]
            premises = tuple(dict.fromkeys(item.fact for item in tables.scales[name].basis(run.facts)))
        else:
            rule = run.program.rules[source]
            name, premises = rule.id, tables.whole[source]
            if premises is None:
                mentioned = tables.plain[source]
                if mentioned is None:
                    premises = tuple(dict.fromkeys(true_leaves(rule.premise, run.facts)))
                else:
                    premises = tuple([fact for fact in mentioned if fact in run.facts])
        before = confirmed if len(confirmed) < 2 else sorted(confirmed, key=self._order.__getitem__)
        conclusions = tuple(map(tables.facts.__getitem__, [*before, *derived]))
        return Application(name, premises, conclusions, place + len(run.given) + 1, total)

    @cached_property
    def _order(self) -> Mapping[int, int]:
        """In which order the facts were derived."""
        return {fact: number for number, fact in enumerate(chain.from_iterable(derived for _, derived, _ in self.run.log))}

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """The place in the log of each rule that fired and each tally that was taken."""
        return {source: place for place, (source, _, _) in enumerate(self.run.log)}

    def justifications(self, fact: str) -> tuple[Justification, ...]:
        """Every reason for a fact, the first that held first; empty for what was given and for what does not hold."""
        tables, log, places = self.run.compiled.tables, self.run.log, self._places
        number = tables.index.get(fact)
        if number is None or number not in self.run.numbers:
            return ()
        able = [*tables.concluding[number], *(-1 - tally for tally, _ in tables.marking.get(number, ()))]
        found = [places[source] for source in able if source in places]
        concluding = [place for place in sorted(found) if number in log[place][1] or number in log[place][2]]
        return tuple([self._application(place).supporting(fact) for place in concluding])

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
