"""How high the urgency could still become: never too low, and exact where rules and not the weighing decide."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_cases import AUTHORED
from profiles import examples
from strategies_intake import intakes
from tiny import TINY, WHY, copied

from hipexpert import Engine, ExplainedAssessment, Pack
from hipexpert.knowledge import LEVELS, Question, Said
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.runner.safety import may_be_suggested
from hipexpert.knowledge.runner.unknowns import Way

RULES = "rules/knee.yaml"
FIRST = "- id: front-pain-supports-jumpers-knee"
NO_KNEE_IS_BOTH = f"""\
- {{id: both-knees, title: a, when: {{all: [{{side: left}}, {{side: right}}]}}, then: [{{urgency: emergency}}], {WHY}}}
- {{id: two-ages, title: b, when: {{all: [{{age: {{below: 20}}}}, {{age: {{above: 50}}}}]}}, then: [{{urgency: emergency}}], {WHY}}}
- {{id: sore-all-over, title: c, when: {{all: [{{site: front}}, {{site: back}}, {{swollen: true}}]}}, then: [{{urgency: urgent}}], {WHY}}}
"""


@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_what_may_do_harm_is_told_of_each_runner_whoever_was_assessed_before(data: st.DataObject, engine: Engine) -> None:
    """The questions that are not asked are those that may not be suggested to this runner, by the facts that hold of nobody else."""
    assessment = engine.assess(data.draw(intakes(engine.pack) | st.sampled_from(AUTHORED).map(lambda case: case.answers)))
    holds = assessment.run.facts.__contains__
    told = {number for number, finding in engine.key.careful if not may_be_suggested(engine.pack, finding, holds)}
    assert assessment.unknowns._not_askable == told


@pytest.fixture(scope="module")
def tangled(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The tiny pack with rules that only answers which exclude one another could fire."""
    return Engine(copied(tmp_path_factory.mktemp("tangled"), (RULES, FIRST, NO_KNEE_IS_BOTH + FIRST)))


def completions(engine: Engine, said: Mapping[Question, Said]) -> Iterator[Mapping[Question, Said]]:
    """Every way to answer everything that is open."""
    open_ = [question for question in engine.key.questions if question not in said]
    for answers in product(*(engine.key.alternatives(question) for question in open_)):
        yield {**said, **dict(zip(open_, answers, strict=True))}


def highest(engine: Engine, said: Mapping[Question, Said]) -> int:
    """The highest level of any completion, by trying them all."""
    return max(LEVELS.index(engine.assess(engine.key.intake(each)).level) for each in completions(engine, said))


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_at_most_is_the_highest_level_of_any_completion(data: st.DataObject, tangled: Engine) -> None:
    """Above `soon`, where only rules decide, it is exact although values exclude one another; below, it is never too low."""
    key = tangled.key
    asked = data.draw(st.lists(st.sampled_from(key.questions), unique=True, max_size=4))
    said = {question: data.draw(st.sampled_from(key.alternatives(question))) for question in asked}
    urgency = tangled.assess(key.intake(said)).urgency
    found = LEVELS.index(urgency.at_most)
    true = highest(tangled, said)
    assert found >= true
    if found > LEVELS.index("soon"):
        assert found == true
    assert urgency.settled == (urgency.at_most == urgency.level)


def test_values_that_exclude_one_another_are_not_possible_together(tangled: Engine) -> None:
    """Nobody has two ages: with nothing known the tiny pack can be urgent and no more."""
    assert tangled.assess({}).urgency.at_most == "urgent"
    assert Engine(TINY).assess({}).urgency.at_most == "urgent"


def test_what_was_answered_closes_the_ways_through_it(tangled: Engine) -> None:
    """A knee that is not swollen and no child's can no longer be urgent."""
    urgency = tangled.assess({"swollen": False, "age": 40}).urgency
    assert (urgency.at_most, urgency.settled) == ("self_care", True)


