"""The formulas mean what the engine does: the same facts, totals and levels from the same answers."""

import random
from collections.abc import Iterator, Mapping
from itertools import combinations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from profiles import examples
from strategies import given_facts, programs

from hipexpert import Engine
from hipexpert.audit.proving import Prover, equivalent
from hipexpert.audit.proving.encoding import Encoding
from hipexpert.audit.proving.equivalence import space_of_inputs
from hipexpert.audit.proving.reachability import drawn
from hipexpert.audit.proving.searching import World
from hipexpert.audit.proving.solving import Solver
from hipexpert.engine import CompiledProgram, Item, Mark, Program, ProgramRule, Tally, all_of, any_of, at_least
from hipexpert.engine.oracle import meaning
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.packs.ladder import LEVELS

FEW = 5


def world_of(program: Program, inputs: list[str]) -> tuple[World, Encoding]:
    """A program over only these of its inputs; the others are given by nobody."""
    world = World(space_of_inputs(inputs))
    return world, world.encode(CompiledProgram(program))


def fixing(encoding: Encoding, chosen: Chosen) -> list[object]:
    """The assumptions that fix exactly these answers."""
    answers = encoding.answers
    return [
        variable if chosen.get(question) == option else answers.solver.negation(variable)
        for question, options in answers.space.options.items()
        for option, variable in zip(options, answers.options(question), strict=True)
    ]


def subsets(names: list[str]) -> Iterator[frozenset[str]]:
    """Every set of some of the names."""
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


@settings(max_examples=examples(80), deadline=None)
@given(programs(), st.data())
def test_under_fixed_answers_the_formula_holds_what_the_fixpoint_holds(program: Program, data: st.DataObject) -> None:
    """On random programs with circles, groups, exceptions and late rules, the one model of fixed answers is the fixpoint."""
    world, encoding = world_of(program, sorted(program.inputs))
    solver = world.solver
    for facts in data.draw(st.lists(given_facts(program), min_size=4, max_size=12)):
        expected = meaning(program, facts)
        fixed = fixing(encoding, {asked: options[0] for asked, options in world.space.options.items() if asked.finding in facts})
        signs = [(encoding.fact(fact), fact in expected.facts) for fact in program.facts]
        for tally in program.tallies:
            total = expected.totals.get(tally.id)
            signs.append((encoding.taken(tally), total is not None))
            if total is not None:
                signs += [(encoding.reaches(tally, total), True), (encoding.reaches(tally, total + 1), False)]
        same = [formula if sign else solver.negation(formula) for formula, sign in signs]
        assert allowed(world, [*fixed, *same], encoding) is True
        assert allowed(world, [*fixed, solver.negation(solver.conjunction(same))], encoding) is False


def allowed(world: World, goal: list[object], encoding: Encoding) -> bool | None:
    """Whether the formulas alone allow the goal, once no model takes unsupported facts for true."""
    while True:
        encoding.weigh_all()
        found = world.solver.check(goal)
        if not found.satisfiable or not encoding.refine(found.model, encoding.run(encoding.answers.chosen(found.model))):
            return found.satisfiable


@settings(max_examples=examples(40), deadline=None)
@given(programs())
def test_what_can_hold_is_what_some_answers_make_hold(program: Program) -> None:
    """The solver's verdict on each fact, and on pairs of facts, is that of trying all answers."""
    inputs = sorted(program.inputs)[:FEW]
    world, encoding = world_of(program, inputs)
    every = [meaning(program, given).facts for given in subsets(inputs)]
    names = list(program.facts)
    for first, second in zip(names, [*names[1:], names[0]], strict=True):
        for wanted, unwanted in (([first], []), ([first, second], []), ([first], [second])):
            expected = any(set(wanted) <= facts and facts.isdisjoint(unwanted) for facts in every)
            goal = [encoding.fact(name) for name in wanted] + [world.solver.negation(encoding.fact(name)) for name in unwanted]

            def shows(runners: tuple[dict[int, int]], wanted: list[str] = wanted, unwanted: list[str] = unwanted) -> bool:
                facts = encoding.run(runners[0])
                return set(wanted) <= facts and facts.isdisjoint(unwanted)

            assert world.search(goal, shows).found == expected


@settings(max_examples=examples(40), deadline=None)
@given(programs(), st.data())
def test_equivalent_programs_are_those_that_enumeration_cannot_tell_apart(program: Program, data: st.DataObject) -> None:
    """A program and the same with one rule or item gone are told apart exactly when some answers tell them apart."""
    dropped = data.draw(st.sampled_from([rule.id for rule in program.rules] or [""]))
    rules = [rule for rule in program.rules if rule.id != dropped]
    tallies = [Tally(each.id, each.base, each.items[1:], each.marks, each.blocked_by) for each in program.tallies]
    tallies = tallies if data.draw(st.booleans()) else list(program.tallies)
    concluded = {fact for rule in rules for fact in rule.conclusions} | {mark.fact for each in tallies for mark in each.marks}
    # What the dropped rule concluded is concluded by nobody now, and must not become an answer.
    gone = sorted({fact for rule in program.rules for fact in rule.conclusions} - concluded)
    never = [ProgramRule(f"never-{fact}", all_of(fact, "off"), (fact,)) for fact in gone]
    inputs = {*sorted(program.inputs)[:FEW]}
    closed = [ProgramRule(f"closed-{fact}", all_of(fact, "off"), (fact,)) for fact in sorted(program.inputs - inputs)]
    one = Program({*inputs, "off"}, [*program.rules, *closed], program.tallies)
    other = Program({*inputs, "off"}, [*rules, *never, *closed], tallies)
    verdict = equivalent(one, other)
    facts = [*sorted(inputs), "off"]
    expected = all(
        (first.facts, first.totals) == (second.facts, second.totals)
        for first, second in ((meaning(one, given), meaning(other, given)) for given in subsets(facts))
    )
    assert verdict.answer is expected
    if verdict.witness is not None:
        given = frozenset(verdict.witness.answers)
        first, second = meaning(one, given), meaning(other, given)
        assert (first.facts, first.totals) != (second.facts, second.totals)


