"""``hipexpert bench``: what it prints, where it goes, and when it fails."""

import json
from pathlib import Path

import msgspec
import pytest
from running import ESCAPE, ROOT, refused, run
from tiny import TINY

from hipexpert.audit.measuring.measures import SCHEMA, Benchmark

EXAMPLES = ROOT / "examples"
CALM = """\
id: calm
title: Sore [outer](x) hip
findings: {pain_site: [lateral_hip], agg_lying_on_side: true, age_years: 46}
none_of: [red_flag]
expect:
  accepted: [gluteal_tendinopathy_gtps]
  urgency: {at_least: %s, at_most: emergency}
  in_scope: %s
"""


@pytest.fixture
def too_low(tmp_path: Path) -> Path:
    """A case that expects more urgency than it gets."""
    path = tmp_path / "calm.yaml"
    path.write_text(CALM % ("emergency", "true"))
    return path


def test_nothing_to_measure_is_said_with_help() -> None:
    """Cases do not ship in the wheel, so none is the default; the help shows what one looks like."""
    said = refused("bench")
    assert "nothing to measure" in said
    assert "tests/cases/published" in said
    assert "accepted: [gluteal_tendinopathy_gtps, trochanteric_bursitis]" in run("bench", "--help").stdout


def test_the_help_names_every_option_and_its_example_is_a_case(tmp_path: Path) -> None:
    """What --help shows can be saved and measured."""
    shown = run("bench", "--help").stdout
    assert [
        each for each in ("--format", "--output", "--knowledge", "--compare", "--settings", "--fail-under-triage") if each not in shown
    ] == []
    lines = [line[4:] for line in shown.partition("A case:\n")[2].splitlines()]
    path = tmp_path / "example.yaml"
    path.write_text("\n".join(lines))
    assert json.loads(run("bench", str(path), "--format", "json").stdout)["in_scope"]["ranking"]["accepted"]["m1"]["count"] == 1


def test_the_examples_are_measured_in_every_form(tmp_path: Path) -> None:
    """Text fits 80 columns without colour, JSON is the typed value, Markdown follows from the name of the file."""
    text = run("bench", str(EXAMPLES)).stdout
    assert ESCAPE not in text
    assert max(map(len, text.splitlines())) <= 80
    assert [
        each for each in ("M1", "M3", "M5", "under-triage", "emergency sensitivity", "coverage", "always-emergency") if each not in text
    ] == []
    assert "not a diagnosis" in text
    benchmark = msgspec.json.decode(run("bench", str(EXAMPLES), "--format", "json").stdout, type=Benchmark, strict=True)
    assert (benchmark.schema, benchmark.every_case.cases) == (SCHEMA, len(list(EXAMPLES.glob("*.yaml"))))
    assert len(benchmark.outcomes) == benchmark.every_case.cases
    result = run("bench", str(EXAMPLES), "-o", str(tmp_path / "page.md"))
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "page.md").read_text() == run("bench", str(EXAMPLES), "--format", "markdown").stdout


TWICE = """\
id: numb
kind: sparse
findings: {pain_site: [outer_thigh], numb_outer_thigh: true, age_years: 46}
expect:
  diagnosis: meralgia_paresthetica
  accepted: [meralgia_paresthetica, itb_syndrome]
  urgency: {at_least: self_care, at_most: soon}
second_reading:
  conditions: [itb_syndrome, meralgia_paresthetica]
  urgency: {at_least: emergency, at_most: emergency}
"""


def test_kinds_and_a_second_reading_are_reported_where_there_are_any(tmp_path: Path, too_low: Path) -> None:
    """The second reader's ranking beside the pack's, the levels against both ranges, and the figures of each kind."""
    path = tmp_path / "twice.yaml"
    path.write_text(TWICE)
    text = run("bench", str(path)).stdout
    assert [each for each in ("By kind, in scope", "sparse", "Read twice: 1 cases", "the second reader") if each not in text] == []
    found = json.loads(run("bench", str(path), "--format", "json").stdout)["in_scope"]
    reader, ranges = found["second_readings"]["reader"], {each["reading"]: each for each in found["second_readings"]["ranges"]}
    assert (reader["exact"]["m1"]["count"], reader["exact"]["m3"]["count"], reader["accepted"]["m1"]["count"]) == (0, 1, 1)
    assert (ranges["first"]["within"]["count"], ranges["second"]["under"]["count"], ranges["both"]["under"]["count"]) == (1, 1, 0)
    without = run("bench", str(too_low)).stdout
    assert [each for each in ("By kind", "Read twice", "First in") if each in without] == []


