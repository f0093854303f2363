"""Routes against trying every set of answers, and against a fixpoint of costs."""

import math
from collections.abc import Iterable
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs

from hipexpert.engine import CompiledProgram, Gate, GroundPremise, Item, Mark, Outlook, Program, ProgramRule, Tally, all_of, any_of
from hipexpert.engine.oracle import meaning
from hipexpert.engine.searching import KnownRoutes, Route, Routes


def routes_of(program: Program, given_: frozenset[str] = frozenset(), denied: frozenset[str] = frozenset()) -> Routes[str]:
    """The routes in a program, where each open input is a question by itself."""
    return Routes(Outlook(CompiledProgram(program).run(given_), denied), lambda fact: fact)


def costs(program: Program, given_: frozenset[str], denied: frozenset[str]) -> dict[str, float]:
    """What each fact takes where no two parts of a premise share an answer: rounds over all rules until nothing changes."""
    found = {fact: 0.0 if fact in given_ else math.inf for fact in program.facts}
    found.update(dict.fromkeys(program.inputs - given_ - denied, 1.0))

    def cost(premise: GroundPremise) -> float:
        return sum(sorted(map(cost, premise.of))[: premise.count]) if isinstance(premise, Gate) else found[premise]

    before: dict[str, float] = {}
    while before != found:
        before = dict(found)
        for rule in program.rules:
            for fact in rule.conclusions:
                found[fact] = min(found[fact], cost(rule.premise))
    return found


@settings(max_examples=examples(200))
@given(st.data())
def test_a_route_takes_no_fewer_answers_than_there_must_be(data: st.DataObject) -> None:
    """And no more than a search that shares none; there is one exactly where further answers can make the fact hold.

    In circles of rules too, and whichever fact was asked for first.
    """
    drawn = data.draw(programs())
    marks = {mark.fact for tally in drawn.tallies for mark in tally.marks} - {each for rule in drawn.rules for each in rule.conclusions}
    program = Program(drawn.inputs | marks, drawn.rules)
    said = data.draw(given_facts(program))
    denied = data.draw(given_facts(program)) - said
    routes, expected = routes_of(program, said, denied), costs(program, said, denied)
    free = sorted(program.inputs - said - denied)
    least = dict.fromkeys(program.facts, math.inf)
    for size in range(4):
        for more in combinations(free, size):
            for fact in meaning(program, said.union(more)).facts:
                least[fact] = min(least[fact], size)
    for fact in data.draw(st.permutations(program.facts)):
        route = routes.of(fact)
        assert (route is None) == math.isinf(expected[fact])
        if route is not None:
            assert min(least[fact], 4) <= route.need <= expected[fact]
            assert min(route.through.values(), default=0) == route.need
            assert set(route.through) <= set(free)
        assert sorted(routes.questions(fact)) == sorted(route.through if route else ())
    # Of rules in circles a way may be dearer after other questions, within the bounds above: both are asked anew.
    through = routes_of(program, said, denied).through
    told = routes_of(program, said, denied).to(program.rules)
    for number, rule in enumerate(program.rules):
        expected_ways: dict[int, list[str]] = {}
        for each, cost in told[rule.id].through.items() if rule.id in told else ():
            expected_ways.setdefault(cost, []).append(each)
        found = [(cost, sorted(each)) for cost, each in through((number,))[0]]
        assert found == [(cost, sorted(expected_ways[cost])) for cost in sorted(expected_ways)]


@settings(max_examples=examples(200))
@given(st.data())
def test_routes_that_were_found_before_are_those_that_would_be_found(data: st.DataObject) -> None:
    """Whatever was answered when they were found, and by whichever part each question was asked."""
    program = data.draw(programs())
    compiled = CompiledProgram(program)
    kept = KnownRoutes[str](compiled.tables)
    parts = data.draw(st.sets(st.sampled_from(sorted(program.inputs)))) if program.inputs else set[str]()
    for _ in range(3):
        said = data.draw(given_facts(program))
        outlook = Outlook(compiled.run(said), data.draw(given_facts(program)) - said)
        apart = parts & said

        def asked(fact: str, apart: set[str] = apart) -> str:
            return f"part {fact}" if apart else fact

        numbers = [compiled.tables.index[fact] for fact in program.inputs] if apart else []
        again, anew = Routes(outlook, asked, kept, numbers), Routes(outlook, asked)
        near = Routes(outlook, asked, kept, numbers, 2)
        rules = tuple(range(len(program.rules)))
        found, fresh, nearest = ([sorted_(ways) for ways in routes.through(rules)] for routes in (again, anew, near))
        assert found == fresh == [sorted_(ways) for rule in rules for ways in anew.through((rule,))]
        assert [[each for each in ways if each[0] <= 2] for ways in nearest] == [[each for each in ways if each[0] <= 2] for ways in found]


def sorted_(ways: Iterable[tuple[int, Iterable[str]]]) -> list[tuple[int, list[str]]]:
    """Ways with their questions in order."""
    return [(cost, sorted(each)) for cost, each in ways]


def test_a_question_outside_the_cheapest_way_costs_what_it_takes_more() -> None:
    """One of two further answers, or the dearer way through two others."""
    program = Program("abcd", [ProgramRule("r", all_of("a", any_of("b", all_of("c", "d"))), ("x",))])
    assert routes_of(program).of("x") == Route(2, {"a": 2, "b": 2, "c": 3, "d": 3})
    assert routes_of(program, denied=frozenset("b")).of("x") == Route(3, {"a": 3, "c": 3, "d": 3})
    assert routes_of(program, denied=frozenset("a")).of("x") is None


def test_a_circle_gives_the_same_routes_from_each_of_its_facts() -> None:
    """What rests on a fact that waits for it is not kept for those that do not."""
    program = Program("a", [ProgramRule("r1", "y", ("x",)), ProgramRule("r2", "a", ("x",)), ProgramRule("r3", "x", ("y",))])
    for order in ("xy", "yx"):
        routes = routes_of(program)
        assert [routes.of(fact) for fact in order] == [Route(1, {"a": 1})] * 2


def test_a_mark_is_reached_by_the_strongest_open_items_and_one_that_leads() -> None:
    """Until the total is enough; without enough that could count there is no route."""
    items = (Item("a", 5, leading=False), Item("b", 3), Item("c", 1))
    program = Program("abc", [], [Tally("t", 0, items, (Mark("m", 8), Mark("n", 10)))])
    assert routes_of(program).of("m") == Route(2, {"a": 2, "b": 2})
    assert routes_of(program, frozenset("b")).of("m") == Route(1, {"a": 1})
    assert routes_of(program).of("n") is None
