"""A decision table says exactly what its rules say."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_packs import packs
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.audit.review.phrasebook import RulePhrases
from hipexpert.audit.review.sentences import premise_in
from hipexpert.audit.review.tables import DecisionTable, decision_table, family
from hipexpert.engine import holds
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import fact_of, leaves, to_gate

PACK = load_pack(TINY)


def fires(table: DecisionTable, book: RulePhrases, rule: Rule, facts: frozenset[str]) -> bool:
    """Whether a table says that a rule fires: somebody reads the rows that a column marks."""
    said = [premise_in(book, row) for row in table.rows]
    return any(way.rule == rule.id and all(holds(to_gate(said[row]), facts) for row in way.needs) for way in table.ways)


@settings(max_examples=examples(100))
@given(st.data())
def test_a_rule_fires_where_one_of_its_columns_does(data: st.DataObject) -> None:
    """For whatever holds of a runner; a rule with too many ways stands beside the table as a sentence."""
    pack = data.draw(packs(PACK))
    book = RulePhrases(pack)
    table = decision_table(book, pack.rules)
    assert set(table.then) | set(table.others) == {rule.id for rule in pack.rules}
    for rule in pack.rules:
        if rule.id in table.others:
            continue
        named = sorted({fact_of(leaf) for leaf in leaves(rule.premise)})
        facts = frozenset(data.draw(st.lists(st.sampled_from(named), unique=True)))
        assert fires(table, book, rule, facts) == holds(to_gate(rule.premise), facts)


def test_a_family_is_a_file_or_what_is_concluded(pack: Pack) -> None:
    """Every rule in force of it and no other."""
    emergencies = family(pack, "urgency=emergency")
    assert len(emergencies) > 20
    assert {rule.file for rule in family(pack, "rules/bleeding")} == {"rules/bleeding.yaml"}
    assert family(pack, "bleeding") == family(pack, "rules/bleeding.yaml")