def test_cross_validation_by_source_is_reported(tmp_path: Path) -> None:
    """What the ranking comes to when the weighing is chosen without a source; settings that cannot be read are refused."""
    settings = tmp_path / "settings.yaml"
    settings.write_text("- priors: {common: -3}\n")
    paths = [str(each) for each in sorted(EXAMPLES.glob("*.yaml"))[:3]]
    text = run("bench", *paths, "--settings", str(settings)).stdout
    assert "Cross-validated by source, in scope" in text
    assert "Of 2 settings of the weighing" in text
    assert "Cross-validated" not in run("bench", *paths).stdout
    settings.write_text("- prior: {common: -3}\n")
    assert "did you mean `priors`?" in refused("bench", *paths, "--settings", str(settings))
    assert "there is no such file" in refused("bench", *paths, "--settings", str(tmp_path / "none.yaml"))


def test_a_miss_is_listed_with_what_was_expected_got_and_why(too_low: Path) -> None:
    """The case, the level it should have had, the rules behind the level it has; in Markdown a title is no markup."""
    text = " ".join(run("bench", str(too_low)).stdout.split())
    assert "Misses: 1 of 1 cases" in text
    assert "under routine, but emergency was expected because" in text
    page = run("bench", str(too_low), "--format", "markdown").stdout
    assert "- `calm` Sore [outer\\](x) hip\n  - **under**: routine, but emergency was expected\n  - **because**: " in page


def test_under_triage_fails_only_when_asked_and_in_scope(too_low: Path) -> None:
    """Exit code 3 for a pipeline that must not go on, with the result printed all the same."""
    assert run("bench", str(too_low)).exit_code == 0
    failed = run("bench", str(too_low), "--fail-under-triage", "--format", "json")
    assert (failed.exit_code, json.loads(failed.stdout)["in_scope"]["triage"]["under"]["count"]) == (3, 1)
    too_low.write_text(CALM % ("emergency", "false"))
    assert run("bench", str(too_low), "--fail-under-triage").exit_code == 0
    too_low.write_text(CALM % ("self_care", "true"))
    assert run("bench", str(too_low), "--fail-under-triage").exit_code == 0


def test_another_pack_is_measured_beside_it(too_low: Path) -> None:
    """The comparison says what the other pack could not understand, and tests both measures, in every form."""
    words = ("bench", str(too_low), "--compare", str(TINY))
    comparison = json.loads(run(*words, "--format", "json").stdout)["comparison"]
    assert comparison["knowledge"]["pack"] == "tiny"
    assert [each["measure"] for each in comparison["tests"]] == ["M1", "triage within the range"]
    assert [each["case"] for each in comparison["tests"][0]["only_this"]] == ["calm"]
    assert set(comparison["left_out"][0]["answers"]) == {"pain_site.lateral_hip", "agg_lying_on_side", "age_years", "none_of.red_flag"}
    for form in ("text", "markdown"):
        said = " ".join(run(*words, "--format", form).stdout.split())
        assert "McNemar's exact test p = 1.000" in said
        assert "the other pack has no word for" in said.replace("\\", "")


def test_bad_cases_and_packs_are_refused_together_with_place(tmp_path: Path, too_low: Path) -> None:
    """Exit code 2, every problem, nothing on standard output."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: bad\nfindings: {limpp: true}\nexpect:\n  urgency: {at_least: now, at_most: soon}\n")
    said = refused("bench", str(bad), str(too_low), str(tmp_path / "none.yaml"))
    assert said.count("error:") == 3
    assert f"{bad}:2" in said
    assert f"{bad}:4" in said
    assert "did you mean `limp`?" in said
    assert "no such folder" in refused("bench", str(too_low), "--compare", str(tmp_path / "nowhere"))
    assert "no such folder" in refused("bench", str(too_low), "--knowledge", str(tmp_path / "nowhere"))


def test_the_result_does_not_depend_on_the_order_of_the_paths() -> None:
    """The same cases give the same figures and the same misses."""
    paths = [str(each) for each in sorted(EXAMPLES.glob("*.yaml"))[:4]]
    assert run("bench", *paths).stdout == run("bench", *reversed(paths)).stdout
