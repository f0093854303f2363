"""docs/benchmarks.md and its picture follow from docs/benchmarks.json."""

import json
from xml.etree import ElementTree

from benchmarks.page import CHART, DATA, PAGE, chart, page

FIGURES = json.loads(DATA.read_text(encoding="utf-8"))


def test_the_page_and_the_picture_follow_from_the_figures() -> None:
    """`python -m benchmarks.page` in tests/ writes them again; `make bench` measures anew."""
    assert PAGE.read_text(encoding="utf-8") == page(FIGURES)
    assert CHART.read_text(encoding="utf-8") == chart(FIGURES)
    assert ElementTree.fromstring(chart(FIGURES)).tag.endswith("svg")  # noqa: S314


def test_a_peer_that_is_ahead_is_named() -> None:
    """What wins is found in the figures and not left to the author."""
    rows = [{**row, "p50": row["p50"] / 1000} if row["engine"] == "clipspy" else row for row in FIGURES["assessment"]]
    said = page({**FIGURES, "assessment": rows}).split("## Where another is ahead")[1]
    assert "clipspy takes 0.00 x the time of this engine" in said
    assert "Not met: one assessment: clipspy" in said


def test_the_figures_name_no_folder() -> None:
    """Nothing in them tells where they were measured."""
    assert "/" not in DATA.read_text(encoding="utf-8")