def in_order(result: ExplainedAssessment, above: int) -> list[tuple[str, str, str, int]]:
    """The open questions by the definition of their score, worked out anew for each place."""
    pack, asked = result.pack, result.unknowns.key.asked
    ways = {asked[number]: each for number, each in result.unknowns.ways(LEVELS[above], 3).items()}
    sites = [said for said in result.intake.answers.values() if isinstance(said, Mapping)]
    painful = {site for said in sites for site, present in said.items() if present}
    rules = {rule.id: rule.conclusions for rule in result.run.program.rules}

    def gain(way: Way) -> float:
        suspected = [fact.partition(":")[2] for fact in rules[way.rule] if fact.startswith("suspected:")]
        hurts = any(painful & set(pack.condition_by_id[name].regions) for name in suspected)
        counts_for = (way.raised - above) * (2 if hurts else 1) / 2 ** (way.cost - 1)
        assert way.gain == counts_for
        return counts_for

    ordered: list[Question] = []
    before: list[str] = []
    while len(ordered) < len(ways):
        counted = before if len(ordered) < 8 else []
        score = {question: sum(gain(way) / 2 ** counted.count(way.rule) for way in ways[question]) for question in ways}
        ordered.append(max(ways.keys() - set(ordered), key=lambda question: (score[question], -asked.index(question))))
        before += [way.rule for way in ways[ordered[-1]]]
    nearest = [min((way.cost, -way.raised) for way in ways[question]) for question in ordered]
    return [(each.finding, each.value, LEVELS[-raised], cost - 1) for each, (cost, raised) in zip(ordered, nearest, strict=True)]


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_the_questions_that_could_raise_the_urgency_most_come_first(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """By the steps gained, halved for each further answer and each question before it about the same rule, doubled where it hurts."""
    result = engine.assess(data.draw(intakes(pack)))
    found = [(each.finding, each.value, each.could_raise_to, each.further_answers) for each in result.urgency.decisive_unknowns]
    assert found == in_order(result, rank(result.raised))
    assert all(rank(level) > rank(result.raised) for _, _, level, _ in found)  # type: ignore[arg-type]


@pytest.mark.parametrize("site", ["deep_groin", "buttock", "lateral_hip", "front_thigh"])
def test_questions_about_a_place_that_hurts_come_before_others(site: str, engine: Engine) -> None:
    """The same, of somebody who said where it hurts and whose other answers leave all open."""
    result = engine.assess({"pain_site": [site], "age_years": 30})
    found = [(each.finding, each.value, each.could_raise_to, each.further_answers) for each in result.urgency.decisive_unknowns]
    assert found == in_order(result, rank(result.raised))


@settings(max_examples=examples(20), deadline=None)
@given(data=st.data())
def test_ways_of_few_answers_are_those_of_all_ways(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Nothing within the bound is missed, and nothing beyond it is told."""
    result = engine.assess(data.draw(intakes(pack)))
    near, every = result.unknowns.ways(result.raised, 3), result.unknowns.ways(result.raised, None)
    within = {question: [way for way in ways if way.cost <= 3] for question, ways in every.items()}
    assert near == {question: ways for question, ways in within.items() if ways}


def test_a_value_that_is_open_is_asked_about_by_its_name(engine: Engine, pack: Pack) -> None:
    """Who said where it hurts is asked whether it hurts in another place too; who said nothing of it, where it hurts."""
    labels = {value.id: value.label for value in pack.findings["pain_site"].values}  # type: ignore[union-attr]
    open_ = [each for each in engine.assess({"pain_site": ["lateral_hip"]}).urgency.decisive_unknowns if each.finding == "pain_site"]
    assert {each.value for each in open_} >= {"deep_groin"}
    assert all(labels[each.value] in each.question and each.answers == "yes or no" for each in open_)
    (whole,) = [each for each in engine.assess({}).urgency.decisive_unknowns if each.finding == "pain_site"]
    assert (whole.value, whole.question) == ("", pack.findings["pain_site"].question)


@pytest.fixture(scope="module")
def asked_about_every_danger() -> dict[str, object]:
    """The answers of somebody who has denied all that would make a test at home unsafe."""
    (case,) = [each for each in AUTHORED if each.id == "covers_asked_about_every_danger"]
    return case.answers


@pytest.mark.hazard("self-test-does-harm")
def test_a_test_at_home_is_open_only_for_whom_it_is_safe(asked_about_every_danger: dict[str, object], engine: Engine, pack: Pack) -> None:
    """It could raise the level of everybody, and only who has denied every danger is told so; one answer that is missing is enough."""
    assert "st_hop_pain" in {each.finding for each in engine.assess(asked_about_every_danger).urgency.decisive_unknowns}
    tests = {name for name in pack.findings if pack.answered_by(name) == "self_test"}
    for missing in ("prior_stress_fracture", "systemic_steroid_use", "limp", "pain_site"):
        result = engine.assess({name: said for name, said in asked_about_every_danger.items() if name != missing})
        assert tests.isdisjoint(each.finding for each in result.urgency.decisive_unknowns), missing
        asked = (engine.key.asked[number] for number in result.unknowns.ways(result.raised, None))
        assert tests.isdisjoint(question.finding for question in asked), missing


@pytest.mark.hazard("self-test-does-harm")
def test_what_needs_an_unsafe_test_is_no_reason_to_ask_for_the_rest_of_it(engine: Engine) -> None:
    """An examination that counts beside a hop is not explained by it to who should not hop; to who has hopped it is."""
    rule = engine.pack.rule_by_id["two-positive-bone-tests-are-an-emergency"].premise
    unsafe = engine.assess({"pain_site": ["deep_groin"], "limp": True})
    assert unsafe.unknowns.suggestible(rule) is None
    for answer in (True, False):
        assert engine.assess({"pain_site": ["deep_groin"], "limp": True, "st_hop_pain": answer}).unknowns.suggestible(rule) == rule
