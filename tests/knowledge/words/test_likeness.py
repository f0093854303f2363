"""The text that is most like another is the one that comparing with all of them finds."""

from difflib import SequenceMatcher

from hypothesis import example, given, settings
from hypothesis import strategies as st
from profiles import examples

from hipexpert.knowledge.words.likeness import most_alike

TEXTS = st.text(alphabet="abc ", max_size=12)


def ratio(text: str, other: str) -> float:
    """How like a text is to another, as `difflib` has it."""
    return SequenceMatcher(None, other, text, autojunk=False).ratio()


@settings(max_examples=examples(400), deadline=None)
@example(text="aaaa", others=["aaa   "], least=0.6)  # as like it as is asked, to the last bit
@example(text="aaaa", others=["", "aaa   "], least=0.6)
@given(text=TEXTS, others=st.lists(TEXTS, max_size=8), least=st.sampled_from((0.3, 0.6, 0.75)))
def test_the_text_that_is_most_like_another_is_found(text: str, others: list[str], least: float) -> None:
    """None of the others is more like it; nothing is found where none is like it enough."""
    found = most_alike(text, others, least)
    best = max((ratio(text, each) for each in others), default=0.0)
    if best < least:
        assert not found
    else:
        assert found in others
        assert ratio(text, found) == best
