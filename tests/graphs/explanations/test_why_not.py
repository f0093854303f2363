"""Why something was not concluded: what is contradicted, what is open, and the smallest change."""

from contextlib import suppress
from pathlib import Path

import pytest
from changing import changed
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes
from tiny import TINY, WHY, copied

from hipexpert import Engine, Pack, UnknownConclusionError, UnverifiedError, read_case_file
from hipexpert.graphs.explanations.targets import ConcludedError, conclusions
from hipexpert.graphs.explanations.values import Change
from hipexpert.graphs.explanations.why_not import why_not
from hipexpert.graphs.programs import hindrances
from hipexpert.graphs.programs.hindrances import PremiseStatus
from hipexpert.knowledge import LEVELS

EXAMPLES = Path(__file__).parents[3] / "examples"
RULES = "rules/knee.yaml"
FIRST = "- id: front-pain-supports-jumpers-knee"


@pytest.fixture(scope="module")
def tiny() -> Engine:
    """The engine of the tiny pack."""
    return Engine(TINY)


def words(changes: tuple[Change, ...] | None) -> list[str]:
    """Changes as `-f` takes them."""
    return [each.word for each in changes or ()]


def leaves(premise: PremiseStatus) -> list[tuple[str, str, str]]:
    """The ends of a premise: as written, in words, and their status."""
    return [each for part in premise.of for each in leaves(part)] or [(premise.written, premise.says, premise.status)]


def test_contradicted_and_unanswered_are_never_mixed_up(tiny: Engine) -> None:
    """The swelling was denied, the side was not asked: one is answered otherwise, the other is open."""
    found = why_not(tiny.assess({"swollen": False, "age": 40}), "urgent")
    (near,) = found.rules
    assert near.rule == "a-swollen-knee-in-a-child-is-urgent"
    assert leaves(near.premise) == [
        ("pattern: irritated_joint", "the joint is irritated", "open"),
        ("age: {at_least: 5}", "age 40", "holds"),
        ("age: {at_most: 15}", "age 40", "contradicted"),
    ]
    assert (near.contradicted, near.open) == (("age 40",), ("the joint is irritated",))
    assert found.verdict == "blocked"


def test_an_answer_that_is_missing_makes_it_open(tiny: Engine) -> None:
    """Nothing speaks against the pattern; the smallest change is to answer one question."""
    found = why_not(tiny.assess({"age": 10}), "irritated_joint")
    assert (found.verdict, found.impossible) == ("open", False)
    assert words(found.change) in (["swollen=yes"], ["side=left"], ["side=right"])
    assert all(each.before is None for each in found.change or ())


def test_a_condition_tells_how_it_stands_in_the_weighing(tiny: Engine) -> None:
    """Possible and not likely: what it has, what it needs."""
    found = why_not(tiny.assess({"site": ["front"], "age": 10}), "jumpers_knee")
    assert found.weighed is not None
    assert (found.weighed.decibans, found.weighed.needed) == (1, 5)
    assert found.weighed.evidence is not None
    assert [each.decibans for each in found.weighed.evidence.against] == [-3]


def test_what_is_excluded_tells_what_excludes_it(tmp_path: Path) -> None:
    """The reason is the rule that ruled it out, not the weighing."""
    rule = f"- {{id: no-front-pain-rules-it-out, title: a, when: {{site: {{absent: front}}}}, then: [{{excludes: jumpers_knee}}], {WHY}}}\n"
    engine = Engine(copied(tmp_path, (RULES, FIRST, rule + FIRST)))
    found = why_not(engine.assess({"site": {"front": False}}), "jumpers_knee")
    assert (found.verdict, [each.rule for each in found.reasons]) == ("excluded", ["no-front-pain-rules-it-out"])


def test_withheld_advice_tells_what_forbids_it(engine: Engine) -> None:
    """Advice that a suspected condition forbids names the rules that forbid it."""
    assessment = engine.assess({"pain_site": ["deep_groin"], "weight_bearing": "painful", "agg_impact_running": True, "limp": True})
    withheld = next(each for each in assessment.plan.withheld if each.reasons)
    found = why_not(assessment, withheld.id)
    assert found.verdict == "withheld"
    assert found.reasons == withheld.reasons


