"""The page and the picture of the benchmarks follow from the figures of a run; docs/benchmarks.md is the record of one."""

from xml.etree import ElementTree

from benchmarks.page import chart, page

AHEAD = {"engine": "this engine", "p50": 0.002, "p95": 0.003, "rounds": 30}
TIMES = {"processor": 0.1, "clock": 0.1, "megabytes": 20.0}
PROCESSES = (
    *("python", "import click", "import click, experta, networkx", "hipexpert --help", "hipexpert explain"),
    *("hipexpert explain --format json", "hipexpert explain --format html", "hipexpert.assess in Python"),
)
FIGURES = {
    "quick": False,
    "day": "2026-11-21",
    "processors": 2,
    "waiting": 0.2,
    "python": "3.11.7",
    "machine": "Linux x86_64",
    "versions": {"experta": "1.9.4", "clipspy": "1.0.6"},
    "pack": {"version": "0.1.0", "hash": "0b1207171b29", "rules": 1439},
    "program": {"facts": 2129, "tallies": 77},
    "cases": 30,
    "assessment": [AHEAD, {**AHEAD, "engine": "the counting loop alone"}, {**AHEAD, "engine": "clipspy", "p50": 0.006}],
    "rules_only": [
        {"engine": "experta as it comes", "rules": 9, "cases": 4, "agreed": 4, "p50": 2.0, "p95": 3.0, "rounds": 4, "ours": AHEAD}
    ],
    "explanation": {
        "loop": 0.001,
        "inference": 0.002,
        "trace": 0.003,
        "derivation": 0.01,
        "urgency": 0.004,
        "document": 0.05,
        "next question": 0.006,
        "one more answer": 0.0005,
        "changes": 0.3,
    },
    "growth_rules": [{"rules": rules, "ours": 0.001, "clipspy": 0.002} for rules in (100, 300, 10_000)],
    "growth_answers": [{"answers": answers, "facts": 9 * answers, "ours": 0.001 * answers} for answers in (5, 50)],
    "processes": dict.fromkeys(PROCESSES, TIMES),
    "cohort": [
        {"backend": name, "cores": 2, "rows": 1000, "rows_per_second": 1e6, "processor_microseconds": 1.2}
        for name in ("polars, inference only", "polars", "pandas")
    ],
    "audit": [
        {"subject": "the pack that ships", "rules": 1399, "proofs": proofs, "processor": 6.0, "clock": 4.0, "proved": 22, "theorems": 22}
        for proofs in (False, True)
    ],
}


def test_the_page_gives_each_figure_against_its_aim() -> None:
    """A reader sees what was measured, when, and whether it is what was aimed at."""
    said = page(FIGURES)
    assert "Measured on 2026-11-21 with 2 processors" in said
    assert "| one assessment: clipspy | 3 x our time | more than 3 | **not met** |" in said
    assert "| urgency with what is open | 2 x the inference | at most 2 | met |" in said
    assert "| the whole document as JSON | 25 x the inference | at most 4 | **not met** |" in said
    assert (
        "| cohort, results in words: polars | 1,666,667 rows a second on 2 free cores, by processor time | more than 600,000 | met |"
        in said
    )
    assert "| audit with proofs, the pack that ships | 4 s (clock) | at most 5 | met |" in said
    assert "| one assessment: experta as it comes | 1,000 x our time | more than 30 | met |" in said


def test_an_aim_that_moved_with_what_it_is_a_multiple_of_stands_beside_what_did_not_move() -> None:
    """A reader sees that a document misses its aim, and by how much it would have when that was set."""
    said = page(FIGURES)
    assert "| the whole document as JSON | 50 | 25.00 | 50.0 | 30.0 |" in said
    assert "| what would change the urgency | 300 | 150.00 | 300.0 |  |" in said
    assert "It takes 2.0 now" in said


def test_the_clock_of_a_busy_machine_judges_nothing() -> None:
    """What others took is not counted against anything, and a reader is told."""
    said = page({**FIGURES, "waiting": 9.0})
    assert "| audit with proofs, the pack that ships | 4 s (clock) | at most 5 | not judged |" in said
    assert "9 processes wanted its 2 processors" in said
    assert "wanted its" not in page(FIGURES)


def test_the_picture_has_a_bar_for_each_engine() -> None:
    """The peers stand beside this engine in one drawing."""
    drawn = chart(FIGURES)
    assert ElementTree.fromstring(drawn).tag.endswith("svg")  # noqa: S314
    assert all(name in drawn for name in ("this engine", "clipspy", "experta as it comes"))


def test_a_peer_that_is_ahead_is_named() -> None:
    """What wins is found in the figures and not left to the author."""
    rows = [{**row, "p50": row["p50"] / 1000} if row["engine"] == "clipspy" else row for row in FIGURES["assessment"]]
    said = page({**FIGURES, "assessment": rows}).split("## Where another is ahead")[1]
    assert "clipspy takes 0.00 x the time of this engine" in said
    assert "Not met: one assessment: clipspy" in said
