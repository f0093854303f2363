"""A pack under audit: its program, and what can be said of its premises and conclusions without asking who they hold for."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from hipexpert.audit.subject.programme_walk import Walk, walks_of
from hipexpert.audit.subject.sample import Sample
from hipexpert.audit.subject.states import States
from hipexpert.audit.subject.ways import WayFinder, mentioned
from hipexpert.engine import Closure, GroundPremise, Program
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.graphs.rule_graph.connections import Connections
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Concludes, Rule
from hipexpert.knowledge.packs.pictures import Cell
from hipexpert.knowledge.packs.premises import Established, Premise, as_written, leaves, to_gate
from hipexpert.knowledge.packs.program import background_of, leading_evidence, program_of
from hipexpert.knowledge.packs.snapshot import Loaded


class AuditedPack:
    """A pack and its program. What it works out is kept; it is never changed."""

    def __init__(self, pack: Pack, engine: ExplainingEngine | None = None, program: Program | None = None) -> None:
        """The pack, with the engine that is to decide, or with its program where that is compiled already."""
        self.pack = pack
        self.engine_given = engine
        self._program = program

    @cached_property
    def engine(self) -> ExplainingEngine:
        """An engine of the pack."""
        return self.engine_given or ExplainingEngine(Loaded(self.pack, self.program))

    @cached_property
    def program(self) -> Program:
        """The program of the pack."""
        if self.engine_given is not None:
            return self.engine_given.compiled.program
        return program_of(self.pack) if self._program is None else self._program

    @cached_property
    def closure(self) -> Closure:
        """What follows from facts."""
        return Closure(self.program)

    @cached_property
    def states(self) -> States:
        """What runners can say together."""
        return States(self.engine.key.space)

    @cached_property
    def ways(self) -> WayFinder:
        """The ways in which premises hold."""
        return WayFinder(self.program, self.states)

    @cached_property
    def sample(self) -> Sample:
        """Some runners side by side, who show at once what does not always follow."""
        return Sample(self.gates, self.ways)

    @cached_property
    def connections(self) -> Connections:
        """What hangs together in the program."""
        return Connections(self.program)

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        """Each programme, walked through."""
        return walks_of(self.pack.programmes)

    @cached_property
    def drawn(self) -> Mapping[str, tuple[Cell, ...]]:
        """Every weight of each picture, those that are nought too."""
        return {picture.id: self.pack.drawn(picture.id) for picture in self.pack.pictures}

    def felt_in(self, condition: str) -> tuple[Cell, ...]:
        """What a picture says of each place: of a finding of which what it does not name speaks against it."""
        about = self.pack.discriminating_by_id
        return tuple(cell for cell in self.drawn.get(condition, ()) if about[cell.finding].unlisted == "against" and not cell.denied)

    @cached_property
    def gates(self) -> Mapping[str, GroundPremise]:
        """The premise of each active rule, as gates."""
        return {rule.id: to_gate(rule.premise) for rule in self.pack.active_rules}

    @cached_property
    def answer_constraints(self) -> frozenset[str]:
        """The contradictions that rest on answers alone: who gives such answers is not a possible runner."""
        return frozenset(
            Fact("contradiction", each.id).name
            for each in self.pack.constraints
            if not any(isinstance(leaf, Established) for leaf in leaves(each.never))
        )

    def premises(self) -> Iterator[tuple[str, str, Premise]]:
        """Every premise that is in force, with the kind and the id of the entry it belongs to."""
        yield from (("rules", rule.id, rule.premise) for rule in self.pack.active_rules)
        yield from (("constraints", each.id, each.never) for each in self.pack.constraints)
        yield from (("findings", name, premise) for name, premise in self.pack.safe_tests.items())

    @cached_property
    def used_facts(self) -> frozenset[str]:
        """Every fact that a premise, a picture or an exception of evidence mentions."""
        asked = {fact for rule in self.program.rules for fact in mentioned(rule.premise)}
        return frozenset(asked | {fact for tally in self.program.tallies for item in tally.items for fact in (item.fact, *item.unless)})

    @cached_property
    def background(self) -> frozenset[str]:
        """The patterns and factors that tell only what a runner is like."""
        return background_of(self.pack)

    @cached_property
    def leading_evidence(self) -> frozenset[tuple[str, str]]:
        """Which evidence of rules can bring a condition up by itself: the condition, and the fact that is counted."""
        return leading_evidence(self.pack)

    def leads(self, rule: str, condition: str) -> bool:
        """Whether the evidence of a rule can bring a condition up by itself."""
        return (rule, condition) in self._leading

    @cached_property
    def _leading(self) -> frozenset[tuple[str, str]]:
        items = [item for tally in self.program.tallies for item in tally.items if item.leading]
        return frozenset(Fact.of(item.fact).weighs for item in items)

    def concluding(self, kind: str) -> Mapping[str, list[Rule]]:
        """The active rules that conclude each thing of a kind."""
        if kind not in self._concluding:
            self._concluding[kind] = self._all_concluding(kind)
        return self._concluding[kind]

    @cached_property
    def _concluding(self) -> dict[str, Mapping[str, list[Rule]]]:
        return {}

    def _all_concluding(self, kind: str) -> Mapping[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.pack.active_rules:
            for conclusion in rule.conclusions:
                if isinstance(conclusion, Concludes) and conclusion.kind == kind:
                    found.setdefault(conclusion.id, []).append(rule)
        return found

    @cached_property
    def advising(self) -> Mapping[str, list[Rule]]:
        """The active rules that advise each piece of advice."""
        return self.concluding("advise")

    def says(self, premise: Premise) -> str:
        """A premise in words, as short as it was written."""
        return as_written(premise)
