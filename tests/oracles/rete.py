"""experta's own Rete matcher in the place of the counting matcher: far slower, and an oracle for it.

Rete joins facts, so it is given conjunctions only. A part of a premise that is no conjunction becomes *gate facts*, known
to the network alone: "any of these" is one clause for each way; "at least k of these" is counted along its parts, one gate
fact for each "j of the first i" (the sequential counter of Sinz, CP 2005). So k of n takes about k·(n-k) gate facts and
twice as many clauses; nothing is multiplied out into C(n, k) ways. See docs/decisions/0014.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import count
from threading import local
from typing import Any, Self

from hipexpert import Engine, Pack
from hipexpert.engine import CompiledProgram, Gate, GroundPremise, Program
from hipexpert.engine.experta_import import experta
from hipexpert.engine.matcher import GroundFact
from hipexpert.engine.session import ProgramEngine

_Rule: Any = experta.Rule
_ReteMatcher: Any = experta.matchers.ReteMatcher
_ConflictSetNode: Any = experta.matchers.rete.nodes.ConflictSetNode


# A fact is held against every tested value of its type, and then only against those: so facts are spread over some types.
KINDS: tuple[type[GroundFact], ...] = tuple(type(f"GroundFact{number}", (GroundFact,), {}) for number in range(64))


def ground_fact(number: int, name: str | int) -> GroundFact:
    """A fact of a program for the Rete network."""
    return KINDS[number % len(KINDS)](number, name, asked=True)


class Clause(_Rule):  # type: ignore[misc]
    """Facts that together activate a rule or bring about a gate fact: exactly one of ``rule`` and ``gate`` is given."""

    rule: int | None
    gate: GroundFact | None

    def __new__(cls, body: tuple[GroundFact, ...], rule: int | None = None, gate: GroundFact | None = None) -> Self:
        """A clause; its parts are ground facts that stand for themselves."""
        made: Self = super().__new__(cls, *body)
        made.__name__ = f"rule {rule}" if gate is None else f"gate {gate.number}"
        made.rule, made.gate = rule, gate
        return made

    def __hash__(self) -> int:
        """Two clauses with equal parts are two: what they bring about differs."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def clauses_of(program: Program, ground: tuple[GroundFact, ...]) -> tuple[Clause, ...]:
    """The rules of a program as clauses over its facts and gate facts."""
    index = dict(zip(program.facts, ground, strict=True))
    return tuple(_Clauses(index).written(program))


class _Clauses:
    def __init__(self, index: dict[str, GroundFact]) -> None:
        self.index = index
        self.numbers = count(len(index))
        self.found: list[Clause] = []
        self._shared: dict[tuple[int, tuple[tuple[int, ...], ...]], GroundFact] = {}

    def written(self, program: Program) -> Iterator[Clause]:
        for number, rule in enumerate(program.rules):
            self.found += [Clause(body, rule=number) for body in self._ways(rule.premise)]
        yield from self.found

    def _ways(self, premise: GroundPremise) -> Iterator[tuple[GroundFact, ...]]:
        """The ways in which the premise of a rule holds, as many as its topmost *any* has parts."""
        if isinstance(premise, Gate) and premise.count == 1:
            for part in premise.of:
                yield from self._ways(part)
        else:
            yield self.body(premise)

    def body(self, premise: GroundPremise) -> tuple[GroundFact, ...]:
        """The facts that hold together exactly when the premise does, each once."""
        if isinstance(premise, str):
            return (self.index[premise],)
        parts = [self.body(part) for part in premise.of]
        if premise.count == len(parts):
            return tuple(dict.fromkeys(fact for part in parts for fact in part))
        key = premise.count, tuple(sorted(tuple(sorted(fact.number for fact in part)) for part in parts))
        if key not in self._shared:
            self._shared[key] = self._counted(parts, premise.count)
        return (self._shared[key],)

    def _counted(self, parts: list[tuple[GroundFact, ...]], needed: int) -> GroundFact:
        """The gate fact that ``needed`` of the parts hold."""
        before: dict[int, GroundFact] = {}  # j: at least j of the parts so far
        for place, part in enumerate(parts, 1):
            lowest = max(1, needed - (len(parts) - place))
            now = {j: self._gate() for j in range(lowest, min(place, needed) + 1)}
            for j, gate in now.items():
                if j in before:
                    self.found.append(Clause((before[j],), gate=gate))
                if j == 1:
                    self.found.append(Clause(part, gate=gate))
                elif j - 1 in before:
                    self.found.append(Clause(tuple(dict.fromkeys((before[j - 1], *part))), gate=gate))
            before = now
        return before[needed]

    def _gate(self) -> GroundFact:
        number = next(self.numbers)
        return ground_fact(number, number)  # a number is no name of a fact


