"""What hangs together in a program, against following every rule by hand."""

from hypothesis import given
from strategies import programs

from hipexpert.engine import Program, ProgramRule, all_of, leaves
from hipexpert.graphs.rule_graph.connections import Connections


def followed(program: Program, fact: str) -> frozenset[str]:
    """The facts that a fact leads to, by going through all rules and tallies until nothing is added."""
    found = {fact}
    while True:
        more = {each for rule in program.rules if found.intersection(leaves(rule.premise)) for each in rule.conclusions}
        more |= {mark.fact for tally in program.tallies if found.intersection(tally.mentions()) for mark in tally.marks}
        if more <= found:
            return frozenset(found)
        found |= more


@given(programs())
def test_behind_facts_lies_what_following_the_rules_reaches(program: Program) -> None:
    """One fact reaches what going through all rules again and again reaches, and several reach what each of them does."""
    connections = Connections(program)
    reached = {fact: followed(program, fact) for fact in program.facts}
    for fact in program.facts:
        assert connections.behind_facts([fact]).facts | {fact} == reached[fact]
    several = sorted(program.facts)[::2]
    assert connections.behind_facts(several).facts.union(several) == frozenset().union(*(reached[fact] for fact in several))
    for rule in program.rules:
        assert connections.behind_rule(rule.id).facts == frozenset().union(*(reached[fact] for fact in rule.conclusions))


@given(programs())
def test_a_ring_holds_the_facts_that_lead_to_each_other_and_no_other(program: Program) -> None:
    """Two facts stand in one ring exactly when a rule leads from each of them to the other."""
    rings = [ring.facts for ring in Connections(program).rings]
    led_to = {fact: followed_on(program, fact) for fact in program.facts}
    for fact in program.facts:
        for other in program.facts:
            both_ways = other in led_to[fact] and fact in led_to[other]
            assert any({fact, other} <= ring for ring in rings) is both_ways


def followed_on(program: Program, fact: str) -> frozenset[str]:
    """The facts that lie behind a fact; the fact itself only where it leads back to itself."""
    beside = [each for rule in program.rules if fact in leaves(rule.premise) for each in rule.conclusions]
    beside += [mark.fact for tally in program.tallies if fact in tally.mentions() for mark in tally.marks]
    return frozenset().union(*(followed(program, each) for each in beside))


def test_an_island_holds_what_nothing_leads_out_of_or_into() -> None:
    """Two rules about the same answer stand together, a third about another one apart."""
    rules = [ProgramRule("a", "one", ("x",)), ProgramRule("b", all_of("one", "two"), ("y",)), ProgramRule("c", "three", ("z",))]
    islands = Connections(Program(frozenset({"one", "two", "three"}), rules)).islands
    assert {island.rules for island in islands} == {frozenset({"a", "b"}), frozenset({"c"})}
