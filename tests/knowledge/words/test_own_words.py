"""Reading somebody's own words: what is answered, what is asked back, and what never happens."""

import datetime
import random
from collections.abc import Iterator, Mapping
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from steps import steps

from hipexpert.engine import ProblemsError
from hipexpert.knowledge.interview.measures import in_unit
from hipexpert.knowledge.packs.files import read_files
from hipexpert.knowledge.packs.loading import HIP
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.parsing import parse_pack
from hipexpert.knowledge.words import measures, read_words

STORIES = (
    "My left hip hurts on the outside since Sunday's long run, fine walking, I'm 46.",
    "46F, 40 mpw. Groin pain for three weeks, worse when I run. It wakes me at night. I limp a bit.",
    "I fell this morning and can't walk. No fever.",
    "Dull ache deep in my right buttock for two months, sitting is agony. Both legs are numb and I cannot pee.",
    "Man of 62 with osteoporosis, hip pain on the left, hurts to put weight on it. I have a fever and feel unwell.",
)
SOFTENERS = (
    "Probably nothing.",
    "My wife says I exaggerate.",
    "It's no big deal.",
    "I don't want to make a fuss.",
    "I'm probably overreacting.",
    "I know it sounds silly.",
    "Sorry to bother you.",
    "It will go away on its own.",
)
READ: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("my left hip hurts on the outside", {"pain_side": "left", "pain_site": {"lateral_hip": True}}),
    (
        "no pain at night, but it wakes me when I roll over",
        {"agg_lying_on_side": True, "night_pain": "only_when_lying_on_side", "agg_turning_in_bed": True},
    ),
    ("my mother had a hip replacement and my hip hurts on the outside", {"family_history_hip": True, "pain_site": {"lateral_hip": True}}),
    ("my father had prostate cancer", {}),
    ("fine sitting, hurts to walk", {"agg_sitting_long": False, "agg_walking": True, "weight_bearing": "painful"}),
    ("I don't have chest pain or shortness of breath", {"chest_pain_breathless": False}),
    ("no chest pain", {}),
    ("fever: no", {"fever": False}),
    (
        "sore left buttok and hamstrng",
        {"pain_side": "left", "pain_quality_main": "sore", "pain_site": {"buttock": True, "back_thigh": True}},
    ),
    ("f46", {"age_years": 46.0, "sex": "female"}),
    ("Hi (24F), sore hip", {"age_years": 24.0, "sex": "female", "pain_quality_main": "sore", "pain_site": {"hip_unspecified": True}}),
    ("M/35", {"age_years": 35.0, "sex": "male"}),
    ("Male, 35, groin pain", {"age_years": 35.0, "sex": "male", "pain_site": {"anterior_groin": True}}),
    ("groin pain after gym, 28 m", {"age_years": 28.0, "sex": "male", "pain_site": {"anterior_groin": True}}),
    ("My daughter (12) has knee pain", {"age_years": 12.0, "sex": "female", "pain_site": {"knee_vague": True}}),
    (
        "I cannot say what I did or when it all began. Groin + front of thigh, right.",
        {"pain_side": "right", "pain_site": {"anterior_groin": True, "front_thigh": True}},
    ),
    ("I cannot say what I did or when it all began. I do groin and thigh stretches and had a hip and knee massage.", {}),
    ("5 months post partum, groin pain", {"sex": "female", "pain_site": {"anterior_groin": True}}),
    ("my wife is pregnant and my groin hurts", {"pain_site": {"anterior_groin": True}}),
    ("ran 60 m sprints", {}),
    ("had a hip replacement 3 years ago, new groin pain", {"hip_surgery_or_prosthesis": True, "pain_site": {"anterior_groin": True}}),
    ("stiff hips for an hour", {"reduced_motion": True, "morning_stiffness_min": 60.0, "pain_site": {"hip_unspecified": True}}),
    ("groin pain comes on after 10 minutes", {"pain_site": {"anterior_groin": True}}),
    ("my leg feels weak", {"leg_weakness": True}),
    (
        "haven't had my period for 5 months, groin pain",
        {"menstrual_status": "absent_3_months_or_more", "pain_site": {"anterior_groin": True}},
    ),
    ("no periods for 2 months", {"sex": "female", "menstrual_status": "one_or_two_missed"}),
    (
        "Groin pain on and off for a year",
        {"symptom_duration_days": 365.0, "pain_pattern_over_time": "comes_and_goes", "pain_site": {"anterior_groin": True}},
    ),
    ("Sore groin. Two months.", {"symptom_duration_days": 60.0, "pain_quality_main": "sore", "pain_site": {"anterior_groin": True}}),
    ("bruising two days later", {"visible_bruising": True}),
    ("I can put weight on it but it hurts", {"weight_bearing": "painful"}),
    ("no numbness between my legs", {"saddle_numbness": False}),
    ("my urine has been dark", {"dark_urine": True}),
    ("I can't walk up stairs", {}),
    ("temperature of 39.2", {"fever": True, "temperature_c": 39.2}),
    ("temp of 36.8", {"temperature_c": 36.8}),
    ("leg is not weak", {"leg_weakness": False}),
    ("I run forty miles a week", {"weekly_distance_km": 64.4, "main_activity": "running"}),
    ("had a stress fracture two years ago", {"prior_stress_fracture": True}),
    ("I haven't been able to walk since yesterday", {"limp": True, "weight_bearing": "unable", "symptom_duration_days": 1.0}),
    ("outer hip pain, right, 6 weeks", {"pain_side": "right", "symptom_duration_days": 42.0, "pain_site": {"lateral_hip": True}}),
    ("Right, so my hip hurts", {"pain_site": {"hip_unspecified": True}}),
    ("28 weeks pregnant", {"sex": "female", "nsaid_contraindication": True, "pregnancy_status": "third_trimester"}),
    (
        "sore groin, 82 kg, 49, no limp",
        {"age_years": 49.0, "limp": False, "pain_quality_main": "sore", "pain_site": {"anterior_groin": True}},
    ),
    ("I am woman, 51 years", {"age_years": 51.0, "sex": "female"}),
    ("ran 40k a week", {"main_activity": "running", "weekly_distance_km": 40.0}),
    ("been on alendronate for 6 years", {"bisphosphonate_use": True}),
    ("swelling no, bruise came up", {"visible_swelling": False, "visible_bruising": True}),
    ("I do not limp", {"limp": False}),
    ("my mum had osteoporosis", {"family_osteoporosis": True}),
    ("it is my left hip, outside, 3 weeks", {"pain_side": "left", "symptom_duration_days": 21.0, "pain_site": {"lateral_hip": True}}),
    ("walk fine with a stick", {"weight_bearing": "painful", "limp": True, "agg_walking": False}),
    ("cancer free for ten years", {"cancer_history": True}),
    ("a rash, blisters in a stripe", {"skin_rash": "blisters_in_a_band"}),
    ("my groin is fine, the outside of the hip hurts", {"pain_site": {"lateral_hip": True}}),
    ("hip pain (right) on stairs", {"pain_side": "right", "agg_stairs": True, "pain_site": {"hip_unspecified": True}}),
    ("R groin pain 2/52", {"pain_side": "right", "symptom_duration_days": 14.0, "pain_site": {"anterior_groin": True}}),
    ("Groin pain. 19M uni student", {"age_years": 19.0, "sex": "male", "pain_site": {"anterior_groin": True}}),
    ("Grandad here, 80, groin pain", {"age_years": 80.0, "sex": "male", "pain_site": {"anterior_groin": True}}),
    ("I know my son had hip pain last year. I have groin pain", {"pain_site": {"anterior_groin": True}}),
    (
        "my daughter is 15, I don't think it is much. She has groin pain",
        {"age_years": 15.0, "sex": "female", "pain_site": {"anterior_groin": True}},
    ),
    ("sore groin, can't sleep on it", {"agg_lying_on_side": True, "pain_quality_main": "sore", "pain_site": {"anterior_groin": True}}),
    ("Stairs hurt my groin. Sitting too.", {"agg_sitting_long": True, "agg_stairs": True, "pain_site": {"anterior_groin": True}}),
    ("walking is fine except stairs", {"agg_stairs": True}),
    ("stairs still hurt, no fever", {"agg_stairs": True, "fever": False}),
    ("sore groin. Been 6 wks", {"symptom_duration_days": 42.0, "pain_quality_main": "sore", "pain_site": {"anterior_groin": True}}),
    ("60ish mpw", {"main_activity": "running", "weekly_distance_km": 96.6}),
    ("it hurts on stairs, can still walk", {"agg_stairs": True}),
    ("it hurts on stairs but I'm able to walk on the flat", {"agg_stairs": True}),
    ("can walk but it hurts", {"weight_bearing": "painful"}),
    ("can walk with no limp", {"limp": False}),
    ("I limp a bit", {"limp": True}),
    ("hip replaced 6 years ago, now pain in my thigh", {"hip_surgery_or_prosthesis": True, "pain_site": {"thigh_unspecified": True}}),
    ("broke my hip 2 years ago and now groin pain", {"prior_hip_injury": True, "pain_site": {"anterior_groin": True}}),
    ("I can sit, no cough", {}),
    ("stairs bad, hills bad", {"agg_stairs": True, "agg_uphill": True}),
    ("groin pain, can't run twice a day", {"pain_site": {"anterior_groin": True}}),
    ("Night sweats? yes", {"systemically_unwell": True}),
    ("not short of breath. No chest pain", {"chest_pain_breathless": False}),
    ("not had a period for 5 months", {"sex": "female", "menstrual_status": "absent_3_months_or_more"}),
)
ASKED = (
    ("I think front of the hip", "pain_site", "uncertain"),
    ("no fall, but I fell last year", "onset_mechanism", "other_time"),
    ("it might be a fever", "fever", "uncertain"),
    ("I do not think I have a fever", "fever", "denial_unclear"),
    ("pain low in the tummy when I sprint", "abdominal_urinary_symptoms", "ambiguous"),
    ("pain low in my belly and groin", "abdominal_urinary_symptoms", "ambiguous"),
    ("no lower belly pain when I cough", "abdominal_urinary_symptoms", "ambiguous"),
    ("there was a bit of blood in my pee", "dark_urine", "ambiguous"),
    ("I had a fever last year", "fever", "other_time"),
    ("no chest pain", "chest_pain_breathless", "part_denied"),
    ("no chills", "systemically_unwell", "part_denied"),
    ("it doesn't hurt much when walking", "agg_walking", "denial_unclear"),
    ("no fever until yesterday", "fever", "limited"),
    ("no fever with paracetamol", "fever", "limited"),
    ("no calf swelling - left calf is bigger though", "calf_leg_swelling", "limited"),
    ("no weakness, though the leg feels weak on stairs", "leg_weakness", "limited"),
    ("no fever but feverish at night", "fever", "limited"),
    ("no numbness but my foot is a bit numb", "numb_below_knee", "denial_unclear"),
    ("walking is fine mostly", "weight_bearing", "limited"),
    ("no fever since I take ibuprofen", "fever", "limited"),
    ("no fever in the morning", "fever", "limited"),
    ("I run 25 km a week when I'm well, my hip hurts", "systemically_unwell", "limited"),
    ("I am not ill but not well, my hip hurts", "systemically_unwell", "limited"),
    ("no fever. Well, maybe a little", "fever", "limited"),
    ("I can't say I have no fever", "fever", "limited"),
    ("no weight loss apart from 5 kg", "weight_loss_unexplained", "limited"),
    ("bladder and bowels fine except for some leaking", "bladder_bowel_change", "limited"),
    ("I don't have cancer anymore", "cancer_history", "limited"),
    ("no night pain in the first week, now every night", "night_pain", "limited"),
    ("no limp unless I run", "limp", "limited"),
    ("doesn't wake me at night usually", "night_pain", "limited"),
    ("I don't limp but my coach says I do", "limp", "limited"),
    ("no pins and needles except in my big toe", "numb_below_knee", "limited"),
    ("periods normal until last year", "menstrual_status", "limited"),
    ("fever last week, gone now", "fever", "other_time"),
    ("no fever, numbness, weakness", "leg_weakness", "denial_unclear"),
    ("walking is fine, running isn't", "agg_impact_running", "denial_unclear"),
    ("my hip hurts since Sunday", "symptom_duration_days", "no_date"),
    ("I fell off a horse as a child, groin pain now", "trauma_recent", "other_time"),
    ("better with rest?", "rel_rest", "uncertain"),
    ("my weight is stable? not sure", "weight_loss_unexplained", "uncertain"),
    ("walking is fine except stairs", "weight_bearing", "limited"),
    ("walking is fine except stairs", "agg_walking", "limited"),
    ("I couldn't run last month but now I can", "running_ability", "other_time"),
    ("rest might help", "rel_rest", "uncertain"),
    ("fever - no", "fever", "denial_unclear"),
    ("fever (no)", "fever", "denial_unclear"),
    ("no temperature at night, in the day 38.5", "fever", "limited"),
)


