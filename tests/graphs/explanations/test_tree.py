"""How a conclusion was reached: a tree from the conclusion to the answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes
from tiny import TINY, WHY, copied

from hipexpert import Engine, ExplainedAssessment, HowReason, HowStep, NotConcludedError, Pack, UnknownConclusionError
from hipexpert.graphs.explanations.tree import derivation_trees

RULES = "rules/knee.yaml"
FIRST = "- id: front-pain-supports-jumpers-knee"


@pytest.fixture(scope="module")
def tiny() -> Engine:
    """The engine of the tiny pack."""
    return Engine(TINY)


def with_rules(folder: Path, *rules: str) -> Engine:
    """The engine of the tiny pack with more rules: each is its id, `when` and `then`."""
    added = ""
    for rule in rules:
        name, when, then = rule.split(" | ")
        added += f"- {{id: {name}, title: {name}, when: {when}, then: [{then}], {WHY}}}\n"
    return Engine(copied(folder, (RULES, FIRST, added + FIRST)))


def told(assessment: ExplainedAssessment, conclusion: str) -> HowStep:
    """The tree of a conclusion; nothing of it lies too deep."""
    (tree,) = derivation_trees(assessment, conclusion)
    return tree


def steps(step: HowStep) -> Iterator[HowStep]:
    """A step and all those below it."""
    yield step
    for reason in step.reasons:
        for premise in reason.premises:
            yield from steps(premise)


def given_labels(step: HowStep) -> set[str]:
    """The answers at the ends of a tree."""
    return {each.label for each in steps(step) if each.given}


def only_reason(step: HowStep) -> HowReason:
    """The one reason of a step."""
    (reason,) = step.reasons
    return reason


def test_the_urgency_is_traced_through_a_pattern_to_the_answers(tiny: Engine) -> None:
    """The rule that raised it, the pattern it rests on, and an answer that met two comparisons told once."""
    step = told(tiny.assess({"swollen": True, "age": 10}), "urgency")
    assert (step.fact, step.given) == ("urgency:urgent", False)
    reason = only_reason(step)
    assert (reason.rule, reason.because) == ("a-swollen-knee-in-a-child-is-urgent", "It may be an infection.")
    assert [(each.label, each.given) for each in reason.premises] == [("Irritated joint", False), ("age 10", True)]
    assert given_labels(step) == {"a swollen knee", "age 10"}


def test_a_rule_brings_its_sources(tiny: Engine) -> None:
    """Each reason by a rule names what it was taken from."""
    reason = only_reason(told(tiny.assess({"swollen": True, "age": 10}), "urgency"))
    assert [(each.ref, each.title, each.stance) for each in reason.sources] == [("book", "A book about knees", "support")]


def test_a_condition_is_traced_through_its_weighing(tiny: Engine) -> None:
    """The total stands with the evidence it was taken of."""
    step = told(tiny.assess({"site": ["front"]}), "jumpers_knee")
    reason = only_reason(step)
    assert (step.label, reason.rule, reason.decibans) == ("Possible: Jumper's knee", "weigh:jumpers_knee", 4)
    (evidence,) = reason.premises
    assert evidence.label == "+10 for Jumper's knee"
    assert only_reason(evidence).rule == "front-pain-supports-jumpers-knee"
    assert given_labels(step) == {"pain in front"}


def test_a_rule_that_suspects_a_condition_outright_stands_beside_its_weighing(tmp_path: Path) -> None:
    """A red flag is not lost among the decibans."""
    engine = with_rules(tmp_path, "a-swollen-knee-is-suspect | {swollen: true} | {suspect: jumpers_knee}")
    step = told(engine.assess({"site": ["front"], "swollen": True}), "jumpers_knee")
    assert {reason.rule for reason in step.reasons} == {"weigh:jumpers_knee", "a-swollen-knee-is-suspect"}
    assert given_labels(step) == {"pain in front", "a swollen knee"}


def test_a_condition_that_was_weighed_but_reached_no_mark_is_told_too(tmp_path: Path) -> None:
    """Why something ranks low is an answer as well."""
    engine = Engine(copied(tmp_path, ("conditions/knee.yaml", "prior: common", "prior: very_rare")))
    step = told(engine.assess({"site": ["front"], "age": 10}), "jumpers_knee")
    assert (step.fact, step.label) == ("weigh:jumpers_knee", "Unlikely: Jumper's knee")
    assert only_reason(step).decibans == -17
    assert given_labels(step) == {"pain in front", "age 10"}


def test_a_pattern_and_a_factor_are_found_by_their_ids(tiny: Engine) -> None:
    """Whatever has an id can be asked for, and so can a fact."""
    assessment = tiny.assess({"site": ["front"], "swollen": True})
    assert told(assessment, "irritated_joint").fact == "pattern:irritated_joint"
    assert told(assessment, "low_saddle").fact == "contributing:low_saddle"
    assert told(assessment, "pattern:irritated_joint") == told(assessment, "irritated_joint") == assessment.how("irritated_joint").tree
    assert told(assessment, "swollen=yes") == HowStep("swollen=yes", "a swollen knee", given=True)


def test_an_excluded_condition_tells_what_excluded_it(tmp_path: Path) -> None:
    """What is ruled out is not weighed, and the reason is the rule that ruled it out."""
    engine = with_rules(tmp_path, "no-front-pain-rules-it-out | {site: {absent: front}} | {excludes: jumpers_knee}")
    step = told(engine.assess({"site": {"front": False, "back": True}}), "jumpers_knee")
    assert (step.fact, step.label) == ("excluded:jumpers_knee", "Excluded: Jumper's knee")
    assert only_reason(step).rule == "no-front-pain-rules-it-out"
    assert given_labels(step) == {"no pain in front"}


def test_every_reason_is_kept_apart(tmp_path: Path) -> None:
    """Two rules that say the same are two reasons, not one."""
    engine = with_rules(tmp_path, "front-pain-is-an-irritated-joint | {site: front} | {pattern: irritated_joint}")
    step = told(engine.assess({"site": ["front"], "swollen": True}), "irritated_joint")
    assert {reason.rule for reason in step.reasons} == {"front-pain-is-an-irritated-joint", "swelling-shows-an-irritated-joint"}


def test_rules_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    """A fact met again on the way down to the answers is marked and not told again."""
    folder = tmp_path / "patterns"
    changed = copied(
        folder,
        ("patterns.yaml", "patterns:\n", "patterns:\n- {id: hot_joint, name: Hot joint, says: the joint is hot}\n"),
        (
            RULES,
            FIRST,
            f"- {{id: irritated-is-hot, title: a, when: {{pattern: irritated_joint}}, then: [{{pattern: hot_joint}}], {WHY}}}\n"
            f"- {{id: hot-is-irritated, title: b, when: {{pattern: hot_joint}}, then: [{{pattern: irritated_joint}}], {WHY}}}\n" + FIRST,
        ),
    )
    for conclusion in ("hot_joint", "irritated_joint"):
        step = told(Engine(changed).assess({"swollen": True}), conclusion)
        assert given_labels(step) == {"a swollen knee"}
        repeated = [each for each in steps(step) if each.repeated]
        assert {each.fact for each in repeated} == {step.fact}
        assert all(each.reasons == () for each in repeated)


def test_self_care_without_a_rule_has_no_reason(tiny: Engine) -> None:
    """The lowest level needs nobody to raise it."""
    assert told(tiny.assess({}), "urgency") == HowStep("urgency:self_care", "Stay at home (self care)", given=False)


@pytest.mark.parametrize(
    ("conclusion", "code", "message", "help_text"),
    [
        ("jumpers_nee", "unknown-conclusion", "there is no conclusion `jumpers_nee`", "did you mean `jumpers_knee`?"),
        ("urgncy", "unknown-conclusion", "there is no conclusion `urgncy`", "did you mean `urgency`?"),
        ("swollen", "unknown-conclusion", "there is no conclusion `swollen`", ""),
        ("jumpers_knee", "not-concluded", "`jumpers_knee` was not concluded from these answers", ""),
        ("low_saddle", "not-concluded", "`low_saddle` was not concluded from these answers", ""),
        ("irritated_joint", "not-concluded", "`irritated_joint` was not concluded from these answers", ""),
    ],
)
def test_what_was_not_concluded_is_refused_by_name(conclusion: str, code: str, message: str, help_text: str, tiny: Engine) -> None:
    """A misspelt name brings the nearest right one; a right name says that it does not follow."""
    with pytest.raises((NotConcludedError, UnknownConclusionError)) as caught:
        told(tiny.assess({"age": 40}), conclusion)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (code, message)
    assert help_text in problem.help


def concluded(assessment: ExplainedAssessment) -> list[str]:
    """Everything that may be asked for by its id."""
    found = [*assessment.contributing_factors, *assessment.patterns]
    return ["urgency", *(each.condition for each in assessment.differential), *(each.id for each in found)]


@settings(max_examples=examples(40), deadline=None)
@given(data=st.data())
def test_every_answer_of_a_tree_is_in_the_intake(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """On random runners every tree ends, all its ends are answers that were given, every rule in it one of the pack or of a picture."""
    assessment = engine.assess(data.draw(intakes(pack)))
    asked = set(assessment.intake.answers)
    known = {*pack.rule_by_id, *(rule.id for name in pack.picture_of for rule, _ in engine.evidence.about(name))}
    for conclusion in concluded(assessment):
        for step in steps(told(assessment, conclusion)):
            if step.given:
                finding = engine.key.question_of[step.fact].finding
                denied = assessment.intake.none_of
                assert finding in asked or pack.group_of[finding].group in denied or "screen" in denied
                assert step.reasons == ()
            for reason in step.reasons:
                assert reason.premises
                assert reason.rule in known or reason.rule.startswith("weigh:")
