"""Running a program in experta: one session from the given facts to an empty agenda.

Two measured faults of experta 1.9.4 are handled here, and only here:

5. a second derivation of a known fact is dropped: the session records every firing, and a derivation
   (:mod:`hipexpert.engine.derivation`) is made of firings, not of fact insertions;
6. ``run()`` has no firing limit that reports itself, and an exception in a rule leaves ``running`` True: each session
   owns its engine, which is stopped and dropped whatever happens.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hipexpert.engine.errors import FiringLimitError, Problem, UnknownFactError
from hipexpert.engine.experta_import import experta
from hipexpert.engine.matcher import (
    CountingMatcher,
    GroundFact,
    GroundFactList,
    GroundRule,
    RankedActivation,
    RankedAgenda,
    TotalOrderStrategy,
)
from hipexpert.engine.program import Program
from hipexpert.engine.tables import tabulate
from hipexpert.engine.tallying import Balance
from hipexpert.engine.trace import Event, Fired, Given, Weighed

_KnowledgeEngine: Any = experta.KnowledgeEngine
_RULES: Any = experta.watchers.RULES


class ProgramEngine(_KnowledgeEngine):  # type: ignore[misc]
    """An experta engine for one session of one compiled program."""

    __matcher__ = CountingMatcher
    __strategy__ = TotalOrderStrategy

    def __init__(self, compiled: "CompiledProgram") -> None:
        self.compiled = compiled
        super().__init__()
        self.reset()

    def reset(self) -> None:
        """An empty working memory with only the weighing step on the agenda."""
        self.log: list[tuple[int, list[int], list[int]]] = []
        self.totals: dict[int, int] = {}
        self.balance = self.compiled.tables.weights.nothing
        self.agenda = RankedAgenda(self.compiled.by_rank)
        self.facts = GroundFactList()
        self.matcher.reset()
        self.agenda.add(self.compiled.weighing_rank)
        self.running = False

    def get_rules(self) -> list[Any]:
        """The rules of the program, without the slow and engine-binding search through attributes."""
        return list(self.compiled.rules)

    def run(self, steps: int) -> None:
        """Fire what is on the agenda, at most so many times.

        experta's own loop asks its watchers, unpacks contexts and updates the agenda at every step, which takes longer than
        firing; this one does so where there is something to tell them. The order is the same.
        """
        self.running = True
        matcher, strategy, agenda, facts = self.matcher, self.strategy, self.agenda, self.facts
        watched = _RULES.isEnabledFor(logging.INFO)
        fired = 0
        while self.running and fired < steps:
            if facts.added:
                added, facts.added = facts.added, []
                activations, _ = matcher.changes(added)
                if activations:
                    strategy.update_agenda(agenda, activations, [])
            activation = agenda.get_next()
            if activation is None:
                break
            fired += 1
            if watched:
                _RULES.info("FIRE %s %s: ", fired, activation.rule.__name__)
            activation.rule(self)
        self.running = False

    def conclude(self, source: int, conclusions: Iterable[int]) -> None:
        """Declare conclusions and log which were new and which gave one more reason for a known fact."""
        derived: list[int] = []
        confirmed: list[int] = []
        ground, facts = self.compiled.ground, self.facts
        for number in conclusions:
            if number in facts:
                confirmed.append(number)
            else:
                derived.append(number)
                facts.declare(ground[number])
        self.log.append((source, derived, confirmed))

    def weigh(self) -> None:
        """Take every tally that has a leading item in working memory, once."""
        weights = self.compiled.tables.weights
        self.balance = weights.weigh(self.facts.keys())
        self.totals = weights.taken(self.balance)
        for tally, total in self.totals.items():
            if total < weights.lowest[tally]:  # most totals come to no mark
                self.log.append((-1 - tally, [], []))
            else:
                self.conclude(-1 - tally, weights.reached(tally, total))


class CompiledProgram:
    """A program compiled to experta. Immutable after construction, so threads may share it: all state of a session
    lives in the engine that :meth:`run` makes and drops.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tables = tabulate(program)
        self.ground = tuple(self._fact(number, name) for number, name in enumerate(self.tables.facts))
        self.rules = tuple(self._rule(number) for number in range(len(program.rules)))
        order = sorted(range(len(self.rules)), key=lambda number: (self.tables.late[number], number))
        self.weighing_rank = sum(not late for late in self.tables.late)
        weighing = GroundRule("weigh", 0, ProgramEngine.weigh)
        ranked = [self.rules[number] for number in order]
        ranked.insert(self.weighing_rank, weighing)
        self.by_rank = tuple(RankedActivation(rule, rank) for rank, rule in enumerate(ranked))
        rank_of = {number: rank + (rank >= self.weighing_rank) for rank, number in enumerate(order)}
        self.activations = tuple(self.by_rank[rank_of[number]] for number in range(len(self.rules)))

    def _fact(self, number: int, name: str) -> GroundFact:
        return GroundFact(number, name, asked=bool(self.tables.watchers[number]))

    def _new_session(self) -> ProgramEngine:
        return ProgramEngine(self)

    def _end_session(self, engine: ProgramEngine) -> None:
        """Let go of an engine: its matcher leads back to it, and both would stay until somebody looks for circles."""
        engine.matcher.engine = None

    def _rule(self, number: int) -> Any:
        conclusions = self.tables.concludes[number]
        salience = -1 if self.tables.late[number] else 1
        return GroundRule(self.program.rules[number].id, salience, lambda engine: engine.conclude(number, conclusions))

    def run(self, given: Iterable[str], *, limit: int | None = None) -> "Run":
        """What follows from the given facts.

        ``limit`` is the number of firings after which the session is given up; without it the number of rules plus the
        weighing step, which no session can exceed. Raises :class:`UnknownFactError` for names that are not inputs and
        :class:`FiringLimitError` when the limit is reached with rules still to fire.
        """
        names = sorted(set(given))
        unknown = [name for name in names if name not in self.program.inputs]
        if unknown:
            raise UnknownFactError(Problem("unknown-fact", f"`{name}` is not an input of the program", name) for name in unknown)
        engine = self._new_session()
        index, facts = self.tables.index, engine.facts
        steps = len(self.rules) + 1 if limit is None else limit
        try:
            for name in names:
                facts.declare(self.ground[index[name]])
            engine.run(steps)
            unfinished = not engine.agenda.is_empty
        finally:
            engine.halt()
            self._end_session(engine)
        if unfinished:
            help_text = "raise the limit, or leave it out"
            raise FiringLimitError([Problem("firing-limit", f"{steps} firings did not empty the agenda", "", help_text)])
        return Run(self, tuple(names), tuple(engine.log), engine.totals, frozenset(engine.facts), engine.balance)