@pytest.mark.parametrize(("text", "answers"), READ)
def test_a_sentence_is_read_as_a_listener_would(pack: Pack, text: str, answers: Mapping[str, object]) -> None:
    """Sides, ages, negation and its scope, somebody else, typing mistakes, measures: just what was said is answered."""
    assert read_words(text, pack).answers == answers


@pytest.mark.parametrize("time", ["3 days", "two weeks", "6 weeks", "three months", "3 months", "18 months", "a year", "2 years"])
def test_a_length_of_time_is_the_same_in_a_story_and_as_a_reply(pack: Pack, time: str) -> None:
    """Three months are as many days to whoever writes a story as to whoever answers the question: bands of the ranking end there."""
    said = read_words(f"my groin has hurt for {time}", pack).answers["symptom_duration_days"]
    assert said == in_unit(time, "days")


@pytest.mark.parametrize(("text", "finding", "why"), ASKED)
def test_what_is_not_clear_is_asked_and_not_answered(pack: Pack, text: str, finding: str, why: str) -> None:
    """Doubt, another time, half a denial and a day without a date become a question."""
    reading = read_words(text, pack)
    assert finding not in reading.answers
    assert (finding, why) in [(each.finding, each.why) for each in reading.questions]


def test_a_day_counts_when_today_is_given(pack: Pack) -> None:
    """A weekday is a number of days for who says what day it is, and nothing reads the clock."""
    reading = read_words("my hip hurts since Sunday", pack, datetime.date(2026, 11, 25))
    assert reading.answers["symptom_duration_days"] == 3.0


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("softener", SOFTENERS)
def test_softening_words_change_nothing(pack: Pack, story: str, softener: str) -> None:
    """Words such as probably nothing, before, after or between sentences, leaves every answer and question as it was."""
    plain = read_words(story, pack)
    first, point, rest = story.partition(". ")
    for told in (f"{softener} {story}", f"{story} {softener}", f"{first}. {softener} {rest}" if point else f"{softener} {story}"):
        soft = read_words(told, pack)
        assert soft.answers == plain.answers
        assert {(each.finding, each.why) for each in soft.questions} == {(each.finding, each.why) for each in plain.questions}


