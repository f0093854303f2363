"""The derivation of a session: every justification of every fact, kept apart, down to what was given."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine.premises import holds, true_leaves
from hipexpert.engine.session import Run
from hipexpert.engine.trace import Fired, Given


@dataclass(frozen=True, slots=True)
class Justification:
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
        first: dict[str, int] = {}
        for event in self.run.trace:
            for fact in (event.fact,) if isinstance(event, Given) else event.derived:
                first[fact] = event.step
        return first

    @cached_property
    def _by_conclusion(self) -> Mapping[str, tuple[Justification, ...]]:
        found: dict[str, list[Justification]] = {}
        for event in self.run.trace:
            if isinstance(event, Given):
                continue
            if isinstance(event, Fired):
                source, total = event.rule, None
                rests_on: Iterable[str] = true_leaves(self.run.program.rule_by_id[source].premise, self.run.facts)
            else:
                source, total = event.tally, event.total
                rests_on = (item.fact for item in self.run.compiled.tables.scales[source].basis(self.run.facts.__contains__))
            premises = tuple(dict.fromkeys(rests_on))
            for fact in (*event.derived, *event.confirmed):
                found.setdefault(fact, []).append(Justification(source, fact, premises, event.step, total))
        return {fact: tuple(reasons) for fact, reasons in found.items()}

    def justifications(self, fact: str) -> tuple[Justification, ...]:
        """Every reason for a fact, the first that held first; empty for what was given and for what does not hold."""
        return self._by_conclusion.get(fact, ())

    def __iter__(self) -> Iterator[Justification]:
        """All justifications, in the order of their steps."""
        return iter(sorted((each for reasons in self._by_conclusion.values() for each in reasons), key=lambda each: each.step))

    def well_founded(self, justification: Justification) -> bool:
        """Whether a justification follows from those of its premises that were true before its conclusion: going back
        through these never walks in a circle, however circular the rules are.
        """
        first = self.steps[justification.conclusion]
        before = frozenset(premise for premise in justification.premises if self.steps[premise] < first)
        rule = self.run.program.rule_by_id.get(justification.source)
        return holds(rule.premise, before) if rule else before.issuperset(justification.premises)
