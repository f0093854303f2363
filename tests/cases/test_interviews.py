"""Simulated interviews come to what the full intake of a case comes to, with few questions."""

import pytest
from simulated_interviews import CASES, kept

from hipexpert import Engine
from hipexpert.audit.measuring.interviews import in_figures, simulated
from hipexpert.knowledge.cases.cases import read_cases

EVERY = 32  # simulating all takes minutes: `make accuracy` does


def test_every_case_has_its_interview(engine: Engine) -> None:
    """No case is left out of the figures, and what is kept of the full intake is what it gives today."""
    cases = read_cases([CASES / "published", CASES / "authored"], engine.pack)
    full = [engine.asking(case.intake) for case in cases]
    rows = [(each.case, each.full_level, each.full_first) for each in kept()]
    assert rows == [(case.id, each.level, each.first) for case, each in zip(cases, full, strict=True)], "run `make accuracy`"


@pytest.mark.parametrize("kept_", kept()[::EVERY], ids=lambda each: each.case)
@pytest.mark.deep
def test_the_interviews_that_are_kept_are_those_of_today(kept_: object, engine: Engine) -> None:
    """An interview simulated now is the one in the file; otherwise run `make accuracy`."""
    cases = {case.id: case for case in read_cases([CASES / "published", CASES / "authored"], engine.pack)}
    assert simulated(cases[kept_.case], engine) == kept_, "run `make accuracy`"  # type: ignore[attr-defined]


def test_interviews_reach_what_is_promised() -> None:
    """The same urgency as the full intake in at least 97 percent, with a median of at most 18 questions."""
    figures = in_figures(kept())
    assert figures.same_urgency.share is not None
    assert figures.same_urgency.share >= 0.97
    assert figures.median_questions <= 18
