"""Facts: a kind and the id of an entry, with one textual form that reads back."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from hipexpert import Engine
from hipexpert.knowledge.packs.facts import Fact, FactKind, evidence, ids_of, weigh_id
from hipexpert.knowledge.packs.program import input_facts

KINDS = get_args(FactKind)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1)


@given(st.sampled_from(KINDS), IDS)
def test_the_textual_form_reads_back(kind: FactKind, entry: str) -> None:
    """What the name of a fact says is what it was made from."""
    assert Fact.of(Fact(kind, entry).name) == (kind, entry)


@given(IDS, IDS)
def test_evidence_names_its_rule_and_its_condition(rule: str, condition: str) -> None:
    """Evidence is about a rule and a condition, and both are read from its name."""
    assert Fact.of(evidence(rule, condition).name).weighs == (rule, condition)


@given(st.lists(st.builds(Fact, st.sampled_from(KINDS), IDS)), st.sampled_from(KINDS))
def test_the_ids_of_a_kind_are_those_of_its_facts_alone(facts: list[Fact], kind: FactKind) -> None:
    """Facts of other kinds, and of kinds whose names begin alike, are passed over."""
    assert list(ids_of(kind, (each.name for each in facts))) == [each.id for each in facts if each.kind == kind]


def test_every_fact_of_the_pack_is_an_answer_or_of_a_known_kind(engine: Engine) -> None:
    """The program has no fact whose name was made elsewhere."""
    program = engine.compiled.program
    concluded = set(program.facts) - input_facts(engine.pack)
    assert {Fact.of(name).kind for name in concluded} <= set(KINDS)
    assert not {Fact.of(name).kind for name in input_facts(engine.pack)} & set(KINDS)
    assert {tally.id for tally in program.tallies} == {weigh_id(each.id) for each in engine.pack.conditions if each.prior is not None}