@given(st.lists(st.sampled_from(STORIES), min_size=1, max_size=3))
def test_no_warning_sign_is_denied_unless_somebody_denies_it(pack: Pack, told: list[str]) -> None:
    """Silence is never a no: of all warning signs only the fever is denied, and only where a story denies it."""
    reading = read_words(" ".join(told), pack)
    signs = {finding.id for finding in pack.group_named["red_flag"].findings}
    denied = {name for name, value in reading.answers.items() if name in signs and value is False}
    assert denied <= ({"fever"} if any("No fever" in each for each in told) else set())


@given(st.text(max_size=300))
def test_every_text_can_be_read(pack: Pack, text: str) -> None:
    """No text is an error, and every span is the words that stand there."""
    reading = read_words(text, pack)
    for span in (*(span for each in reading.findings for span in each.words), *reading.not_understood):
        assert text[span.start : span.end] == span.words


def test_every_answer_names_the_words_it_rests_on(pack: Pack) -> None:
    """Nothing is read from nowhere."""
    for story in STORIES:
        assert all(each.words for each in read_words(story, pack).findings)


def test_a_new_finding_is_read_without_code(pack: Pack) -> None:
    """A finding that nobody has written phrases for is read by its synonyms, so that a pack can grow."""
    files = dict(read_files(HIP))
    files["findings/associated_symptom.yaml"] += (
        b"- id: hiccups\n  question: Do you have hiccups?\n  type: yes_no\n  synonyms: [hiccup]\n  present: hiccups\n  absent: no hiccups\n"
    )
    grown = parse_pack(files, "grown")
    assert read_words("I have hiccups", grown).answers == {"hiccups": True}
    assert read_words("no hiccups", grown).answers == {"hiccups": False}


