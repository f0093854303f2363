"""Answers to facts and back: what was said, question by question, and what else could have been."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes

from hipexpert import Engine, Pack
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.premises import fact_of
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo, is_unknown


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


def test_an_answer_reads_as_the_pack_says_it(engine: Engine, pack: Pack) -> None:
    """Each answer of each type in the words of the pack for this answer, and never in those for its opposite."""
    key = engine.key
    assert key.phrase(Question("age_years"), 45) == "age 45 years"
    for finding in pack.findings.values():
        match finding:
            case YesNo():
                said = key.phrase(Question(finding.id), True), key.phrase(Question(finding.id), False)
                assert said == (finding.present, finding.absent)
            case Choice():
                assert all(key.phrase(Question(finding.id), each.id) == each.says for each in finding.values if not is_unknown(each.id))
            case Choices():
                for value in finding.values:
                    question = Question(finding.id, value.id)
                    assert (key.phrase(question, True), key.phrase(question, False)) == (value.says, value.denies)
            case Number():
                assert finding.noun in key.phrase(Question(finding.id), finding.maximum)


def test_what_a_rule_compares_a_number_with_reads_exactly_as_it_is(engine: Engine) -> None:
    """A rule about 43 days is not said to be about six weeks."""
    key = engine.key
    limits = {fact_of(limit): limit for each in key.limits.values() for limit in each}
    assert any(limit.finding == "symptom_duration_days" and limit.bound % 7 for limit in limits.values())
    assert [fact for fact in limits if "about" in key.says(fact)] == []


def test_no_answer_makes_a_fact_both_true_and_false(engine: Engine) -> None:
    """Each alternative decides every fact of its question, one way."""
    key = engine.key
    for question in key.questions:
        for answer in key.alternatives(question):
            true, false = key.made(question, answer)
            assert not true & false
            assert true | false == key.space.facts_of[question]
