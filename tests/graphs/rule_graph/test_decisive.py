"""What is said to lie on every way to a conclusion, against trying every set of answers."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs
from strategies_packs import packs
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.engine import Program, ProgramRule, all_of, any_of, at_least
from hipexpert.engine.closure import Closure
from hipexpert.engine.oracle import meaning
from hipexpert.graphs.rule_graph.decisive import NOTHING, on_every_way
from hipexpert.graphs.rule_graph.program_graph import program_graph
from hipexpert.graphs.rule_graph.shape import SAID, Shape
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.knowledge import AnswerKey, read_intake

TINY_PACK = load_pack(TINY)
AGES = (None, 11, 12, 13, 15, 16)


def ways(program: Program) -> tuple[dict[str, int], dict[str, int]]:
    """What lies on every way to each part, when each part can be taken out by itself; and the bit of each part."""
    graph = program_graph(program)
    graph.add_nodes_from(f"fact:{fact}" for fact in program.facts)
    own = {part: 2 << number for number, part in enumerate(sorted(graph))}
    return on_every_way(program, program.inputs, own, graph), own


def without(program: Program, taken: ProgramRule) -> Program:
    """A program without one of its rules; what nothing concludes any more is an input that nobody gives."""
    rules = [rule for rule in program.rules if rule.id != taken.id]
    concluded = {fact for rule in rules for fact in rule.conclusions} | {mark.fact for tally in program.tallies for mark in tally.marks}
    return Program(program.inputs | (set(program.facts) - program.inputs - concluded), rules, program.tallies)


@settings(max_examples=examples(60), deadline=None)
@given(programs())
def test_of_early_facts_it_is_exact(program: Program) -> None:
    """An early fact needs an input or a rule exactly when all the other inputs, or all the other rules, do not give it."""
    lost, own = ways(program)
    early = [fact for fact in program.facts if fact not in program.late_facts]
    everything = meaning(program, program.inputs).facts
    for fact in early:
        assert bool(lost[f"fact:{fact}"] & NOTHING) == (fact not in everything)
    for taken in program.inputs:
        found = meaning(program, program.inputs - {taken}).facts
        for fact in early:
            assert bool(lost[f"fact:{fact}"] & own[f"fact:{taken}"]) == (fact not in found), (fact, taken)
    for rule in program.rules:
        found = meaning(without(program, rule), program.inputs).facts
        for fact in early:
            assert bool(lost[f"fact:{fact}"] & own[f"rule:{rule.id}"]) == (fact not in found), (fact, rule.id)


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_whoever_gets_a_conclusion_went_through_it(data: st.DataObject) -> None:
    """With weighing, exceptions, blocking and rings: of any answers that give a fact, each thing on every way to it is among them."""
    program = data.draw(programs())
    lost, own = ways(program)
    for facts in data.draw(st.lists(given_facts(program), min_size=5, max_size=15)):
        found = meaning(program, facts)
        went_through = 0
        for source, _ in found.justifications:
            went_through |= own[f"rule:{source}" if source in program.rule_by_id else f"tally:{source}"]
        for fact in found.facts:
            went_through |= own[f"fact:{fact}"]
        for fact in found.facts:
            assert lost[f"fact:{fact}"] & ~went_through == 0


def every_runner(pack: Pack) -> list[dict[str, object]]:
    """Every set of answers of the tiny vocabulary, unknown included, with an age on each side of every limit."""
    found = []
    said: list[tuple[object, ...]] = [(None, True, False), (None, "left", "right"), (None, True, False), (None, True, False), AGES]
    for swollen, side, front, back, age in product(*said):
        site = {name: there for name, there in (("front", front), ("back", back)) if there is not None}
        answers = {"swollen": swollen, "side": side, "site": site or None, "age": age}
        found.append({name: answer for name, answer in answers.items() if answer is not None})
    return found


@settings(max_examples=examples(40), deadline=None)
@given(packs(TINY_PACK))
def test_no_runner_of_a_small_pack_gets_a_conclusion_without_its_decisive_findings(pack: Pack) -> None:
    """Every conclusion of every possible runner: the findings, and the single answers, said to be on every way were answered so."""
    graph = RuleGraph(pack)
    shape, key, closure = Shape(graph), AnswerKey(pack), Closure(graph.program)
    needed = {fact: shape.on_every_way(fact) for fact in graph.program.facts if fact.startswith(SAID)}
    for answers in every_runner(pack):
        true, _ = key.facts(read_intake(answers, pack))
        found = closure.of(true)
        for fact, names in needed.items():
            if found.holds(fact):
                assert shape.concludable(fact)
                for name in names:
                    kind, _, rest = name.partition(":")
                    if kind == "finding":
                        assert rest in answers, (fact, name, answers)
                    elif kind == "answer":
                        assert rest in true, (fact, name, answers)


def test_a_gate_of_some_needs_what_too_few_could_do_without() -> None:
    """Two of three need none of them; two of three of which two share a part need that part; any needs what all share."""
    program = Program(
        ["a", "b", "c", "d"],
        [
            ProgramRule("two-of-three", at_least(2, "a", "b", "c"), ("some",)),
            ProgramRule("shared", at_least(2, all_of("a", "b"), all_of("a", "c"), "d"), ("sharing",)),
            ProgramRule("either", any_of(all_of("a", "b"), all_of("a", "c")), ("any",)),
            ProgramRule("after", all_of("any", "d"), ("end",)),
        ],
    )
    lost, own = ways(program)

    def inputs(fact: str) -> set[str]:
        return {name for name in "abcd" if lost[f"fact:{fact}"] & own[f"fact:{name}"]}

    assert inputs("some") == set()
    assert inputs("sharing") == {"a"}
    assert inputs("any") == {"a"}
    assert inputs("end") == {"a", "d"}
    assert lost["fact:end"] & own["rule:either"]
