"""What somebody says of a reading: numbers take back, words put right, and nothing is lost or comes back on the way."""

import pytest
from hip_pack import shipped_pack
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples

from hipexpert.knowledge.words import Reading, read_words
from hipexpert.knowledge.words.correcting import corrected, taken_back

STORY = "my right hip aches on the outside for 3 weeks, f52, no fever"
LINES = ["left", "6 weeks", "I have a fever", "sorry, male", "no pain at night", "it might be a fever", "2 and 4 are wrong", "3"]
PACK = shipped_pack()


def read(text: str) -> Reading:
    """What the pack that ships understands."""
    return read_words(text, PACK)


@pytest.mark.parametrize(
    ("line", "finding", "answer"),
    [
        ("left", "pain_side", "left"),
        ("no, the left hip, not the right", "pain_side", "left"),
        ("not the right, the left", "pain_side", "left"),
        ("it is left, not right", "pain_side", "left"),
        ("3 should be left", "pain_side", "left"),
        ("I am 46 not 52", "age_years", 46),
        ("it was 2 weeks, not 3", "symptom_duration_days", 14),
        ("6 weeks", "symptom_duration_days", 42),
        ("no, I have a fever", "fever", True),
        ("sorry, male", "sex", "male"),
        ("no pain at night", "night_pain", "none"),
    ],
)
def test_words_count_over_what_was_understood_before(line: str, finding: str, answer: object) -> None:
    """What is said last is right, and an amount in a correction takes back no line of the list."""
    before = read(STORY)
    after = corrected(before, line, read)
    assert after is not None
    assert after.answers[finding] == answer
    gone = set(before.answers) - set(after.answers)
    assert gone <= ({"symptom_duration_days"} if line.startswith("3 ") else set())
    for each in (*after.findings, *after.questions):
        assert all(after.text[span.start : span.end] == span.words for span in each.words)


def test_what_a_correction_makes_doubtful_is_open_again() -> None:
    """A no that somebody is no longer sure of is none."""
    after = corrected(read(STORY), "it might be a fever", read)
    assert after is not None
    assert "fever" not in after.answers
    assert "fever" in {each.finding for each in after.questions}


@pytest.mark.parametrize("line", ["blah", "right", "99", "no 77 is wrong"])
def test_what_changes_nothing_is_told_apart(line: str) -> None:
    """So that whoever wrote it is told, and does not take the list for put right."""
    assert corrected(read(STORY), line, read) is None


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("3", {2}),
        ("1 3", {0, 2}),
        ("1, 2 and 5 are wrong", {0, 1, 4}),
        ("number 2 is not right", {1}),
        ("2 ist falsch", {1}),
        ("2 weeks, not 3", None),
        ("46", None),
        ("3 should be left", None),
        ("about 2", None),
    ],
)
def test_numbers_take_back_only_by_themselves(line: str, places: set[int] | None) -> None:
    """A number amid other words is an amount."""
    assert taken_back(line, 7) == places


@given(st.lists(st.sampled_from(LINES), max_size=4))
@settings(max_examples=examples(40), deadline=None)
def test_what_was_taken_back_comes_back_only_if_it_is_said_again(lines: list[str]) -> None:
    """Whatever the order of corrections: each answer that was taken by number stays away until words speak of it."""
    now, away = read(STORY), set[str]()
    for line in lines:
        after = corrected(now, line, read)
        if after is None:
            continue
        if taken_back(line, len(now.findings)) is not None:
            away |= set(now.answers) - set(after.answers)
        else:
            away -= {each.finding for each in read(line).findings}
        assert not away & set(after.answers)
        now = after
