"""Text in boxes: it stays inside, keeps its words, and says when it was cut."""

from hypothesis import given
from hypothesis import strategies as st

from hipexpert.rendering.page.fitting import width_of, wrapped


@given(
    text=st.text(alphabet=st.characters(exclude_categories=["C"]), min_size=1, max_size=120),
    width=st.integers(40, 200),
    most=st.integers(1, 4),
)
def test_lines_fit_and_nothing_is_lost_in_silence(text: str, width: int, most: int) -> None:
    """No line is too wide; either every letter is there in order, or an ellipsis says that some are not."""
    lines = wrapped(text, width, most)
    assert len(lines) <= most
    assert all(width_of(line) <= width for line in lines)
    shown, whole = "".join("".join(lines).split()), "".join(text.split())
    assert shown == whole or (lines[-1].endswith("…") and whole.startswith(shown.removesuffix("…")))


def test_words_stay_whole_where_they_fit() -> None:
    """A line breaks between words."""
    assert wrapped("pain in the front of the hip or groin", 136, 3) == ("pain in the front of the", "hip or groin")