class GateReteMatcher(_ReteMatcher):  # type: ignore[misc]
    """experta's Rete network over clauses. It keeps gate facts to itself and activates each rule once, as the other matcher does."""

    engine: ProgramEngine

    @staticmethod
    def prepare_ruleset(engine: ProgramEngine) -> set[Clause]:
        """The clauses: they are conjunctions already."""
        return set(engine.compiled.clauses)

    @cached_property
    def _conflict_set_nodes(self) -> tuple[Any, ...]:
        found: dict[int, Any] = {}
        waiting = [self.root_node]
        seen: set[int] = set()
        while waiting:
            node = waiting.pop()
            if id(node) not in seen:
                seen.add(id(node))
                if isinstance(node, _ConflictSetNode):
                    found[id(node)] = node
                waiting.extend(child.node for child in node.children)
        return tuple(found.values())

    def _get_conflict_set_nodes(self) -> tuple[Any, ...]:
        """The ends of the network: experta keeps them in a cache that all its engines share, and keeps them alive by it."""
        return self._conflict_set_nodes

    def reset(self) -> None:
        """Forget all facts."""
        self._gates: set[int] = set()
        self._activated: set[int] = set()
        super().reset()

    def changes(self, adding: list[GroundFact] | None = None, deleting: list[Any] | None = None) -> tuple[list[Any], list[Any]]:
        """The activations that the added facts complete, with the gate facts that they bring about. Facts are never retracted."""
        activations = self.engine.compiled.activations
        activated: list[Any] = []
        waiting = adding
        while waiting:
            added, _ = super().changes(waiting, deleting)
            waiting = []
            for clause in (each.rule for each in added):
                if clause.gate is None:
                    if clause.rule not in self._activated:
                        self._activated.add(clause.rule)
                        activated.append(activations[clause.rule])
                elif clause.gate.number not in self._gates:
                    self._gates.add(clause.gate.number)
                    waiting.append(clause.gate)
        return activated, []


class ReteEngine(ProgramEngine):
    """A session with experta's network in the place of the counting matcher."""

    __matcher__ = GateReteMatcher


class ReteProgram(CompiledProgram):
    """A program compiled for experta's network. A network takes seconds to build, so each thread keeps its engine."""

    def __init__(self, program: Program) -> None:
        self._kept = local()
        super().__init__(program)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The rules as clauses."""
        return clauses_of(self.program, self.ground)

    def _fact(self, number: int, name: str) -> GroundFact:
        return ground_fact(number, name)

    def _new_session(self) -> ProgramEngine:
        if not hasattr(self._kept, "engine"):
            self._kept.engine = ReteEngine(self)
        self._kept.engine.reset()
        return self._kept.engine

    def _end_session(self, engine: ProgramEngine) -> None:
        """Its engine serves the next session."""


def rete_engine(pack: Pack) -> Engine:
    """An engine of a pack whose sessions run on experta's network."""
    engine = Engine(pack)
    engine.compiled = ReteProgram(engine.compiled.program)
    return engine
