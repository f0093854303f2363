"""A program made ready for sessions that explain themselves, without a pack."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from hipexpert.engine import (
    Application,
    Closure,
    CompiledProgram,
    Derivation,
    Gate,
    GroundPremise,
    Outlook,
    Problem,
    ProblemsError,
    Program,
    ProgramRule,
    Run,
    Status,
    verified,
)
from hipexpert.engine.searching import Answers, FoundChanges
from hipexpert.graphs.programs.grounds import Grounds
from hipexpert.graphs.programs.hindrances import (
    CONSIDERED,
    NEAREST,
    PremiseStatus,
    Standings,
    changes_for_fact,
    changes_for_rule,
    failing,
)
from hipexpert.graphs.programs.naming import Naming, PlainNames
from hipexpert.graphs.programs.telling import Teller
from hipexpert.graphs.programs.values import FactChange, NearProgramRule, ProgramHow, ProgramWhyNot
from hipexpert.knowledge import DerivationGraph, did_you_mean
from hipexpert.knowledge.packs.suggestions import is_name
from hipexpert.knowledge.runner.derivation_graph import Titled, derivation_graph
from hipexpert.knowledge.runner.reading_values import shown

if TYPE_CHECKING:
    import networkx as nx


class FactError(ProblemsError):
    """An explanation was asked of a fact that the program does not know, or that does not stand as the question says."""


class ExplainedProgram:
    """A program with the names of its facts and rules. Immutable: threads may share one."""

    def __init__(self, program: Program, names: Naming | None = None) -> None:
        self.compiled = CompiledProgram(program)
        self.names = names or PlainNames()

    @property
    def program(self) -> Program:
        """The program."""
        return self.compiled.program

    @cached_property
    def closure(self) -> Closure:
        """The program made ready for trying many sets of facts."""
        return Closure(self.program)

    def __reduce__(self) -> tuple[object, ...]:
        """What is pickled are the program and the names: it is made ready again where it arrives."""
        return ExplainedProgram, (self.program, self.names)

    def run(self, given: Iterable[str], denied: Iterable[str] = ()) -> "ExplainedRun":
        """What follows from the given inputs; those that are denied are known not to hold, the others may come to.

        Raises :class:`hipexpert.engine.UnknownFactError` for what is no input.
        """
        return ExplainedRun(self, self.compiled.run(given), frozenset(denied))


class ExplainedRun:
    """What followed in one session, with every explanation. Nothing is shown that the independent checker has not verified."""

    def __init__(self, explained: ExplainedProgram, run: Run, denied: frozenset[str]) -> None:
        self.explained = explained
        self.names = explained.names
        self.derivation: Derivation = verified(run)
        self.outlook = Outlook(run, denied)

    def __reduce__(self) -> tuple[object, ...]:
        return _run_before, (self.explained, self.derivation.run.given, self.outlook.denied)

    def __repr__(self) -> str:
        return f"<ExplainedRun {len(self.facts)} facts of {len(self.derivation.run.given)} given>"

    @property
    def facts(self) -> frozenset[str]:
        """Every fact that holds."""
        return self.derivation.run.facts

    @cached_property
    def derivation_graph(self) -> DerivationGraph:
        """The derivation as nodes and edges, with their names."""
        return derivation_graph(self.derivation, self.names.label, self._titled)

    def _titled(self, applied: Application) -> Titled:
        total = "" if applied.total is None else f": {applied.total:+d}"
        return f"{self.names.rule(applied.source).title}{total}", ()

    @cached_property
    def graph(self) -> "nx.MultiDiGraph[str]":
        """The derivation as a networkx MultiDiGraph; do not change it."""
        import networkx as nx

        from hipexpert.graphs.derivation import to_networkx

        graph: nx.MultiDiGraph[str] = nx.freeze(to_networkx(self.derivation_graph))
        return graph

    def how(self, fact: str) -> ProgramHow:
        """How a fact came to hold. Raises :class:`FactError` for one that does not."""
        self._known(fact)
        if fact not in self.facts:
            raise FactError([Problem("not-concluded", f"`{fact}` does not hold", "", "ask `why_not` for what is missing")])
        grounds = Grounds(self.derivation, fact, {each: frozenset({each}) for each in self.derivation.run.given})
        sufficient, complete = grounds.sufficient()
        tree, *further = Teller(self.derivation, self.names).trees(fact)
        return ProgramHow(fact, tree.label, tree, sufficient, complete, grounds.necessary(), tuple(further))

    def why_not(self, fact: str) -> ProgramWhyNot:
        """Why a fact does not hold, the nearest rules first. Raises :class:`FactError` for one that does."""
        self._known(fact)
        if fact in self.facts:
            raise FactError([Problem("concluded", f"`{fact}` holds", "", "ask `how` for the reasons")])
        program, standings = self.explained.program, Standings(self.outlook)
        nearest = standings.nearest(program.rules_concluding.get(fact, ()))
        near = sorted((self._near(rule, standings) for rule in nearest[:CONSIDERED]), key=_nearness)
        found = changes_for_fact(self.explained.closure, self._answers, fact)
        return ProgramWhyNot(
            fact=fact,
            label=self.names.label(fact),
            verdict="blocked" if standings.of(fact) is Status.CONTRADICTED else "open",
            rules=tuple(near[:NEAREST]),
            further_rules=max(len(nearest) - NEAREST, 0),
            change=self._first(found),
            impossible=found.impossible,
        )

    def _near(self, rule: ProgramRule, standings: Standings) -> NearProgramRule:
        premise, found = self._premise(rule.premise, standings), changes_for_rule(self.explained.program, self._answers, rule)
        title = self.names.rule(rule.id).title
        apart = failing(premise, "contradicted"), failing(premise, "open")
        return NearProgramRule(rule.id, title, premise, *apart, self._first(found), found.impossible)

    def _premise(self, premise: GroundPremise, standings: Standings) -> PremiseStatus:
        status = standings.of(premise)
        if not isinstance(premise, Gate):
            return PremiseStatus(premise, self.names.label(premise), status.value)
        parts = tuple(self._premise(part, standings) for part in premise.of)
        word = {1: "any", len(parts): "all"}.get(premise.count, f"at least {premise.count}")
        written, says = (f"{word} of ({'; '.join(each)})" for each in zip(*((part.written, part.says) for part in parts), strict=True))
        return PremiseStatus(written, says, status.value, premise.count, parts)

    @cached_property
    def _answers(self) -> Answers[str]:
        """Each input as a question: given or not; what is given can be taken back, and what is denied can be given."""
        given = self.derivation.run.given
        inputs = sorted(self.explained.program.inputs)
        said = {fact: fact in given for fact in inputs if fact in given or fact in self.outlook.denied}
        return Answers(said, dict.fromkeys(inputs, (True, False)), lambda fact, answer: frozenset({fact} if answer else ()))

    def _first(self, found: FoundChanges[str]) -> tuple[FactChange, ...] | None:
        """Of the smallest changes the one that takes back and contradicts least."""
        if not found.changes:
            return None
        said = self._answers.said
        least = min(found.changes, key=lambda each: (sum(fact in said for fact in each), sorted(each)))
        return tuple(FactChange(fact, self.names.label(fact), bool(least[fact])) for fact in sorted(least))

    def _known(self, fact: object) -> None:
        if not is_name(fact, self.explained.program.facts):
            help_text = did_you_mean(fact, self.explained.program.facts)
            raise FactError([Problem("unknown-fact", f"{shown(fact)} is no fact of the program", "", help_text)])


def _run_before(explained: ExplainedProgram, given: frozenset[str], denied: frozenset[str]) -> ExplainedRun:
    return explained.run(given, denied)


def _nearness(near: NearProgramRule) -> tuple[bool, int, str]:
    return near.change is None, len(near.change or ()), near.rule
