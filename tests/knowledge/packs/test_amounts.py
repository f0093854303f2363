"""How long something has lasted, in words: as a person would say it, and exactly where a rule means it exactly."""

import pytest

from hipexpert.knowledge.packs.amounts import lasting


@pytest.mark.parametrize(
    ("days", "english", "german"),
    [
        (0, "0 days", "0 Tage"),
        (1, "1 day", "1 Tag"),
        (13, "13 days", "13 Tage"),
        (14, "2 weeks", "2 Wochen"),
        (20, "about 3 weeks", "etwa 3 Wochen"),
        (42, "6 weeks", "6 Wochen"),
        (30, "1 month", "1 Monat"),
        (90, "3 months", "3 Monate"),
        (365, "12 months", "12 Monate"),
        (103, "about 3.5 months", "etwa 3,5 Monate"),
        (400, "about 13 months", "etwa 13 Monate"),
        (730, "2 years", "2 Jahre"),
        (900, "about 2.5 years", "etwa 2,5 Jahre"),
        (1825, "5 years", "5 Jahre"),
        (3600, "about 10 years", "etwa 10 Jahre"),
    ],
)
def test_a_duration_reads_as_a_person_would_say_it(days: int, english: str, german: str) -> None:
    """Nobody says 1825 days: days up to two weeks, weeks up to three months, months up to two years, then years."""
    assert (lasting(days, "en"), lasting(days, "de")) == (english, german)


_LONG = {"day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}


def _meant(words: str) -> float:
    number, unit = words.removeprefix("about ").split()
    return float(number) * _LONG[unit.removesuffix("s")]


def test_the_words_are_never_far_from_the_days() -> None:
    """What is said is at most a ninth, or four days, from what was answered; without "about" a few days in the length of months. Every
    day of ten years is read, not a sample: the one that is wrong is a single day.
    """
    far = {
        days: words
        for days in range(3651)
        for words in [lasting(days, "en")]
        if abs(_meant(words) - days) > (max(4, days / 9) if words.startswith("about") else 0.017 * days + 0.01)
    }
    assert not far


def test_a_limit_of_a_rule_is_never_said_to_be_about_anything() -> None:
    """A rule that asks for more than 72 days does not read as about ten weeks."""
    said = {days: lasting(days, "en", limit=True) for days in range(3651)}
    assert not {days: words for days, words in said.items() if abs(_meant(words) - days) > 0.017 * days + 0.01 or "about" in words}
