"""The circuit of a program against the oracle and the outlook, on random programs, facts and denials."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import programs

from hipexpert.engine import CompiledProgram, Gate, Item, Mark, Outlook, Program, ProgramRule, Tally
from hipexpert.engine.circuit import FALSE, TRUE, AtLeast, Circuit, Input, Not, Reaches, Sum, circuit_of, parts_of
from hipexpert.engine.oracle import holds, meaning


def evaluated(circuit: Circuit, true: frozenset[str], denied: frozenset[str]) -> Mapping[int, int]:
    """The value of every node, worked out node by node in plain Python."""
    values: dict[int, int] = {TRUE: 1, FALSE: 0}
    for number, node in enumerate(circuit.nodes):
        match node:
            case Input(fact, possible):
                values[number] = fact in true or (possible and fact not in denied)
            case AtLeast(count, of):
                values[number] = sum(values[part] for part in of) >= count
            case Not(of):
                values[number] = not values[of]
            case Sum(base, terms):
                values[number] = base + sum(weight for part, weight in terms if values[part])
                assert node.lowest <= values[number] <= node.highest
            case Reaches(total, least):
                values[number] = values[total] >= least
    return values


@settings(max_examples=examples(100), deadline=None)
@given(programs(), st.data())
def test_a_circuit_says_what_the_oracle_says(program: Program, data: st.DataObject) -> None:
    """Facts, rules, totals and what is possible agree, whichever inputs vary and whichever are known to be false."""
    inputs = sorted(program.inputs)
    varying = data.draw(st.frozensets(st.sampled_from(inputs)))
    impossible = data.draw(st.frozensets(st.sampled_from(inputs))) - varying
    true = data.draw(st.frozensets(st.sampled_from(sorted(varying)))) if varying else frozenset[str]()
    denied = data.draw(st.frozensets(st.sampled_from(sorted(varying)))) - true if varying else frozenset[str]()
    rules, tallies = [rule.id for rule in program.rules], [tally.id for tally in program.tallies]
    circuit = circuit_of(program, varying, impossible=impossible, facts=program.facts, rules=rules, tallies=tallies, possible=program.facts)
    values = evaluated(circuit, true, denied)
    expected = meaning(program, true)
    outlook = Outlook(CompiledProgram(program).run(true), denied | impossible)
    assert {fact for fact in program.facts if values[circuit.holds[fact]]} == expected.facts
    assert {rule for rule in rules if values[circuit.fires[rule]]} == {
        rule.id for rule in program.rules if holds(rule.premise, expected.facts)
    }
    assert {name: values[each.total] for name, each in circuit.weighs.items() if values[each.taken]} == expected.totals
    assert {fact for fact in program.facts if values[circuit.possible[fact]]} == outlook.possible


@settings(max_examples=examples(30), deadline=None)
@given(programs(), st.data())
def test_a_circuit_holds_only_what_was_asked_for(program: Program, data: st.DataObject) -> None:
    """Every node is needed, stands after what it reads, and no two are equal."""
    fact = data.draw(st.sampled_from(program.facts))
    circuit = circuit_of(program, program.inputs, facts=[fact])
    needed = {circuit.holds[fact]}
    for number in reversed(range(len(circuit.nodes))):
        assert number in needed
        needed.update(parts_of(circuit.nodes[number]))
        assert all(part < number for part in parts_of(circuit.nodes[number]))
    assert len(set(circuit.nodes)) == len(circuit.nodes)


def test_what_nobody_can_answer_is_decided_beforehand() -> None:
    """An input that does not vary is not given, and so is what needs it; it stays possible unless it is impossible."""
    program = Program(["a", "b", "c"], [ProgramRule("r", Gate(2, ("a", "b")), ("x",)), ProgramRule("s", Gate(1, ("a", "c")), ("y",))])
    circuit = circuit_of(program, ["a"], impossible=["c"], facts=["x", "y"], possible=["x", "y"])
    assert circuit.holds == {"x": FALSE, "y": circuit.nodes.index(Input("a", possible=False))}
    assert circuit.possible["x"] == circuit.possible["y"] == circuit.nodes.index(Input("a", possible=True))


def test_only_the_strongest_of_a_group_counts() -> None:
    """A group of three is worth its strongest item that counts, supporting before opposing where they are equal."""
    items = (Item("a", 3, "g"), Item("b", -3, "g"), Item("c", 1, "g"))
    program = Program(["a", "b", "c"], [], [Tally("t", 10, items, (Mark("m", 12),))])
    circuit = circuit_of(program, program.inputs, tallies=["t"])
    for true, total in (("abc", 13), ("bc", 7), ("c", 11), ("ac", 13), ("b", 7)):
        assert evaluated(circuit, frozenset(true), frozenset())[circuit.weighs["t"].total] == total


def test_facts_that_are_one_and_the_same_are_weighed_as_often_as_they_stand() -> None:
    """What follows from a fact alone is the same node: its weights add up, and those that cancel out are gone."""
    alias = [ProgramRule("alias", "a", ("x",)), ProgramRule("another", "a", ("y",))]
    program = Program(["a", "b"], alias, [Tally("t", 1, (Item("a", 3), Item("x", 5), Item("y", 6), Item("b", 4)), (Mark("m", 12),))])
    circuit = circuit_of(program, program.inputs, tallies=["t"])
    for true, total in (("", 1), ("a", 15), ("b", 5), ("ab", 19)):
        assert evaluated(circuit, frozenset(true), frozenset())[circuit.weighs["t"].total] == total
