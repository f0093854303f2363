"""How own words are put together: what stands near, in the next sentence, in a list, about whom, and what changes nothing."""

from collections.abc import Mapping

import pytest
import yaml
from running import ROOT

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.words import read_words
from hipexpert.knowledge.words.heard import COMPLAINT, EASES, FINE, HURTS
from hipexpert.knowledge.words.lexicon import lexicon_of
from hipexpert.knowledge.words.matching import classes_in
from hipexpert.knowledge.words.tokens import tokens_of

SENTENCES = yaml.load((ROOT / "tests" / "knowledge" / "words" / "sentences.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
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
    ("Dad, 82, on warfarin. He bumped his hip and can walk, sore though. I'm the runner.", {"age_years": 82.0, "sex": "male"}),
    ("My mother-in-law is 77, slipped in the bathroom, right groin pain", {"age_years": 77.0, "sex": "female", "pain_side": "right"}),
    ("Asking for my nan (88). She fell, left hip pain", {"age_years": 88.0, "sex": "female", "pain_side": "left"}),
)
AGES = (
    ("left groin sore after running, 68 yrs", 68.0),
    ("I'll be 60 in June, hip pain", 60.0),
    ("granny of 81, groin ache", 81.0),
    ("70yoF groin pain", 70.0),
    ("otherwise healthy 35 guy, groin ache", 35.0),
    ("menopause hit me at 51 (I'm 54 now), hip pain", 54.0),
)
NO_AGES = ("groin pain, 20 years", "mum of 3, hip pain", "hip pain over 60 km a week", "I ran for 45 minutes")
SIDES = (
    ("both sides were pinned at 13, now a pinch in the right groin", "right"),
    ("hip pain on both sides, the left one worse", "both"),
    ("the ache goes round to the left hip, both calves are heavy", "left"),
    ("cannot stand on my right leg, hip pain", "right"),
)
IN_ONE_SENTENCE = (
    ("no locking, no stiffness, sleeps fine", "night_pain", "none"),
    ("swim no pain, run pain from minute 25, deep in left buttock", "pain_side", "left"),
    ("runner, marathon next month, hurt by a tennis ball in the groin", "main_activity", "running"),
)
NOT_ABOUT = (
    ("my sister has her hip in agony, she limps. I run 30 km a week.", ("limp", "pain_severity")),
    ("My mate hurt his hip and limps. Left groin pain for three weeks.", ("limp",)),
    ("my son can't sleep for hip pain, I have a sore groin", ("night_pain",)),
)
"""Texts whose words stand in a phrase and mean something else, and what they do not say."""
DONE_ONCE = (
    ("as I got up, a burning stab deep inside the left hip", "agg_sit_to_stand"),
    ("got out of the car and cannot step on my right leg, stabbing in the hip", "agg_car"),
    ("I kicked a ball and my groin hurt", "agg_kicking"),
)
FOLLOWS = (
    ("groin pain, temp 38.6", "fever", True),
    ("groin pain, temperature of 101.3", "fever", True),
    ("groin pain, temperature is 37.2", "fever", None),
    ("hip pain, cannot stand on it", "limp", True),
    ("hip pain only when running", "agg_impact_running", True),
)
BESIDE_ME = (
    ("Carried a washing machine with my brother, felt something give in the right groin", {"pain_side": "right"}),
    ("Morning coach, left hip is sore", {"pain_side": "left"}),
    ("my brother-in-law talked me into 300 air squats, both thighs swollen", {"pain_side": "both", "visible_swelling": True}),
    ("child's pose pinches my left hip", {"pain_side": "left", "agg_deep_flexion": True}),
)
GIVEN_UP = ("I stopped eating properly, groin pain", "trying to eat enough, groin pain")
IMPOSSIBLE = ("couldn't lie on it or on the opposite side", "couldn't lie on the other side")


@pytest.mark.parametrize(("text", "finding"), SENTENCES["meant_otherwise"])
def test_words_that_mean_something_else_are_not_read(pack: Pack, text: str, finding: str) -> None:
    """A month is no march, a country no crossing of legs, and what comes back in each run did not begin in one."""
    name, _, value = finding.partition(".")
    said = read_words(text, pack).answers.get(name)
    assert said is None or (value and value not in (said if isinstance(said, Mapping) else (said,)))


@pytest.mark.parametrize(("text", "said"), SENTENCES["said_all_the_same"])
def test_words_near_them_are_read(pack: Pack, text: str, said: dict[str, object]) -> None:
    """As what they say."""
    assert said.items() <= dict(read_words(text, pack).answers).items()


@pytest.mark.parametrize("text", GIVEN_UP)
def test_what_somebody_gave_up_is_no_denial(pack: Pack, text: str) -> None:
    """Who stopped eating properly is not said to eat properly."""
    assert read_words(text, pack).answers.get("low_energy_intake") is not False


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_what_was_impossible_is_not_denied(pack: Pack, text: str) -> None:
    """Who could not lie on that side is not said to lie on it without pain."""
    assert read_words(text, pack).answers.get("agg_lying_other_side") is not False


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


@pytest.mark.parametrize(("text", "age"), AGES)
def test_ages_are_read_as_people_write_them(pack: Pack, text: str, age: float) -> None:
    """At the end, of an elder, after a birthday; the age now and not an earlier one."""
    assert read_words(text, pack).answers.get("age_years") == age


@pytest.mark.parametrize("text", NO_AGES)
def test_what_may_be_another_number_is_no_age(pack: Pack, text: str) -> None:
    """How long it has hurt, children, distances and times are no ages."""
    assert "age_years" not in read_words(text, pack).answers


@pytest.mark.parametrize(("text", "side"), SIDES)
def test_of_several_sides_the_one_that_hurts_is_meant(pack: Pack, text: str, side: str) -> None:
    """A side of old or other things counts for nothing beside that of the pain; "cannot" before a side denies none."""
    assert read_words(text, pack).answers.get("pain_side") == side


@pytest.mark.parametrize(("text", "finding", "value"), IN_ONE_SENTENCE)
def test_a_list_of_denials_ends_where_something_is_said_in_words_of_its_own(pack: Pack, text: str, finding: str, value: str) -> None:
    """What follows a list of denials in its own words is said, and what is said twice counts over what is said once."""
    assert read_words(text, pack).answers.get(finding) == value


@pytest.mark.parametrize(
    "text", ["nobody with chest pain here", "no one here has chest pain", "no fever, chest pain when I breathe or cough"]
)
def test_no_warning_sign_is_set_or_denied_by_a_no_of_others(pack: Pack, text: str) -> None:
    """What is said of nobody, or behind a no, is asked of a warning sign."""
    assert "chest_pain_breathless" not in read_words(text, pack).answers


def test_what_was_limped_then_is_no_limp_now(pack: Pack) -> None:
    """To have limped home is of then; to limp is of now."""
    assert "limp" not in read_words("my hip hurt and I limped home from the race", pack).answers
    assert read_words("my hip hurts and I'm limping", pack).answers.get("limp") is True


def test_what_feels_another_way_while_doing_something_hurts_but_is_only_understood(pack: Pack) -> None:
    """A complaint in other words beside a moment says what makes it worse, less surely; where it is fine it does not."""
    read = read_words("front of my hip feels grumpy when I climb the stairs", pack)
    assert [each.sure for each in read.findings if each.finding == "agg_stairs"] == ["understood"]
    assert "agg_stairs" not in read_words("my hip is tight, fine when I climb the stairs", pack).answers or (
        read_words("my hip is tight, fine when I climb the stairs", pack).answers["agg_stairs"] is False
    )


@pytest.mark.parametrize(
    "text",
    [
        "sore left groin for three weeks, started after I upped my walking and jogging",
        "left hip sore since I increased my walking",
        "sore hip. It came on when I took up jogging and walking",
    ],
)
def test_what_was_only_done_more_of_is_no_trigger(pack: Pack, text: str) -> None:
    """More of something may have caused the pain; whether it hurts meanwhile was not said."""
    assert {"agg_walking", "agg_impact_running"}.isdisjoint(read_words(text, pack).answers)


def test_getting_into_a_car_is_no_long_sitting(pack: Pack) -> None:
    """An hour in it is."""
    assert "agg_sitting_long" not in read_words("getting in the car hurts my hip", pack).answers
    assert read_words("an hour in the car hurts my hip", pack).answers["agg_sitting_long"] is True


@pytest.mark.parametrize("hedge", ["that we know of", "that I know of", "that we are aware of", "as far as we know", "to my knowledge"])
def test_what_nobody_knows_of_is_asked_and_understood(pack: Pack, hedge: str) -> None:
    """A no as far as is known is limited, so that it becomes a question, and the words that limit it are not called not understood."""
    reading = read_words(f"left groin pain. No cancer {hedge}.", pack)
    assert "cancer_history" not in reading.answers
    assert [each.finding for each in reading.questions] == ["cancer_history"]
    assert reading.not_understood == ()


def test_what_is_never_done_is_a_number_of_none(pack: Pack) -> None:
    """A phrase that denies a number is the least that it can be."""
    answers = read_words("I do not bother to warm up, and I don't drink.", pack).answers
    assert (answers["warm_up_min"], answers["alcohol_units_week"]) == (0.0, 0.0)


@pytest.mark.parametrize(
    "text", ["My hip aches. Only when climbing stairs.", "groin ache. Getting my leg over the bath side, on every stair."]
)
def test_a_moment_that_is_named_where_a_text_complains_is_understood(pack: Pack, text: str) -> None:
    """What somebody names only as the moment of a pain is read, and said to be understood and not said."""
    found = {each.finding: each.sure for each in read_words(text, pack).findings}
    assert found["agg_stairs"] == "understood"


@pytest.mark.parametrize("text", ["On the stairs it is fine.", "I fell when climbing stairs.", "No pain on stairs."])
def test_a_moment_that_is_fine_denied_or_only_of_a_fall_is_no_yes(pack: Pack, text: str) -> None:
    """Nothing that is fine, denied or happened beside a moment makes it hurt."""
    assert read_words(f"left hip pain. {text}", pack).answers.get("agg_stairs") is not True


@pytest.mark.parametrize(("text", "finding"), DONE_ONCE)
def test_what_was_done_once_is_no_habit(pack: Pack, text: str, finding: str) -> None:
    """A stab as somebody got up once says how it began, and not that getting up hurts; "when I got up it hurt" does."""
    assert finding not in read_words(text, pack).answers
    assert read_words("when I got out of the car it hurt", pack).answers.get("agg_car") is True


@pytest.mark.parametrize(("text", "finding", "value"), FOLLOWS)
def test_what_a_constraint_leaves_is_understood(pack: Pack, text: str, finding: str, value: object) -> None:
    """What cannot be denied beside what was said is read, as understood, with the words that it follows from."""
    found = {each.finding: each for each in read_words(text, pack).findings}
    assert (found[finding].value if finding in found else None) is value
    if value is not None and finding != "agg_impact_running":
        assert found[finding].sure == "understood"
        assert found[finding].words


def test_what_was_spoken_of_and_left_open_does_not_follow(pack: Pack) -> None:
    """A denial that is no plain one stays a question, and a plain one an answer that contradicts."""
    reading = read_words("groin pain, temp 38.6, no fever until yesterday", pack)
    assert "fever" not in reading.answers
    assert read_words("groin pain, no fever, temp 38.6", pack).answers["fever"] is False


@pytest.mark.parametrize(("text", "answers"), BESIDE_ME)
def test_who_only_stands_beside_somebody_is_nobodys_patient(pack: Pack, text: str, answers: Mapping[str, object]) -> None:
    """Who helped, talked one into it or is only addressed has not the pain."""
    read = read_words(text, pack).answers
    assert {name: read.get(name) for name in answers} == answers


def test_what_is_asked_of_the_family_is_said_of_it_and_denied_of_all_or_asked(pack: Pack) -> None:
    """A clot of the mother is an answer; that she had none denies nothing of the others."""
    assert read_words("my mum had a blood clot, my hip hurts", pack).answers.get("past_blood_clot") is True
    reading = read_words("my mum never had a blood clot, my hip hurts", pack)
    assert "past_blood_clot" not in reading.answers
    assert [each.finding for each in reading.questions] == ["past_blood_clot"]


def test_a_number_in_a_phrase_is_that_number(pack: Pack) -> None:
    """Nine of ten is severe and two of ten is not; a race of 30 km is none of up to ten."""
    assert read_words("hip pain 9/10", pack).answers.get("pain_severity") == "severe"
    assert "pain_severity" not in read_words("hip pain 2/10", pack).answers
    assert read_words("I ran a 30k last week, hip pain", pack).answers.get("recent_race") != "up_to_10k"