def test_rules_that_feed_each_other_prove_nothing_by_themselves() -> None:
    """Two facts that only support each other hold for nobody, however the circle is closed."""
    rules = [
        ProgramRule("a", any_of("two", all_of("x", "y")), ("one",)),
        ProgramRule("b", at_least(2, "one", "three", "x"), ("two",)),
        ProgramRule("c", "two", ("three",)),
    ]
    world, encoding = world_of(Program({"x", "y"}, rules), ["x"])
    assert world.search([encoding.fact("one")], lambda runners: "one" in encoding.run(runners[0])).found is False
    world, encoding = world_of(Program({"x", "y"}, rules), ["x", "y"])
    found = world.search([encoding.fact("three")], lambda runners: "three" in encoding.run(runners[0]))
    assert world.space.answers(found.runners[0]) == {"x": True, "y": True}


@pytest.mark.parametrize(("mark", "reachable"), [(9, True), (10, False)])
def test_totals_are_exact_to_the_deciban(mark: int, reachable: bool) -> None:
    """The strongest of a group counts alone, an exception silences it, evidence against is subtracted."""
    items = (Item("a", 8, "g"), Item("b", 6, "g", unless=("c",)), Item("d", 3), Item("e", -5), Item("c", 4, leading=False))
    tally = Tally("t", -6, items, (Mark("m", mark),))
    world, encoding = world_of(Program(set("abcde"), [], [tally]), list("abcde"))
    found = world.search([encoding.fact("m")], lambda runners: "m" in encoding.run(runners[0]))
    assert found.found is reachable
    assert not reachable or world.space.answers(found.runners[0]) == {"a": True, "c": True, "d": True}


def test_too_little_effort_is_said_and_is_no_proof() -> None:
    """A hard question with next to no effort is not decided; with enough it is."""
    lot = random.Random(5)  # noqa: S311
    inputs = [f"i{number:02}" for number in range(40)]
    rules = [ProgramRule(f"r{number}", at_least(4, *lot.sample(inputs, 7)), (f"f{number}",)) for number in range(60)]
    items = tuple(Item(f"f{number}", lot.choice([-7, -5, 3, 11, 13])) for number in range(60))
    program = Program(inputs, rules, [Tally("t", 0, items, (Mark("m", 40), Mark("n", 41)))])
    answers = {}
    for effort in (50, 50_000_000):
        world = World(space_of_inputs(inputs), effort)
        encoding = world.encode(CompiledProgram(program))
        goal = [encoding.fact("m"), world.solver.negation(encoding.fact("n"))]
        answers[effort] = world.search(goal, lambda runners, run=encoding.run: {"m"} <= run(runners[0]) - {"n"}).found  # type: ignore[misc]
    assert answers == {50: None, 50_000_000: True}


@pytest.mark.deep
def test_the_shipped_pack_means_the_same_as_a_formula(prover: Prover, engine: Engine) -> None:
    """On random runners, few answers and many, every pattern, suspicion, advice and level is that of the engine."""
    encoding, outcomes, solver = prover.outcomes.encoding, prover.outcomes, prover.world.solver
    facts = [fact for fact in engine.compiled.program.facts if not fact.startswith(("evidence:", "avoid:"))]
    formulas = {fact: encoding.fact(fact) for fact in facts if fact not in engine.compiled.program.inputs}
    levels = {level: outcomes.is_level(level) for level in LEVELS}
    given = {advice.id: outcomes.given(advice.id) for advice in engine.pack.advice}
    encoding.weigh_all()
    for chosen in drawn(prover.space, 24):
        model = solver.check(fixing(encoding, chosen)).model

        def true(names: Mapping[str, object], model: object = model) -> set[str]:
            return {name for name, formula in names.items() if solver.is_true(model, formula)}

        assessment = engine.assess(prover.space.answers(chosen))
        assert true(formulas) == assessment.run.facts & formulas.keys()
        assert true(levels) == {assessment.level}
        assert true(given) == {each.id for each in assessment.plan.advice}


def test_a_solver_forgets_no_effort_between_questions() -> None:
    """The effort bounds each question by itself: many easy ones do not use up that of the next."""
    solver = Solver(20_000)
    variables = [solver.variable(f"v{number}") for number in range(20)]
    solver.require(solver.sum_at_least([(variable, 1) for variable in variables], 10))
    assert all(solver.check([variable]).satisfiable for _ in range(20) for variable in variables)
