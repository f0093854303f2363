"""Programs as formulas: the least fixpoint of ``docs/semantics.md`` over the answers of one runner, or of two.

Every fact becomes a variable that equals "some rule or mark that concludes it holds" (Clark 1978, completion), defined only
when a question reaches it. Where rules feed each other in a circle the completion allows facts that support only each other;
such a model is found by running the engine on its answers, and the loop formula of the unsupported facts is added (Lin & Zhao
2004; Ferraris, Lifschitz & Lee 2006 for gates). A loop formula is true of the least fixpoint, so "not satisfiable" is a proof
at any moment, and "satisfiable" is believed only when the engine confirms it.

What weighing concludes is at first left open: it may hold or not. Most statements do not depend on it, and without all the sums
a proof takes a hundredth of the time. What is so for every outcome of the weighing is so; only where it is not is the weighing
itself defined, for the solver that knows of it.
"""

from dataclasses import replace
from typing import Any, Protocol

from hipexpert.audit.proving.solving import Solver
from hipexpert.engine import CompiledProgram, GroundPremise, Item, Program, Scale, Tally, fold
from hipexpert.graphs.rule_graph.connections import Connections
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen, Question, answer_word
from hipexpert.knowledge.packs.options import Option


class AnswerVariables:
    """The answers of one runner as variables of a solver: one for each option, at most one true for each question."""

    def __init__(self, solver: Solver, space: AnswerSpace) -> None:
        self.solver = solver
        self.space = space
        self._options: dict[Question, list[Any]] = {}
        self._facts: dict[str, Any] = {}
        self.sooner: AnswerVariables | None = None

    def options(self, question: Question) -> list[Any]:
        """The variables of the options of a question."""
        if question not in self._options:
            solver = self.solver
            variables = [solver.variable(answer_word(question, option.answer)) for option in self.space.options[question]]
            self._options[question] = variables
            if len(variables) > 1:
                solver.require(solver.at_most_one(variables))
            if self.sooner is not None:
                for before, after in zip(self.sooner.options(question), variables, strict=True):
                    solver.require(solver.implies(before, after))
        return self._options[question]

    def fact(self, name: str) -> Any:
        """Whether the answers make a fact true; a fact that no answer makes true is false."""
        if name not in self._facts:
            made = self.space.options_of.get(name, ())
            options = [self.options(question)[self.space.options[question].index(option)] for question, option in made]
            self._facts[name] = self.solver.disjunction(options)
        return self._facts[name]

    def given(self, chosen: Chosen) -> frozenset[str]:
        """The facts that answers make true."""
        return self.space.facts(chosen)

    def extended(self) -> "AnswerVariables":
        """The answers of the same runner later: everything said stays, more may be added."""
        later = AnswerVariables(self.solver, self.space)
        later.sooner = self
        return later

    def chosen(self, model: Any) -> dict[Question, Option]:
        """The answers of a model; what was said sooner stays, also where nothing that is defined rests on the question any more."""
        said = {} if self.sooner is None else self.sooner.chosen(model)
        found = {}
        for question, options in self.space.options.items():
            if question not in self._options and question in said:
                found[question] = said[question]
            for option, variable in zip(options, self._options.get(question, ()), strict=False):
                if self.solver.is_true(model, variable):
                    found[question] = option
        return found


class SaidVariables(Protocol):
    """The answers of one runner as a program takes them: of each input fact whether they make it true."""

    solver: Solver

    def fact(self, name: str) -> Any:
        """Whether the answers make a fact true."""

    def given(self, chosen: Chosen) -> frozenset[str]:
        """The facts that answers make true."""


