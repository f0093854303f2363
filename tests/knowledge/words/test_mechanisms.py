"""How own words are put together: what stands near, in the next sentence, in a list, about whom, and what changes nothing."""

from collections.abc import Mapping

import pytest

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.words import read_words
from hipexpert.knowledge.words.heard import COMPLAINT, EASES, FINE, HURTS
from hipexpert.knowledge.words.lexicon import lexicon_of
from hipexpert.knowledge.words.matching import classes_in
from hipexpert.knowledge.words.tokens import tokens_of

TOGETHER = (
    ("this morning my wee was the colour of tea", {"dark_urine": True}),
    ("the colour of tea is what my wee looks like", {"dark_urine": True}),
    ("two weeks off and not a bit of difference", {"rest_effect": "none"}),
    ("physio gave me bridges, which have helped a bit", {"physiotherapy_effect": "partial"}),
    ("my hip clicks. Doesn't hurt in the slightest.", {"click_type": "painless"}),
    ("tried ibuprofen. No difference.", {"painkiller_response": "none"}),
)
CHANGES_NOTHING = ("really", "absolutely", "just", "honestly", "even")
LISTED = "I have left hip pain. Going down stairs, sleeping on that side, even standing at the bar."
ABOUT = (
    ("I am writing on behalf of my husband. He is 67, his left groin is stiff.", {"age_years": 67.0, "sex": "male", "pain_side": "left"}),
    ("Posting for my mate. There's an ache in the front of his thigh.", {"sex": "male", "pain_quality_main": "dull_ache"}),
    ("my mum can see it's swollen, my right thigh", {"visible_swelling": True}),
    ("They feel rock hard and my wee is like coke", {"dark_urine": True}),
)
NOT_ABOUT = (
    ("my sister has her hip in agony, she limps. I run 30 km a week.", ("limp", "pain_severity")),
    ("My mate hurt his hip and limps. Left groin pain for three weeks.", ("limp",)),
    ("my son can't sleep for hip pain, I have a sore groin", ("night_pain",)),
)


def test_what_says_only_yes_or_no_is_no_complaint(pack: Pack) -> None:
    """No class that judges an activity holds a bare "no", in whatever spelling: "can walk with no limp" read walking as painful."""
    lexicon = lexicon_of(pack)
    for word in ("no", "nope", "not", "never", "none", "yes", "yeah", "and"):
        tokens = tokens_of(word, lexicon.correct)
        held = {name for _, ends in classes_in(lexicon.classes, tokens).items() for name, _ in ends}
        assert held.isdisjoint(lexicon.governors | {COMPLAINT, HURTS, FINE, EASES}), word


@pytest.mark.parametrize(("text", "answers"), TOGETHER)
def test_what_stands_together_is_read_in_any_order(pack: Pack, text: str, answers: Mapping[str, object]) -> None:
    """Two things in one sentence, or at the beginning of the next, say what an exact phrase would."""
    read = read_words(text, pack).answers
    assert {name: read.get(name) for name in answers} == answers


@pytest.mark.parametrize(
    "text", ["my wee was not the colour of tea", "my wee might have been like coke", "my sister had wee like coke", "no wee, tea and toast"]
)
def test_what_stands_together_is_no_answer_where_it_is_denied_doubted_or_anothers(pack: Pack, text: str) -> None:
    """A no, a doubt or somebody else among such words leaves the finding open, and a no never denies it."""
    assert "dark_urine" not in read_words(text, pack).answers


@pytest.mark.parametrize("word", CHANGES_NOTHING)
def test_a_word_that_changes_nothing_may_stand_inside_a_phrase(pack: Pack, word: str) -> None:
    """Whatever is read is read with such a word in its midst."""
    plain = read_words("walking is fine, the stairs are the worst", pack).answers
    assert read_words(f"walking is {word} fine, the stairs are {word} the worst", pack).answers == plain


def test_behind_a_no_a_strong_word_limits_it(pack: Pack) -> None:
    """What does not "really" hurt may hurt."""
    assert "agg_walking" not in read_words("walking does not really hurt", pack).answers


def test_a_sentence_that_only_lists_activities_goes_on_with_the_complaint(pack: Pack) -> None:
    """After a complaint a bare list is what hurts; after what is fine, or as a question, it is nothing."""
    read = read_words(LISTED, pack)
    implied = {each.finding: each.sure for each in read.findings if each.finding.startswith("agg_")}
    assert implied.keys() >= {"agg_stairs", "agg_lying_on_side", "agg_standing"}
    assert implied["agg_standing"] == "understood"
    assert not [
        name for name in read_words("Nothing hurts, all is fine. Stairs, standing, cycling.", pack).answers if name == "agg_standing"
    ]
    assert "agg_standing" not in read_words("I have hip pain. Stairs, standing at the bar?", pack).answers


@pytest.mark.parametrize(("text", "answers"), ABOUT)
def test_a_text_about_somebody_is_about_them(pack: Pack, text: str, answers: Mapping[str, object]) -> None:
    """Who writes for somebody else, and who only sees it, changes nothing of what is said of the one with the pain."""
    read = read_words(text, pack).answers
    assert {name: read.get(name) for name in answers} == answers


@pytest.mark.parametrize(("text", "findings"), NOT_ABOUT)
def test_what_somebody_else_has_is_nobody_elses(pack: Pack, text: str, findings: tuple[str, ...]) -> None:
    """Where who writes has a complaint too, another's counts for nothing."""
    assert not read_words(text, pack).answers.keys() & set(findings)


def test_a_short_question_is_answered_by_what_follows_at_once(pack: Pack) -> None:
    """What is named as a question and answered in a few words is said; what is only asked is not."""
    assert read_words("hip pain. Stairs? Agony.", pack).answers["agg_stairs"] is True
    assert read_words("hip pain. Running itself? Not a peep.", pack).answers["agg_impact_running"] is False
    assert "agg_stairs" not in read_words("hip pain. Stairs?", pack).answers


def test_a_question_why_takes_what_it_asks_for_so_but_no_warning_sign(pack: Pack) -> None:
    """To ask why it hurts on stairs says that it does; whether a fever is normal is asked back."""
    assert read_words("why does my hip hurt on stairs?", pack).answers.get("agg_stairs") is True
    assert "fever" not in read_words("is it normal to have a fever?", pack).answers
    assert "agg_stairs" not in read_words("is it bad if my hip hurts on stairs?", pack).answers