def test_a_phrase_for_what_does_not_exist_is_refused() -> None:
    """A misspelt finding, value or class of words in `words/` is an error with the nearest right name."""
    files = dict(read_files(HIP))
    files["words/more.yaml"] += b'- of: lmp\n- of: limping_now\n  says: ["PIAN when walking"]\n'
    with pytest.raises(ProblemsError) as raised:
        parse_pack(files, "wrong")
    assert {each.code for each in raised.value.problems} >= {"unknown-finding", "unknown-class"}


def _random_texts(count: int) -> Iterator[str]:
    """Texts of words that phrases use, numbers, marks and noise, always the same ones."""
    drawn = random.Random(20261129)  # noqa: S311 (nothing secret)
    noise = (
        "no",
        "not",
        "my mother",
        "\n",
        ",",
        "?",
        "7/10",
        "fever of 39",
        "40 miles",
        "2 weeks",
        "5 out of",
        "30 steps",
        "\u0301",
        "'",
        "46f",
    )
    words = [*sorted({word for story in STORIES for word in story.split()}), *SOFTENERS, *noise]
    for _ in range(count):
        yield drawn.choice(["", " ", ""]).join(drawn.choice(words) for _ in range(drawn.randint(0, 9)))


def _read_all(pack: Pack, count: int) -> None:
    signs = {finding.id for finding in pack.group_named["red_flag"].findings}
    for text in _random_texts(count):
        for each in read_words(text, pack).findings:
            assert each.words
            assert not (each.finding in signs and each.value is False) or any(word in text.lower() for word in ("no", "well")), text


