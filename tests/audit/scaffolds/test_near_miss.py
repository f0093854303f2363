"""A near miss is one answer away, and both sides are as the engine says."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_packs import packs
from tiny import TINY

import hipexpert
from hipexpert.audit.scaffolds.near_miss import near_miss
from hipexpert.audit.suite.scaffolding import Scaffolder
from hipexpert.audit.suite.story_finding import leaves_of
from hipexpert.engine.oracle import meaning
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.runner.reading_intake import read_intake


def fired(engine: hipexpert.Engine, answers: Mapping[str, object]) -> set[str]:
    """The rules that fire, by the brute-force oracle."""
    given = engine.key.facts(read_intake(answers, engine.pack))[0]
    return {name for name, _ in meaning(engine.compiled.program, given).justifications}


def apart(one: Mapping[str, object], two: Mapping[str, object]) -> set[tuple[str, str | None]]:
    """The single answers in which two stories differ."""

    def said(story: Mapping[str, object]) -> dict[tuple[str, str | None], object]:
        return {(name, value): answer[value] if isinstance(answer := story[name], Mapping) else answer for name, value in leaves_of(story)}

    first, second = said(one), said(two)
    return {leaf for leaf in first.keys() | second.keys() if first.get(leaf) != second.get(leaf)}


TINY_PACK = hipexpert.load_pack(TINY)


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_on_random_packs_every_near_miss_is_near_and_a_miss(data: st.DataObject) -> None:
    """For each rule that fires in some story, its conclusions come, and without the one answer the rule is silent."""
    engine = ExplainingEngine(data.draw(packs(TINY_PACK)))
    scaffolder = Scaffolder(engine)
    for rule in engine.pack.active_rules:
        stories, _ = scaffolder.stories(rule)
        pair = near_miss(scaffolder.finder, rule, stories)
        # Shortened, every answer of a story decides, so a rule that fires in one has a near miss.
        assert (pair is None) == (not stories)
        if pair is not None:
            assert rule.id in fired(engine, pair.fires)
            assert rule.id not in fired(engine, pair.silent)
            assert [leaf[0] for leaf in apart(pair.fires, pair.silent)] == [pair.apart]


def test_rules_of_the_hip_pack_have_near_misses(engine: hipexpert.Engine) -> None:
    """A sample, among them late rules; the few that the plain search does not reach are left to the solver."""
    scaffolder = Scaffolder(engine)
    for rule in engine.pack.active_rules[::60]:
        pair = near_miss(scaffolder.finder, rule, scaffolder.stories(rule)[0])
        assert pair is not None, rule.id
        assert len(apart(pair.fires, pair.silent)) == 1
        assert rule.id in fired(engine, pair.fires)
        assert rule.id not in fired(engine, pair.silent)
