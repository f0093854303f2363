"""What an embedding program gets to hold when answers cannot be read, and which of its own values it may give."""

import copy
import datetime
import pickle
from decimal import Decimal
from enum import Enum

import numpy as np
import pandas as pd
import pytest
from tiny import TINY

from hipexpert import Engine, IntakeError, ProblemsError, UnverifiedError
from hipexpert.knowledge.runner.reading_values import shown

ENGINE = Engine(TINY)


class Side(Enum):
    """A form's own words."""

    LEFT = "left"


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ({"age": np.int64(46)}, {"age": 46}),
        ({"age": np.float32(46)}, {"age": 46}),
        ({"age": Decimal("46.0")}, {"age": 46}),
        ({"age": Decimal("4.6E+1")}, {"age": 46}),
        ({"swollen": np.bool_(True)}, {"swollen": True}),
        ({"side": Side.LEFT}, {"side": "left"}),
        ({"side": np.str_("left")}, {"side": "left"}),
        ({"site": np.array(["front", "back"])}, {"site": {"front": True, "back": True}}),
        ({"site": {"front"}}, {"site": {"front": True}}),
        ({"age": pd.NA, "swollen": pd.NaT, "side": ""}, {}),
    ],
)
def test_values_of_other_libraries_are_read(said: dict[str, object], answers: dict[str, object]) -> None:
    """NumPy scalars and arrays, whole decimals, enumerations by value; what pandas leaves empty says nothing."""
    assert ENGINE.read(said).answers == answers


@pytest.mark.parametrize(
    ("said", "code", "place", "finding"),
    [
        ({"age": float("nan")}, "not-a-number", "/age", "age"),
        ({"age": Decimal("NaN")}, "not-a-number", "/age", "age"),
        ({"age": np.float64("inf")}, "not-a-number", "/age", "age"),
        ({"age": Decimal("46.5")}, "bad-answer", "/age", "age"),
        ({"age": Decimal("1e9999")}, "out-of-range", "/age", "age"),
        ({"age": datetime.date(1980, 1, 1)}, "bad-answer", "/age", "age"),
        ({"site": ["front", "moon"]}, "bad-answer", "/site/1", "site"),
        ({"findings": {"site": {"front": 3}}}, "bad-answer", "/findings/site/front", "site"),
        ({"a/b~c": 1}, "unknown-finding", "/a~1b~0c", ""),
    ],
)
def test_a_problem_names_its_finding_and_its_place(said: dict[str, object], code: str, place: str, finding: str) -> None:
    """The place in a mapping is a JSON pointer; a form can mark the question."""
    with pytest.raises(IntakeError) as caught:
        ENGINE.read(said)
    assert isinstance(caught.value, ValueError)
    assert [(each.code, each.place, each.finding) for each in caught.value.problems] == [(code, place, finding)]


def test_errors_survive_pickling_and_copying() -> None:
    """In a pool of processes the parent gets the error that the child raised."""
    with pytest.raises(IntakeError) as caught:
        ENGINE.read({"age": "old", "x": 1})
    for error in (caught.value, UnverifiedError(["a step does not follow"])):
        for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301
            assert type(again) is type(error)
            assert isinstance(again, ProblemsError)
            assert (again.problems, str(again)) == (error.problems, str(error))


def test_a_contradiction_names_the_findings_that_contradict_each_other(engine: Engine) -> None:
    """With `strict`: a form can mark both questions."""
    with pytest.raises(IntakeError) as caught:
        engine.assess({"sex": "male", "pelvic_pain_missed_period": True}, strict=True)
    (problem,) = caught.value.problems
    assert (problem.code, set(problem.findings)) == ("contradiction", {"sex", "pelvic_pain_missed_period"})


@pytest.mark.parametrize("said", ["lefts", "lef", "zzz", "aaa", "right, left", "LEFT"])
def test_a_word_that_is_no_value_is_refused_whatever_it_is_like(said: str) -> None:
    """Longer, shorter, before and after the values in the alphabet, several of them: none is taken for an answer."""
    with pytest.raises(IntakeError) as found:
        ENGINE.read({"side": said})
    assert [(each.code, each.place) for each in found.value.problems] == [("bad-answer", "/side")]


def test_a_word_of_a_line_is_shown_whole_in_a_message_and_a_longer_one_is_cut() -> None:
    """So that what is wrong can be seen."""
    assert (shown("x" * 60), shown("x" * 61)) == (f"`{'x' * 60}`", f"`{'x' * 60}…`")
