"""The weighing of a condition, drawn: every step starts where the last one ended, and the sum is the total."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from running import ROOT
from strategies_intake import intakes

from hipexpert import Engine, ExplainedAssessment, Pack
from hipexpert.knowledge import read_case_file
from hipexpert.rendering.page.waterfall import waterfalls

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def check(assessment: ExplainedAssessment) -> None:
    """The steps of each condition join up on the common scale."""
    found = waterfalls(assessment.pack, assessment.differential)
    assert [fall.ranked for fall in found] == list(assessment.differential)
    scale = {(mark.decibans, mark.at) for fall in found for mark in fall.marks}
    assert len(scale) <= 3
    for fall in found:
        total, at = fall.ranked.prior, fall.prior_at
        for step in fall.steps:
            total += step.evidence.decibans
            assert step.total == total
            start, end = step.start, step.start + step.size
            up = step.evidence.decibans > 0
            assert (start if up else end) == pytest.approx(at, abs=0.02)
            at = end if up else start
        assert total == fall.ranked.decibans
        assert at == pytest.approx(fall.total_at, abs=0.02)
        assert 0 <= fall.prior_at <= 100
        assert 0 <= fall.total_at <= 100
        assert len(fall.steps) + len(fall.uncounted) == len(fall.ranked.for_) + len(fall.ranked.against)


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda path: path.stem)
def test_the_steps_add_up_to_the_total(case: Path, engine: Engine) -> None:
    """In every example."""
    check(engine.assess(read_case_file(case, engine.pack)))


@settings(max_examples=examples(40), deadline=None)
@given(data=st.data())
def test_the_steps_add_up_for_any_runner(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """For random answers too, exceptions and groups among them."""
    check(engine.assess(data.draw(intakes(pack, most=30))))
