"""The Streamlit interview, driven as a person would."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

import hipexpert

APP = str(Path(__file__).with_name("streamlit_app.py"))


def begun() -> AppTest:
    """The first page."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    return app


def test_nothing_is_chosen_beforehand_and_skipped_is_not_no() -> None:
    """Whoever goes on without a word is asked other questions, and is told that not enough is known."""
    app = begun()
    first = [each.key for each in (*app.radio, *app.multiselect, *app.number_input)]
    assert first
    assert all(each.value is None for each in (*app.radio, *app.number_input))
    app.button[0].click().run()
    second = [each.key for each in (*app.radio, *app.multiselect, *app.number_input)]
    assert not set(first) & set(second)
    assert app.session_state.said == hipexpert.Intake({})
    assert app.header[0].value == "Not enough is known to say"


def test_own_words_are_confirmed_before_they_count() -> None:
    """What was understood stands there as ticks; one that is taken away is unknown again."""
    app = begun()
    app.text_area[0].set_value("my left groin hurts since 3 weeks, I cannot put weight on the leg and I am 30").run()
    assert app.header[0].value == "Go to an emergency department now"
    assert not app.button  # nothing more is asked
    for tick in app.checkbox:
        if "weight" in tick.label:
            tick.uncheck().run()
            break
    assert app.header[0].value != "Go to an emergency department now"


def test_an_answer_counts_and_a_mistake_stands_in_the_form() -> None:
    """A number that cannot be is named with what is allowed, and is not kept; a sound one is."""
    app = begun()
    (days,) = [each for each in app.number_input if each.key in ("age_years", "symptom_duration_days")][:1]
    name = days.key
    days.set_value(99999)
    app.button[0].click().run()
    assert "is out of range" in app.error[0].value
    assert name not in app.session_state.said.answers
    next(each for each in app.number_input if each.key == name).set_value(34)
    app.button[0].click().run()
    assert app.session_state.said.answers[name] == 34


def test_a_test_that_nobody_may_try_is_asked_for_as_what_was_noticed() -> None:
    """Its words say not to try it, and there is no *no* to choose."""
    app = begun()
    app.text_area[0].set_value(
        "my left groin hurts for 3 weeks, it came on gradually, I do not limp, full weight is fine, I am 30, a man"
    ).run()
    for _ in range(12):
        hop = [each for each in app.radio if each.key == "st_hop_pain"]
        if hop or not app.button:
            break
        app.button[0].click().run()
    (asked,) = hop
    assert "Do not try it now" in asked.label
    assert asked.options == ["yes"]
