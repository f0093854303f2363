"""Own words are read well enough, on the stories of the published cases, and never at the cost of a warning sign."""

from collections.abc import Callable

import pytest
from accuracy_page import PAGE
from own_words_measured import (
    Said,
    Story,
    apart_texts,
    breadth_texts,
    figures,
    flat,
    fresh_texts,
    further_texts,
    literal,
    stories,
    unseen_texts,
    voices_texts,
    warning_signs,
)

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.words import read_words

Told = list[tuple[Story, Said]]


@pytest.fixture(scope="module")
def told(pack: Pack) -> Told:
    """The stories, each with what is read of it."""
    return [(story, flat(read_words(story.text, pack).answers)) for story in stories(pack)]


def test_most_of_what_is_said_is_read_and_hardly_anything_otherwise(pack: Pack, told: Told) -> None:
    """Of what the key holds three quarters are read, and where both speak they agree; far more than literal phrases find."""
    found = figures(told)
    assert found.recall >= 0.75
    assert found.precision >= 0.95
    baseline = figures((story, literal(pack, story.text)) for story, _ in told)
    assert found.recall > baseline.recall + 0.2


def test_no_warning_sign_is_wrongly_denied_and_hardly_one_wrongly_set(pack: Pack, told: Told) -> None:
    """No sign is denied that the key does not deny; at most one in a hundred is set that the key leaves open."""
    denied, wrongly, possible = warning_signs(told, pack)
    assert denied == 0
    assert wrongly <= possible / 100


def test_texts_of_many_hands_are_read_as_safely_as_the_stories(pack: Pack) -> None:
    """Messages and posts with slips, other people's illnesses and earlier complaints: three quarters are read, no sign denied or set."""
    told = [(text, flat(read_words(text.text, pack).answers)) for text in fresh_texts()]
    found = figures(told)
    assert found.recall >= 0.75
    assert found.precision >= 0.97
    assert warning_signs(told, pack)[:2] == (0, 0)


@pytest.mark.parametrize(
    ("texts", "recall"), [(unseen_texts, 0.7), (further_texts, 0.85), (voices_texts, 0.8), (apart_texts, 0.6), (breadth_texts, 0.78)]
)
def test_texts_that_nobody_looked_at_are_never_read_to_somebodys_harm(pack: Pack, texts: Callable[[], list[Story]], recall: float) -> None:
    """What was held out is read in good part, what is read is right, and no warning sign is denied."""
    told = [(text, flat(read_words(text.text, pack).answers)) for text in texts()]
    denied, wrongly, possible = warning_signs(told, pack)
    assert figures(told).precision >= 0.95
    assert denied == 0
    assert wrongly <= possible / 100
    held = figures(each for each in told if each[0].held_out)
    assert held.recall >= recall
    assert held.precision >= 0.95


def test_the_page_shows_the_held_out_stories_apart() -> None:
    """What was looked at while phrases were written flatters, so both halves are shown."""
    section = PAGE.read_text(encoding="utf-8").partition("\n## Own words\n")[2].partition("\n## ")[0]
    assert "| held out |" in section
    assert "| baseline" in section
