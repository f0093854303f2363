"""The reading grade is that of `textstat`, which counts the syllables of any word with its whole list."""

import textstat
from hypothesis import given, settings
from hypothesis import strategies as st

from hipexpert import load_pack
from hipexpert.audit.readability import grades
from hipexpert.audit.subject.texts import runner_texts

ODD = (
    "",
    "...",
    "1 2 3.",
    "O'Neill's x-ray 'twas",
    "naïve café. Ünder! Why?",
    "İstanbul is big.",
    "a(1) b(2)",
    "the dog's coats' end",
    "# no",
)
WORDS = st.sampled_from(
    ["read", "hip's", "tear", "Runner", "x-ray", "10%", "zzzqx", "often", "physio.", "stop!", "don't", "'", "(2)", "live"]
)


def test_the_texts_of_the_pack_have_the_grade_of_the_library() -> None:
    """One in five of them, and odd ones, each alone and all together."""
    texts = [*ODD, *(each.text for each in runner_texts(load_pack()))][::5] + list(ODD)
    assert grades(texts) == [textstat.flesch_kincaid_grade(text) for text in texts]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=4))
def test_any_texts_have_the_grade_of_the_library(texts: list[str]) -> None:
    """Words with several pronunciations, with none, with signs in them."""
    assert grades(texts) == [textstat.flesch_kincaid_grade(text) for text in texts]
