"""Coverage: which premises are shown to matter, against the definition tried out."""

from typing import TYPE_CHECKING

from hypothesis import given, settings
from profiles import examples
from strategies_packs import packs_with_suites
from tiny import TINY

import hipexpert
from hipexpert import Engine, Pack
from hipexpert.audit.suite.coverage import coverage_of, decided_by
from hipexpert.audit.suite.premise_parts import parts, with_part
from hipexpert.audit.suite.stories import Stories
from hipexpert.engine import members_of
from hipexpert.knowledge.packs.premises import Limit, Premise, Several, fact_of

if TYPE_CHECKING:
    from hipexpert.knowledge.cases.suites import Suite

TINY_PACK = hipexpert.load_pack(TINY)
TRUE, FALSE = Limit("always", ">=", 1.0), Limit("never", ">=", 1.0)


def holds(premise: Premise, facts: frozenset[str]) -> bool:
    """Whether a premise holds, with a leaf that always does and one that never does."""
    if isinstance(premise, Several):
        return sum(holds(part, facts) for part in premise.of) >= premise.count
    return premise is TRUE or (premise is not FALSE and fact_of(premise) in facts)


@settings(max_examples=examples(25), deadline=None)
@given(packs_with_suites(TINY_PACK))
def test_a_premise_decides_where_the_rule_follows_it(drawn: tuple[Pack, "Suite"]) -> None:
    """A story counts when the rule's premise is true with the part put true and false with it put false, part by part."""
    pack, suite = drawn
    engine = Engine(pack)
    stories = Stories(engine, suite)
    facts = [engine.compiled.run(story.given).facts for story in stories.stories]
    uncovered = 0
    for rule in pack.active_rules:
        for path, part in parts(rule.premise):
            decides = [
                number
                for number, known in enumerate(facts)
                if holds(with_part(rule.premise, path, TRUE), known) and not holds(with_part(rule.premise, path, FALSE), known)
            ]
            fires = [number for number in decides if holds(part, facts[number])]
            silent = [number for number in decides if not holds(part, facts[number])]
            assert tuple(map(list, map(members_of, decided_by(rule, path, stories)))) == (fires, silent)
            uncovered += not (fires and silent)
    coverage = coverage_of(stories, {rule.id: "" for rule in pack.rules})
    assert len(coverage.premises.uncovered) == uncovered
    assert coverage.premises.count == coverage.premises.of - uncovered
    fired = {rule.id for rule in pack.active_rules for known in facts if holds(rule.premise, known)}
    assert {each.rule for each in coverage.rules.never} == set(pack.rule_by_id) - fired