@dataclass(frozen=True)
class Run:
    """The outcome of one session. Its parts are worked out when they are asked for."""

    compiled: CompiledProgram
    given: tuple[str, ...]
    log: tuple[tuple[int, list[int], list[int]], ...]
    totals_by_number: dict[int, int]
    numbers: frozenset[int]
    balance: Balance

    @property
    def program(self) -> Program:
        """The program that ran."""
        return self.compiled.program

    @cached_property
    def facts(self) -> frozenset[str]:
        """Every fact that holds."""
        return frozenset(map(self.compiled.tables.facts.__getitem__, self.numbers))

    @property
    def given_numbers(self) -> list[int]:
        """What was given, by number."""
        index = self.compiled.tables.index
        return [index[name] for name in self.given]

    @cached_property
    def fired(self) -> frozenset[int]:
        """The rules that fired, by number: those whose premise holds."""
        return frozenset([source for source, _, _ in self.log if source >= 0])

    @cached_property
    def totals(self) -> dict[str, int]:
        """The total of each tally that was taken, by tally id."""
        return {self.program.tallies[number].id: total for number, total in self.totals_by_number.items()}

    def holds(self, fact: str) -> bool:
        """Whether a fact holds. Raises KeyError for a name that the program does not know."""
        return self.compiled.tables.index[fact] in self.numbers

    @cached_property
    def trace(self) -> tuple[Event, ...]:
        """The session as a time-ordered list of events."""
        names = self.compiled.tables.facts
        events: list[Event] = [Given(step, fact) for step, fact in enumerate(self.given, 1)]
        for step, (source, derived, confirmed) in enumerate(self.log, len(events) + 1):
            new, known = tuple(names[fact] for fact in derived), tuple(names[fact] for fact in confirmed)
            if source >= 0:
                events.append(Fired(step, self.program.rules[source].id, new, known))
            else:
                tally = -1 - source
                events.append(Weighed(step, self.program.tallies[tally].id, self.totals_by_number[tally], new, known))
        return tuple(events)
