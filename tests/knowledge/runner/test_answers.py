"""Answers to facts and back: what was said, question by question, and what else could have been."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes

from hipexpert import Engine, Pack
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.vocabulary import Number


@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_the_answers_one_by_one_mean_what_the_intake_means(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Written out question by question, with denied groups, an intake makes the same facts true and false."""
    intake = engine.read(data.draw(intakes(pack)))
    key = engine.key
    again = key.intake(key.said(intake))
    assert again.none_of == ()
    assert key.facts(again) == key.facts(intake)
    assert engine.read(again.answers) == again


@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_the_alternatives_are_all_that_rules_can_tell_apart(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Whatever number somebody gives, one of the alternatives means the same to every rule, and no two mean the same."""
    key = engine.key
    question = data.draw(st.sampled_from([each for each in key.questions if each.finding in key.limits]))
    finding = pack.findings[question.finding]
    assert isinstance(finding, Number)
    low, high = finding.minimum, finding.maximum
    number = float(data.draw(st.integers(int(low), int(high)) if finding.whole else st.floats(low, high)))
    meanings = [key.made(question, each) for each in key.alternatives(question, near=number)]
    assert len(set(meanings)) == len(meanings)
    assert number in key.alternatives(question, near=number)
    assert key.made(question, number) in meanings
    for each in key.alternatives(question):
        engine.read({question.finding: each})


def test_the_alternatives_of_other_types_are_their_values(engine: Engine) -> None:
    """Yes and no, the values of a choice, and yes and no to each value of a choices finding."""
    key = engine.key
    assert key.alternatives(Question("limp")) == (True, False)
    assert "unable" in key.alternatives(Question("weight_bearing"))
    assert key.alternatives(Question("pain_site", "deep_groin")) == (True, False)


def test_an_answer_reads_as_words(engine: Engine) -> None:
    """Each type of answer has its words."""
    key = engine.key
    assert key.phrase(Question("age_years"), 45) == "age 45 years"
    assert key.phrase(Question("fever"), False) != key.phrase(Question("fever"), True)
