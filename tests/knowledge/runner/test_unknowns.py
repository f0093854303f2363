"""How high the urgency could still become: never too low, and exact where rules and not the weighing decide."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from tiny import TINY, WHY, copied

from hipexpert import Engine
from hipexpert.knowledge import LEVELS, Question, Said

RULES = "rules/knee.yaml"
FIRST = "- id: front-pain-supports-jumpers-knee"
NO_KNEE_IS_BOTH = f"""\
- {{id: both-knees, title: a, when: {{all: [{{side: left}}, {{side: right}}]}}, then: [{{urgency: emergency}}], {WHY}}}
- {{id: two-ages, title: b, when: {{all: [{{age: {{below: 20}}}}, {{age: {{above: 50}}}}]}}, then: [{{urgency: emergency}}], {WHY}}}
- {{id: sore-all-over, title: c, when: {{all: [{{site: front}}, {{site: back}}, {{swollen: true}}]}}, then: [{{urgency: urgent}}], {WHY}}}
"""


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
