"""An answer is taken back by saying that it is unknown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from screened_packs import screened
from strategies_intake import intakes
from tiny import TINY

import hipexpert
from hipexpert.knowledge import merged, read_words
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.reading_intake import answers_in_words, read_answers
from hipexpert.knowledge.runner.taking_back import put_over

ENGINE = hipexpert.Engine(TINY)
QUESTIONS = ENGINE.key.questions


@given(intakes(ENGINE.pack), intakes(ENGINE.pack), st.sets(st.sampled_from(QUESTIONS)))
def test_what_is_taken_back_is_as_if_it_had_not_been_said(one: dict[str, object], two: dict[str, object], unsaid: set[Question]) -> None:
    """Of the first answers, those of `none_of` written out, all but what is taken back; then the second ones."""
    first, second = ENGINE.read(one), ENGINE.read(two)
    both = ENGINE.key.said(put_over(first, second, frozenset(unsaid), ENGINE.key))
    denied = ENGINE.key.said(Intake(first.answers, merged(first, second).none_of))
    assert both == {question: said for question, said in denied.items() if question not in unsaid} | ENGINE.key.said(Intake(second.answers))


def test_with_nothing_taken_back_the_form_is_kept() -> None:
    """A group that was denied as a whole stays so."""
    said = put_over(Intake({"swollen": True}, ("about",)), Intake({"side": "left"}), frozenset(), ENGINE.key)
    assert said == Intake({"swollen": True, "side": "left"}, ("about",))


@pytest.mark.parametrize(
    ("words", "questions"),
    [
        (["swollen=unknown", "side=left"], {Question("swollen")}),
        (["site.front=?"], {Question("site", "front")}),
        (["site=unknown"], {Question("site", "front"), Question("site", "back")}),
        (["age = Unknown"], {Question("age")}),
    ],
)
def test_words_say_what_is_taken_back(words: list[str], questions: set[Question]) -> None:
    """A finding, one value, or all values of a finding."""
    assert answers_in_words(words, ENGINE.pack).unknown == questions


def test_an_answer_beside_an_unknown_replaces_all_that_was_said() -> None:
    """`site=unknown site=back` in place of the sites of a file."""
    words = ["site=unknown", "site=back"]
    read = answers_in_words(words, ENGINE.pack)
    said = put_over(Intake({"site": {"front": True}}), read.intake, read.unknown, ENGINE.key)
    assert said == Intake({"site": {"back": True}})


def test_what_if_takes_answers_back() -> None:
    """As None or `unknown`, in Python as on the command line; what was not answered cannot be taken back."""
    assessment = ENGINE.assess({"swollen": True, "age": 10, "site": ["front"]})
    read = read_answers({"swollen": None, "site": {"front": "unknown"}}, ENGINE.pack)
    assert (read.blank, read.unknown) == ({Question("swollen")}, {Question("site", "front")})
    difference = assessment.what_if({"swollen": None})
    assert [(each.finding, each.before, each.after) for each in difference.changes] == [("swollen", True, None)]
    assert difference.rules_lost == ("a-swollen-knee-in-a-child-is-urgent", "swelling-shows-an-irritated-joint")
    with pytest.raises(hipexpert.ProblemsError, match="`side` is unknown as it is"):
        assessment.what_if({"side": "unknown"})


@given(intakes(ENGINE.pack), st.sampled_from(QUESTIONS), st.sampled_from(["unknown", "?", "Unknown"]))
def test_what_is_said_to_be_unknown_is_not_denied_with_its_group(said: dict[str, object], question: Question, word: str) -> None:
    """`none_of` beside `unknown`: the word counts, and the rest of the group is denied as without it."""
    groups = [group.group for group in ENGINE.pack.groups]
    data = {name: answer for name, answer in said.items() if name not in (question.finding, "none_of")} | {"none_of": groups}
    without = ENGINE.key.said(ENGINE.read(data))
    with_word = ENGINE.key.said(ENGINE.read({**data, question.finding: {question.value: word} if question.value else word}))
    assert with_word == {each: answer for each, answer in without.items() if each != question}


def test_an_empty_place_says_nothing() -> None:
    """A form that sends null for what was left open is denied with the group, as on paper."""
    group = ENGINE.pack.group_of["swollen"].group
    assert ENGINE.read({"swollen": None, "none_of": [group]}) == ENGINE.read({"none_of": [group]})
    words = read_words([f"{group}=none", "swollen=unknown"], ENGINE.pack)
    assert Question("swollen") not in ENGINE.key.said(words)


def test_an_age_that_is_unknown_excuses_nobody_from_the_screen(tmp_path: Path) -> None:
    """Denying the group would say an age of which the swelling is not asked; who does not know it is asked, and denies it."""
    pack = screened(tmp_path)
    (group,) = pack.groups
    old_enough = tuple(replace(each, denial=95.0) if each.id == "age" else each for each in group.findings if each.id != "swollen")
    swollen = tuple(each for each in group.findings if each.id == "swollen")
    pack = replace(pack, groups=(replace(group, findings=old_enough), replace(group, group="swelling", findings=swollen)))
    engine = hipexpert.Engine(pack)
    denied = {"none_of": ["about", "screen"]}
    assert Question("swollen") not in engine.key.said(engine.read(denied))
    said = engine.key.said(engine.read({"age": "unknown", **denied}))
    assert (said[Question("swollen")], Question("age") in said) == (False, False)