class Encoding:
    """One program on the answers of one runner.

    ``like`` is another encoding on the same answers: facts that both programs define alike share their variables, so
    that comparing two programs costs what differs between them. ``unlike`` are input facts that the same answers may make
    true for only one of the two.
    """

    def __init__(
        self, compiled: CompiledProgram, answers: SaidVariables, like: "Encoding | None" = None, unlike: frozenset[str] = frozenset()
    ) -> None:
        self.compiled = compiled
        self.program = compiled.program
        self.answers = answers
        self.solver = answers.solver
        self.connections = Connections(self.program)
        self._facts: dict[str, Any] = {}
        self._premises: dict[GroundPremise, Any] = {}
        self._pending: list[str] = []
        self._unweighed: list[str] = []
        self._weighed: dict[str, tuple[Any, list[tuple[Any, int]]]] = {}
        self._like = like
        self.unlike = unlike
        self.changed = changed_facts(like.program, self.program, unlike) if like is not None else frozenset()

    def fact(self, name: str) -> Any:
        """Whether a fact holds; one that the program does not know holds only if an answer says so."""
        known = self._facts.get(name)
        if known is not None:
            return known
        if name in self.program.inputs or (name not in self.program.rules_concluding and name not in self.program.tallies_marking):
            formula = self.answers.fact(name)
        elif self._like is not None and name not in self.changed:
            formula = self._like.fact(name)
        else:
            formula = self.solver.variable(name)
            self._pending.append(name)
        self._facts[name] = formula
        return formula

    def settle(self) -> None:
        """Define every fact that was mentioned, and those its definition mentions; what weighing concludes may hold or not."""
        solver = self.solver
        while self._pending:
            name = self._pending.pop()
            fact, by_rules = self._facts[name], solver.disjunction(self._by_rules(name))
            if name in self.program.tallies_marking:
                solver.require(solver.implies(by_rules, fact))
                self._unweighed.append(name)
            else:
                solver.require(solver.equal(fact, by_rules))
        if self._like is not None:
            self._like.settle()

    def weigh_all(self) -> None:
        """Define every fact that was mentioned, and all that weighing concludes, for the solver that knows of it."""
        self.settle()
        while self._unweighed:
            name = self._unweighed.pop()
            self.solver.require(self.solver.equal(self._facts[name], self.solver.disjunction(self._ways(name))), weighed=True)
            self.settle()
        if self._like is not None:
            self._like.weigh_all()

    def _ways(self, fact: str, unsupported: frozenset[str] = frozenset()) -> list[Any]:
        """The rules and marks that conclude a fact, each with whether it does; facts of ``unsupported`` are taken as false."""
        return self._by_rules(fact, unsupported) + self._by_marks(fact)

    def _by_rules(self, fact: str, unsupported: frozenset[str] = frozenset()) -> list[Any]:
        return [self.premise(rule.premise, unsupported) for rule in self.program.rules_concluding.get(fact, ())]

    def _by_marks(self, fact: str) -> list[Any]:
        return [self.reaches(tally, at_least) for tally, at_least in marks_of(self.program, fact)]

    def premise(self, premise: GroundPremise, unsupported: frozenset[str] = frozenset()) -> Any:
        """Whether a premise holds; facts of ``unsupported`` are taken as false."""
        if unsupported:
            return fold(premise, lambda fact: self.solver.false if fact in unsupported else self.fact(fact), self.solver.at_least)
        if premise not in self._premises:
            self._premises[premise] = fold(premise, self.fact, self.solver.at_least)
        return self._premises[premise]

    def taken(self, tally: Tally) -> Any:
        """Whether a tally is taken: something leads, and nothing blocks it."""
        return self._weigh(tally)[0]

    def counted(self, tally: Tally) -> list[tuple[Any, int]]:
        """Of each item whether it counts, and its weight."""
        return self._weigh(tally)[1]

    def reaches(self, tally: Tally, total: int) -> Any:
        """Whether a tally is taken with this total or more."""
        return self.solver.conjunction([self.taken(tally), self.solver.sum_at_least(self.counted(tally), total - tally.base)])

    def _weigh(self, tally: Tally) -> tuple[Any, list[tuple[Any, int]]]:
        if tally.id not in self._weighed and self._like is not None and self._is_alike(tally, self._like):
            self._weighed[tally.id] = self._like._weigh(tally)
        if tally.id not in self._weighed:
            solver = self.solver
            leads: list[Any] = []
            counted: list[tuple[Any, int]] = []
            for group in Scale(tally).groups:
                stronger: list[Any] = []
                for item in group:  # strongest first: an item counts while no stronger one of its group could
                    able = self._able(item)
                    if item.leading:
                        leads.append(able)
                    counts = solver.conjunction([able, *map(solver.negation, stronger)])
                    if stronger:
                        named = solver.variable(f"{tally.id}:{item.fact}")
                        solver.require(solver.equal(named, counts))
                        counts = named
                    counted.append((counts, item.weight))
                    stronger.append(able)
            taken = solver.disjunction(leads)
            if tally.blocked_by:
                taken = solver.conjunction([taken, solver.negation(self.fact(tally.blocked_by))])
            named = solver.variable(tally.id)
            solver.require(solver.equal(named, taken))
            self._weighed[tally.id] = (named, counted)
        return self._weighed[tally.id]

    def _is_alike(self, tally: Tally, like: "Encoding") -> bool:
        """Whether another program has the same tally of facts that mean the same."""
        return like.program.tally_by_id.get(tally.id) == tally and self.changed.isdisjoint(tally.mentions())

    def _able(self, item: Item) -> Any:
        fact = self.fact(item.fact)
        if not item.unless:
            return fact
        return self.solver.conjunction([fact, *(self.solver.negation(self.fact(each)) for each in item.unless)])

    def refine(self, model: Any, facts: frozenset[str]) -> bool:
        """Whether a model took facts for true that nothing supports, given the ``facts`` that the engine concludes from
        its answers. Then the loop formulas that rule this out have been added.
        """
        loops = []
        for ring in self.connections.rings:
            assumed = ring.facts & self._facts.keys() - facts
            loops.append(frozenset(fact for fact in assumed if self.solver.is_true(model, self._facts[fact])))
        loops = [loop for loop in loops if loop]
        for loop in loops:
            supported = self.solver.disjunction([way for fact in sorted(loop) for way in self._ways(fact, loop)])
            for fact in sorted(loop):
                self.solver.require(self.solver.implies(self._facts[fact], supported))
        return bool(loops)

    def run(self, chosen: Chosen) -> frozenset[str]:
        """What the engine makes of answers: every fact that holds, the answers' own included."""
        given = self.answers.given(chosen)
        return self.compiled.run(given & self.program.inputs).facts | given


def changed_facts(first: Program, second: Program, unlike: frozenset[str] = frozenset()) -> frozenset[str]:
    """The facts that may mean something else in the second program: ``unlike`` from the start, defined differently, or resting on
    one that is.
    """
    changed = unlike | {fact for fact in {*first.facts, *second.facts} if _definition(first, fact) != _definition(second, fact)}
    return Connections(second).behind_facts(changed).facts | changed


def marks_of(program: Program, fact: str) -> list[tuple[Tally, int]]:
    """The tallies that conclude a fact, each with the total from which on it does."""
    return [(tally, mark.at_least) for tally in program.tallies_marking.get(fact, ()) for mark in tally.marks if mark.fact == fact]


def _definition(program: Program, fact: str) -> tuple[frozenset[GroundPremise], frozenset[tuple[Tally, int]]]:
    """What a concluded fact rests on, without the ids of rules and tallies: they mean nothing."""
    marks = frozenset((replace(tally, id="", marks=()), at_least) for tally, at_least in marks_of(program, fact))
    return frozenset(rule.premise for rule in program.rules_concluding.get(fact, ())), marks
