"""What is a class of words stands in every turn of phrase, and what only looks like it does not."""

from collections.abc import Mapping

import pytest

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.words import read_words

ACTIVITIES = {
    "agg_walking": ("walking the dog", "walk the dog"),
    "agg_stairs": ("climbing stairs", "climb stairs"),
    "agg_lying_on_side": ("rolling onto it", "roll onto it"),
    "agg_sitting_long": ("sitting at my desk", "sit at my desk"),
    "agg_car": ("swinging my leg out of the car", "swing my leg out of the car"),
    "agg_deep_flexion": ("crouching", "crouch"),
    "agg_cough_sneeze": ("coughing", "cough"),
    "agg_impact_running": ("going for a run", "go for a run"),
    "agg_long_runs": ("running more than an hour", "run more than an hour"),
    "st_hop_pain": ("hopping on it", "hop on it"),
}
HURTING = (
    "{0} is what sets it off",
    "the worst is {0}",
    "fine unless I {1}",
    "I can't {1} without pain",
    "not a fan of {0} right now",
    "it comes on with {0}",
    "don't even ask me to {1}",
    "cannot bear {0}",
    "I wince every time I {1}",
)
FINE = ("{0} is fine", "I can {1} without pain", "I {1} with no pain at all", "{0} has no effect on it", "it doesn't hurt when I {1}")
NEITHER = (
    "if {0} hurts I will see a doctor",
    "{0} hurts my shoulder",
    "I haven't tried {0}",
    "some people find {0} painful",
    "I was told {0} would hurt",
    "my aim is to {1} again",
)
BEGAN = {
    "sprint_or_acceleration": "sprinting",
    "overstretch": "doing the splits",
    "kick_or_cut": "kicking a ball",
    "long_or_hard_run": "a long run",
    "gym_exercise": "deadlifting",
    "misstep": "missing a step",
    "lifting": "lifting a sofa",
    "slip_or_fall": "slipping on ice",
    "jump_or_landing": "jumping off a wall",
    "getting_up": "getting out of bed",
    "gardening_or_housework": "digging the garden",
    "game_or_contact": "a rugby match",
}
BEGINNINGS = (
    "My hip started hurting after {}",
    "My hip has been sore ever since {}",
    "hip pain, I blame {}",
    "{} started it all, hip pain",
    "the hip pain dates from {}",
)
OTHERWISE = (
    ("My hip hurts. I can't move my toes", "reduced_motion"),
    ("no injury, tingling started on Monday, hip pain", "numb_below_knee"),
    ("no fever, numb toes, hip pain", "numb_below_knee"),
    ("hip pain, no numbness in the groin", "numb_below_knee"),
    ("hip pain, no numbness or tingling", "saddle_numbness"),
    ("hip pain, no numbness but my foot tingles", "numb_below_knee"),
    ("hip pain, worst at 3 and 4 am", "pain_worst"),
    ("hip pain, at worst 3 runs a week", "pain_worst"),
    ("hip pain, three weeks off, x-ray shows nothing", "rel_rest"),
    ("hip pain. I always run 10 km a week", "agg_impact_running"),
    ("hip pain. Sprinting sets it off", "onset_mechanism"),
)
"""Texts whose words stand in a phrase and mean something else, and what they do not say."""
SAID = (
    ("hip pain. No numbness or tingling", {"numb_below_knee": False, "numb_outer_thigh": False}),
    ("hip pain. No fever, numbness or weakness", {"numb_below_knee": False, "fever": False}),
    ("hip pain, worst 8, currently a 3", {"pain_worst": 8.0, "pain_now": 3.0}),
    ("hip pain, three weeks off and no better", {"rel_rest": False}),
    ("outer knee pain, always at about 6 k, bang on", {"agg_impact_running": True}),
    ("a bulge in the groin that won't go back", {"groin_lump": "irreducible"}),
)


def _read(pack: Pack, frame: str) -> dict[str, object]:
    return {
        name: read_words(f"I have pain in my left hip. {frame.format(*words).capitalize()}.", pack).answers.get(name)
        for name, words in ACTIVITIES.items()
    }


@pytest.mark.parametrize("frame", HURTING)
def test_whatever_hurts_is_read_in_every_turn_of_phrase(pack: Pack, frame: str) -> None:
    """A way to say that something hurts serves every activity."""
    assert _read(pack, frame) == dict.fromkeys(ACTIVITIES, True)


@pytest.mark.parametrize("frame", FINE)
def test_whatever_is_fine_is_read_in_every_turn_of_phrase(pack: Pack, frame: str) -> None:
    """A way to say that something does not hurt serves every activity, and is read as no pain in any."""
    assert _read(pack, frame) == dict.fromkeys(ACTIVITIES, False)


@pytest.mark.parametrize("frame", NEITHER)
def test_what_is_only_supposed_told_or_of_another_part_is_not_read(pack: Pack, frame: str) -> None:
    """What may be, what others say, what hurts another part and what was not tried says nothing of any activity."""
    assert _read(pack, frame) == dict.fromkeys(ACTIVITIES)


@pytest.mark.parametrize("frame", BEGINNINGS)
def test_whatever_began_it_is_read_in_every_turn_of_phrase(pack: Pack, frame: str) -> None:
    """An event is a class of words and so is a way to say that something began: each of one stands with each of the other."""
    read = {value: read_words(frame.format(event), pack).answers.get("onset_mechanism") for value, event in BEGAN.items()}
    assert read == {value: value for value in BEGAN}


@pytest.mark.parametrize(("text", "finding"), OTHERWISE)
def test_what_only_looks_like_it_is_not_read(pack: Pack, text: str, finding: str) -> None:
    """Toes are no hip, numbness somewhere is none everywhere, and a time of day is no score."""
    assert finding not in read_words(text, pack).answers


@pytest.mark.parametrize(("text", "said"), SAID)
def test_what_looks_like_it_and_is_meant_is_read(pack: Pack, text: str, said: Mapping[str, object]) -> None:
    """A denial without a place is of every place but the saddle; a score needs no "out of ten"; where it always comes is of running."""
    assert said.items() <= dict(read_words(text, pack).answers).items()