def test_a_likely_condition_that_is_not_first_tells_what_is_ahead(engine: Engine) -> None:
    """It was concluded, and others rank before it."""
    assessment = engine.assess(read_case_file(EXAMPLES / "groin_pain_college_runner.yaml", engine.pack))
    likely = [each for each in assessment.differential if each.band == "likely"]
    found = why_not(assessment, likely[1].condition)
    assert found.verdict == "outranked"
    assert [each.condition for each in found.ahead] == [likely[0].condition]
    with pytest.raises(ConcludedError, match="--how"):
        why_not(assessment, likely[0].condition)


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ("urgent", ConcludedError, "`urgent` was concluded"),
        ("routine", ConcludedError, "the urgency is `urgent`, which is above `routine`"),
        ("urgency", ConcludedError, "`urgency` was concluded"),
        ("irritated_joint", ConcludedError, "--how irritated_joint"),
        ("iritated_joint", UnknownConclusionError, "did you mean `irritated_joint`"),
    ],
)
def test_what_was_concluded_is_sent_to_how(asked: str, error: type[Exception], message: str, tiny: Engine) -> None:
    """There is nothing to explain about what follows; a wrong name brings the right one."""
    with pytest.raises(error, match=message):
        why_not(tiny.assess({"swollen": True, "age": 10}), asked)


def test_what_no_rule_concludes_says_so(tmp_path: Path) -> None:
    """A factor that the pack only describes may be asked about like any other conclusion."""
    about = "name: Worn shoes, plain: a, kind: contributing_factor, typical_urgency: self_care, regions: [front]"
    factor = f"- {{id: worn_shoes, {about}, sources: [{{ref: book, at: page 1}}]}}\n"
    engine = Engine(copied(tmp_path, ("conditions/knee.yaml", "- id: low_saddle", factor + "- id: low_saddle")))
    with pytest.raises(ConcludedError, match="no rule concludes `worn_shoes`"):
        why_not(engine.assess({}), "worn_shoes")


@pytest.mark.deep
@pytest.mark.parametrize("kind", ["level", "factor", "pattern"])
def test_every_conclusion_of_the_pack_may_be_asked_about(kind: str, engine: Engine) -> None:
    """Each is explained, or the message says that it was concluded or that no rule concludes it."""
    assessment = engine.assess({"age_years": 34, "pain_site": ["deep_groin"], "limp": True})
    words = [word for word, target in conclusions(engine.pack).items() if target.kind == kind]
    assert words
    for word in words:
        with suppress(ConcludedError):
            assert why_not(assessment, word).conclusion == word


def test_a_change_or_a_status_that_does_not_verify_is_never_shown(tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the independent checker refuses stops the answer."""
    with monkeypatch.context() as patch:
        patch.setattr(hindrances, "what_follows", lambda *_: (frozenset(), {}))
        with pytest.raises(UnverifiedError, match="does not verify"):
            why_not(tiny.assess({"age": 10}), "irritated_joint")
    monkeypatch.setattr(hindrances, "what_could_follow", lambda *_: frozenset())
    with pytest.raises(UnverifiedError, match="does not verify"):
        why_not(tiny.assess({"age": 10}), "irritated_joint")


@settings(max_examples=examples(15), deadline=None)
@given(data=st.data())
def test_the_smallest_change_does_what_it_says(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Applied, it brings the level about and makes each near rule fire; it never touches age or sex."""
    assessment = engine.assess(data.draw(intakes(pack, most=8)))
    higher = LEVELS[LEVELS.index(assessment.raised) + 1 :]
    if not higher:
        return
    level = data.draw(st.sampled_from(higher))
    found = why_not(assessment, level)
    if found.change is not None:
        assert f"urgency:{level}" in changed(assessment, found.change).run.facts
    for near in found.rules:
        if near.change is not None:
            after = changed(assessment, near.change)
            assert near.rule in {step.source for step in after.derivation}
            assert set(after.contradictions) <= set(assessment.contradictions) or not after.contradictions
            assert not {each.finding for each in near.change} & {"age_years", "sex"}