def test_thousands_of_texts_are_read_without_an_error(pack: Pack) -> None:
    """No text is an error, and no warning sign is denied without a no in the text."""
    _read_all(pack, 2_000)


@pytest.mark.deep
def test_many_more_texts_are_read_without_an_error(pack: Pack) -> None:
    """The same for as many texts as are read in a minute."""
    _read_all(pack, 50_000)


@pytest.mark.parametrize("unit", ["hip hurts ", "no fever and ", "my mother had pain walking and ", "3 weeks ago ", "worse, "])
def test_steps_grow_with_the_length_of_the_text(pack: Pack, unit: str) -> None:
    """A text twice as long takes about twice the steps, however it repeats itself: counted, not timed, once all that is kept is there."""
    read_words(unit * 20, pack)
    shorter, longer = (steps(lambda length=length: read_words((unit * length)[:length], pack)) for length in (3_000, 6_000))
    assert longer < 2.5 * shorter


def test_what_began_at_a_time_still_lasts_unless_it_is_gone(pack: Pack) -> None:
    """Groin pain that "came on a year ago" is pain now; what was last year, or has healed since, is asked about."""
    now = read_words("left groin pain that came on suddenly a year ago in a run", pack)
    assert (now.answers["pain_side"], now.answers["pain_site"]) == ("left", {"anterior_groin": True})
    for text in ("I had left groin pain last year", "left groin pain started two years ago and has healed"):
        assert "pain_side" not in read_words(text, pack).answers


def test_a_knee_that_is_lifted_is_no_load_and_an_injection_no_pain(pack: Pack) -> None:
    """A stem is not taken for another word of the same stem: lifting, jabbing, shooting."""
    read = read_words("hurts to lift my knee, a steroid jab did not help, went to shoot at goal", pack).answers
    assert read["agg_lift_knee"] is True
    assert not {"agg_lifting", "pain_quality_main"} & set(read)
    assert read.get("onset_mechanism") in (None, "kick_or_cut")


def test_a_long_run_of_number_words_costs_no_more_than_other_words(pack: Pack) -> None:
    """Reading looks at each word a fixed number of times: what is asked of the library of numbers grows with the text."""
    with patch.object(measures, "_in_words", wraps=measures._in_words) as asked:
        for many in (200, 400):
            asked.reset_mock()
            read_words("one two " * many, pack)
            assert asked.call_count <= 8 * many
            assert max(len(call.args[0].split()) for call in asked.call_args_list) <= measures.LONGEST_NUMBER
