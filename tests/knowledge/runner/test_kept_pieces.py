"""What is kept of one assessment never shows in another: neither in the bytes of a document nor in what is still open."""

import pytest
from random_intakes import contradictory_intakes, random_intakes

from hipexpert import Engine, Pack, Rule, Supports
from hipexpert.knowledge.runner import differential, known_items, wording
from hipexpert.knowledge.runner.citing import Cited
from hipexpert.knowledge.runner.known_items import KnownItem


def test_a_document_is_the_same_whatever_was_assessed_before(engine: Engine, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written from pieces that are kept or from the whole value, by an engine that has seen much or one that has seen others and keeps
    little.
    """
    intakes = [*random_intakes(pack, 5, seed=5), *contradictory_intakes(pack, 2, seed=5)]
    other = Engine(pack)
    with monkeypatch.context() as patched:
        patched.setattr(differential, "VARYING", 1)
        patched.setattr(wording, "REASONS", 1)
        turned = {intake: other.assess(intake).to_json("full") for intake in reversed(intakes)}
    for intake in intakes:
        result = engine.assess(intake)
        assert result.to_json("full") == turned[intake] == result.document("full").to_json()
        assert engine.next_questions(intake) == other.next_questions(intake)


def test_a_number_reads_as_that_of_the_runner_whoever_was_assessed_before(engine: Engine) -> None:
    """Two runners for whom the same rules fire by the same limits, of another age."""
    told = [engine.assess({"pain_site": ["deep_groin"], "age_years": age, "limp": True}).to_json("full") for age in (81, 82)]
    assert told[0].count("age 81 years") > 10
    assert told[0].replace("age 81 years", "age 82 years").replace('"age_years":81', '"age_years":82') == told[1]


def test_only_the_conditions_that_are_told_are_put_into_words(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that shows three conditions of sixty makes no rules in words about the others: that was a fifth of a cold start."""
    made: set[str] = set()

    def noting(rule: Rule, supports: Supports, fact: str, number: int, cites: Cited) -> KnownItem:
        made.add(supports.condition)
        return KnownItem(rule, supports, fact, number, cites)

    monkeypatch.setattr(known_items, "KnownItem", noting)
    result = Engine(pack).assess({"pain_site": ["deep_groin"], "age_years": 20, "limp": True})
    first = result.placings[0].condition.id
    assert len(result.placings) > 10
    assert result.ranked(first).for_
    assert made == {first}
