"""Answers as words on a command line."""

import pytest

from hipexpert import Intake, IntakeError, Pack
from hipexpert.knowledge import merged, read_intake, read_words


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (["limp=yes"], {"limp": True}),
        (["limp=NO"], {"limp": False}),
        (["limp = absent"], {"limp": False}),
        (["age_years=46"], {"age_years": 46.0}),
        (["sex=female"], {"sex": "female"}),
        (["pain_site=buttock,sit_bone"], {"pain_site": {"buttock": True, "sit_bone": True}}),
        (["pain_site=buttock", "pain_site=sit_bone"], {"pain_site": {"buttock": True, "sit_bone": True}}),
        (["pain_site=buttock", "pain_site.outer_knee=no"], {"pain_site": {"buttock": True, "outer_knee": False}}),
        (["pain_site.outer_knee=unknown"], {}),
        (["limp=unknown", "pain_site=?", "age_years=Unknown"], {}),
        (["limp=yes", "limp=yes"], {"limp": True}),
    ],
)
def test_words_are_read_as_the_answers_they_mean(words: list[str], answers: dict[str, object], pack: Pack) -> None:
    """Each form that the help describes is understood."""
    assert read_words(words, pack).answers == answers


@pytest.mark.parametrize("word", ["red_flags=none", "red_flag=none", "none_of=red_flag"])
def test_a_whole_group_is_denied_by_its_name_or_synonym(word: str, pack: Pack) -> None:
    """`red_flags=none` denies the group, as people do on a paper form."""
    assert read_words([word], pack) == Intake({}, ("red_flag",))


@pytest.mark.parametrize(
    ("words", "code", "message", "place"),
    [
        (["limp"], "bad-word", "`limp` is not of the form finding=value", ""),
        (["=yes"], "bad-word", "`=yes` is not of the form finding=value", ""),
        (["limp="], "bad-word", "`limp=` is not of the form finding=value", ""),
        (["limp.left=yes"], "unknown-finding", "`limp` has no parts to answer one by one, such as `left`", "-f limp.left"),
        (["limp=yes", "limp=no"], "repeated-key", "`limp` is answered twice, `yes` and `no`", "-f limp"),
        (
            ["pain_site=buttock", "pain_site.buttock=no"],
            "repeated-key",
            "`pain_site.buttock` is answered twice, `yes` and `no`",
            "-f pain_site.buttock",
        ),
        (["limpp=yes"], "unknown-finding", "unknown finding `limpp`", "-f limpp"),
        (["age_years=old"], "bad-answer", "`old` is no answer to `age_years`", "-f age_years"),
        (["age_years=nan"], "not-a-number", "`nan` is not a number, and no answer to `age_years`", "-f age_years"),
        (["age_years=1e999"], "out-of-range", "`1e999` is out of range for `age_years`", "-f age_years"),
        (["pain_site=moon"], "bad-answer", "`moon` is no answer to `pain_site`", "-f pain_site"),
    ],
)
def test_a_wrong_word_is_named_with_its_place(words: list[str], code: str, message: str, place: str, pack: Pack) -> None:
    """One wrong word is one problem, and its place is the option that holds it."""
    with pytest.raises(IntakeError) as caught:
        read_words(words, pack)
    assert [(each.code, each.message, each.place) for each in caught.value.problems] == [(code, message, place)]


def test_all_wrong_words_are_reported_at_once(pack: Pack) -> None:
    """A word of the wrong form does not hide a wrong answer."""
    with pytest.raises(IntakeError) as caught:
        read_words(["limp", "age_years=400", "pain_site=moon,sun"], pack)
    assert [each.code for each in caught.value.problems] == ["bad-word", "out-of-range", "bad-answer", "bad-answer"]


def test_of_two_intakes_the_second_counts_value_by_value(pack: Pack) -> None:
    """Merging keeps what only the first says, lets the second overrule, and joins the denied groups."""
    first = read_intake({"limp": True, "pain_site": {"buttock": True, "calf": True}, "none_of": ["training"]}, pack)
    second = read_intake({"limp": False, "pain_site": {"calf": False}, "none_of": ["red_flag"]}, pack)
    assert merged(first, second) == Intake({"limp": False, "pain_site": {"buttock": True, "calf": False}}, ("red_flag", "training"))
