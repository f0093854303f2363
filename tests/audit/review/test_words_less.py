"""What of words, questions and shares asks less, entry by entry, and what of them does not."""

from typing import Any

import pytest

from hipexpert.audit.guarding_words import only_opposites
from hipexpert.audit.review.frame_less import frame_less
from hipexpert.audit.review.words_less import words_less
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.phrases import Phrasing

FEVER = Phrasing("fever", says=("fever", "burning up"), denies=("no fever",), denied_by=("fever",))
LIMP = Phrasing("limp", says=("limp",))


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        (FEVER, Phrasing("fever", says=("fever",), denies=("no fever",), denied_by=("fever",)), "“burning up” no longer says"),
        (FEVER, Phrasing("fever", says=FEVER.says, denies=("no fever", "a high fever"), denied_by=("fever",)), "“a high fever” now denies"),
        (FEVER, Phrasing("fever", says=FEVER.says, denies=("no fever",), denied_by=("fever", "chills")), "“chills” now denies"),
        (FEVER, Phrasing("fever", says=FEVER.says, denies=("no fever",), denied_by=("fever",), unless="FINE"), "beside a word of FINE"),
        (FEVER, None, "no longer says a warning sign"),
        (
            Phrasing("groin_lump", values={"none": ("no lump",)}),
            Phrasing("groin_lump", values={"none": ("no lump", "lump")}),
            "“lump”",
        ),
        (Phrasing("FINE", says=("fine",)), Phrasing("FINE", says=("fine", "hard going")), "beside “hard going”"),
        (Phrasing("HURTS", says=("hurts", "sore")), Phrasing("HURTS", says=("hurts",)), "beside “sore”"),
        (Phrasing("agg_walking", says=("walking hurts",)), Phrasing("agg_walking", denies=("walking hurts",)), "did the opposite"),
    ],
    ids=lambda each: each[:25] if isinstance(each, str) else "",
)
def test_words_by_which_a_sign_is_missed_or_denied_ask_less(before: Phrasing, now: Phrasing | None, says: str, pack: Pack) -> None:
    """A phrase that is lost or turned round, and a class beside whose words nothing counts."""
    assert any(says in each for each in words_less(before, now, pack))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (FEVER, Phrasing("fever", says=("fever", "burning up", "pyrexia"), denies=("no fever",), denied_by=("fever",))),
        (FEVER, Phrasing("fever", says=("fever",), asks=("burning up",), denies=("no fever",), denied_by=("fever",))),
        (LIMP, Phrasing("limp", says=("limp", "hobbling"))),
        (Phrasing("FINE", says=("fine", "good")), Phrasing("FINE", says=("fine",))),
        (Phrasing("HURTS", says=("hurts",)), Phrasing("HURTS", says=("hurts", "sore"))),
        (Phrasing("agg_walking", says=("walking hurts", "walks")), Phrasing("agg_walking", says=("walking hurts",))),
    ],
)
def test_a_further_way_to_say_it_asks_no_less(before: Phrasing, now: Phrasing, pack: Pack) -> None:
    """Nor does a phrase that is asked about now, or one less that says it is fine."""
    assert list(words_less(before, now, pack)) == []


LINE = {"id": "ill", "stage": "warnings", "parts": {"fever": "fever", "chills": "chills"}, "only": {"pain": ["severe", "worse"]}}


@pytest.mark.parametrize(
    ("kind", "before", "now", "says"),
    [
        ("interview", LINE, LINE | {"parts": {"fever": "fever"}}, "no longer asks chills"),
        ("interview", LINE, None, "no longer asks fever"),
        ("interview", LINE, LINE | {"only": {"pain": ["severe"]}}, "for worse"),
        ("interview", LINE, LINE | {"stage": "causes"}, "warnings → causes"),
        ("interview", LINE, LINE | {"only": {}}, ""),
        ("interview", LINE, LINE | {"parts": {**LINE["parts"], "rash": "a rash"}}, ""),  # type: ignore[dict-item]
        ("discriminating", {"background": {"none": 0.9, "some": 0.1}}, {"background": {"none": 0.7, "some": 0.3}}, "some is said of 0.3"),
        ("discriminating", {"background": {"none": 0.9, "some": 0.1}}, {"background": {"none": 0.88, "some": 0.12}}, ""),
        ("discriminating", {"background": 0.1}, {"background": 0.5}, "yes is said of 0.5"),
        ("finding_group", {"answered_by": "runner", "context": False}, {"answered_by": "clinician", "context": False}, "was runner"),
        ("finding", {"group": "red_flag"}, {"group": "training"}, "red_flag → training"),
        ("rule", {"sources": [{"ref": "one"}, {"ref": "two"}]}, {"sources": [{"ref": "two"}]}, "rests on one"),
        ("rule", {"sources": [{"ref": "one"}]}, {"sources": [{"ref": "one", "at": "page 2"}, {"ref": "two"}]}, ""),
    ],
)
def test_a_frame_that_asks_less_is_told(kind: str, before: dict[str, Any], now: dict[str, Any] | None, says: str) -> None:
    """A question that is left out or asked later, another share, another group, a source that is gone; more of each is none."""
    found = list(frame_less(kind, before, now))
    assert any(says in each for each in found) if says else found == []


@pytest.mark.parametrize(
    ("before", "after", "opposite"),
    [
        ("Say yes also if you need a stick.", "Say no if you need a stick.", True),
        ("Pain above the knee.", "Pain below the knee.", True),
        ("It grows worse in a run.", "It grows better in a run.", True),
        ("Pain above the knee.", "Pain over the knee.", False),
        ("It is also sore.", "It is sore.", False),
        ("Say yes if you need a stick.", "Say no if you need crutches.", False),
    ],
)
def test_texts_that_differ_by_opposites_alone(before: str, after: str, opposite: bool) -> None:
    """One word for another of its meaning, or a word that carries nothing, is no opposite; nor is a text that differs in others."""
    assert bool(only_opposites(before, after)) is opposite
