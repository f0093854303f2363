"""Case files: what is read, and what is refused with file, line and help, all problems of all files at once."""

import json
from pathlib import Path

import pytest
from tiny import TINY

import hipexpert
from hipexpert import Pack, Problem
from hipexpert.knowledge.cases.cases import CaseError, SecondReading, UrgencyRange, read_cases
from hipexpert.knowledge.runner.intake import Intake

GOOD = """\
id: sore
title: Sore in front
findings:
  site: [front]
  age: 30
expect:
  diagnosis: jumpers_knee
  accepted: [jumpers_knee]
  urgency: {at_least: self_care, at_most: routine}
  in_scope: true
  reasons: [front-pain-supports-jumpers-knee]
"""


@pytest.fixture(scope="module")
def tiny() -> Pack:
    """The tiny pack."""
    return hipexpert.load_pack(TINY)


def problems(pack: Pack, *paths: Path) -> tuple[Problem, ...]:
    """The problems that reading the paths raises."""
    with pytest.raises(CaseError) as caught:
        read_cases(paths, pack)
    return caught.value.problems


def test_a_case_is_read_with_what_it_expects(tiny: Pack, tmp_path: Path) -> None:
    """Answers, range, accepted conditions and reasons; YAML and JSON alike."""
    (tmp_path / "sore.yaml").write_text(GOOD)
    answers = {"id": "short", "findings": {}, "none_of": ["about"], "expect": {"urgency": {"at_least": "soon", "at_most": "soon"}}}
    (tmp_path / "short.json").write_text(json.dumps(answers))
    short, sore = read_cases([tmp_path], tiny)
    assert (sore.id, sore.title, sore.file) == ("sore", "Sore in front", str(tmp_path / "sore.yaml"))
    assert sore.intake == Intake({"site": {"front": True}, "age": 30.0})
    assert (sore.expected.accepted, sore.expected.reasons) == (("jumpers_knee",), ("front-pain-supports-jumpers-knee",))
    assert (short.intake.none_of, short.expected.urgency) == (("about",), UrgencyRange("soon", "soon"))
    assert (short.expected.accepted, short.expected.in_scope) == ((), True)


TWICE = """\
id: twice
kind: sparse
source: {title: Sore, publisher: A forum}
findings: {site: [front]}
expect:
  diagnosis: runners_knee
  exact: []
  accepted: [jumpers_knee]
  urgency: {at_least: self_care, at_most: routine}
  measured_only: true
second_reading:
  conditions: [low_saddle, jumpers_knee]
  urgency: {at_least: routine, at_most: soon}
"""


def test_a_case_may_say_its_kind_its_source_and_what_a_second_reader_made_of_it(tiny: Pack, tmp_path: Path) -> None:
    """A diagnosis for which the pack has no condition is exact in nothing; a second reader may think of a factor."""
    (tmp_path / "a.yaml").write_text(TWICE)
    (case,) = read_cases([tmp_path], tiny)
    assert (case.kind, case.source) == ("sparse", "A forum")
    assert (case.expected.diagnosis, case.expected.exact, case.expected.measured_only) == ("runners_knee", (), True)
    assert case.second_reading == SecondReading(("low_saddle", "jumpers_knee"), UrgencyRange("routine", "soon"))


def test_exact_is_the_diagnosis_unless_said_otherwise(tiny: Pack, tmp_path: Path) -> None:
    """Of the accepted conditions only the diagnosis; where none is said there is nothing to be exact in."""
    path = tmp_path / "a.yaml"
    path.write_text(GOOD)
    (case,) = read_cases([path], tiny)
    assert (case.expected.exact, case.kind, case.second_reading, case.source) == (("jumpers_knee",), None, None, "")
    path.write_text(GOOD.replace("  diagnosis: jumpers_knee\n", ""))
    assert read_cases([path], tiny)[0].expected.exact is None
    path.write_text(GOOD.replace("accepted: [jumpers_knee]", "accepted: []"))
    assert read_cases([path], tiny)[0].expected.exact == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "help_text", "line"),
    [
        ("kind: sparse", "kind: sparce", "unknown-kind", "unknown kind of case `sparce`", "did you mean `sparse`?", 2),
        ("kind: sparse", "kind: [sparse]", "bad-type", "`kind`: expected `str`", "", 2),
        ("exact: []", "exact: [jumper_knee]", "unknown-condition", "`jumper_knee`", "did you mean `jumpers_knee`?", 7),
        ("exact: []", "exact: [low_saddle]", "not-a-condition", "`low_saddle` is a contributing factor", "only conditions", 7),
        ("accepted: [jumpers_knee]", "accepted: []", "not-accepted", "`jumpers_knee` is exact and not accepted", "add it to `accepted`", 7),
        ("  diagnosis: runners_knee", "  diagnosis: runner_knee", "unknown-condition", "`runner_knee`", "", 6),
        ("measured_only: true", "measured_only: maybe", "bad-type", "`measured_only`: expected `bool`", "", 10),
        ("  conditions: [low_saddle, ", "  conditions: [low_sadle, ", "unknown-condition", "`low_sadle`", "use an id of the pack", 12),
        ("  conditions: [low_saddle, jumpers_knee]\n", "", "missing-key", "`conditions` is missing", "add `conditions:`", 11),
        ("at_least: routine", "at_least: routin", "unknown-level", "unknown urgency `routin`", "did you mean `routine`?", 13),
        ("at_least: routine", "at_least: urgent", "empty-range", "`urgent` is more urgent than `soon`", "`at_least` is", 13),
        ("second_reading:", "secondreading:", "unknown-key", "unknown key `secondreading`", "did you mean `second_reading`?", 11),
    ],
)
def test_a_bad_second_reading_kind_or_exact_is_refused_with_line_and_help(
    old: str, new: str, code: str, message: str, help_text: str, line: int, tiny: Pack, tmp_path: Path
) -> None:
    """Each mistake is one problem that says where it is and what to write."""
    path = tmp_path / "case.yaml"
    text = TWICE if code != "not-accepted" else TWICE.replace("exact: []", "exact: [jumpers_knee]")
    text = text if "runner_knee" not in new else text.replace("  exact: []\n", "  exact: [jumpers_knee]\n")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    (found,) = (each for each in problems(tiny, path) if each.code == code and message in each.message)
    assert help_text in found.help
    assert found.place == f"{path}:{line}"


def test_a_diagnosis_alone_is_what_is_accepted(tiny: Pack, tmp_path: Path) -> None:
    """Only an empty `accepted:` says that the ranking is not judged."""
    path = tmp_path / "a.yaml"
    path.write_text(GOOD.replace("  accepted: [jumpers_knee]\n", ""))
    assert read_cases([path], tiny)[0].expected.accepted == ("jumpers_knee",)
    path.write_text(GOOD.replace("accepted: [jumpers_knee]", "accepted: []"))
    assert read_cases([path], tiny)[0].expected.accepted == ()


def test_a_diagnosis_out_of_scope_may_be_unknown(tiny: Pack, tmp_path: Path) -> None:
    """What a pack does not cover it need not know."""
    path = tmp_path / "a.yaml"
    path.write_text(GOOD.replace("diagnosis: jumpers_knee", "diagnosis: gout").replace("in_scope: true", "in_scope: false"))
    assert not read_cases([path], tiny)[0].expected.in_scope


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "help_text", "line"),
    [
        ("id: sore\n", "", "missing-key", "`id` is missing", "add `id:`", 1),
        ("id: sore", "id: a b", "bad-type", "`id`: expected `str` matching", "", 1),
        ("title: Sore in front", 'title: "a\\ue000b"', "bad-title", "cannot be printed", "one line", 2),
        ("findings:", "finding:", "missing-key", "`findings` is missing", "add `findings:`", 1),
        ("expect:", "expected:", "missing-key", "`expect` is missing", "add `expect:`", 1),
        ("title: Sore", "titel: Sore", "unknown-key", "unknown key `titel`", "did you mean `title`?", 2),
        ("  age: 30", "  age: 300", "out-of-range", "`300` is out of range", "", 5),
        ("  diagnosis: jumpers_knee", "  diagnosis: jumper_knee", "unknown-condition", "`jumper_knee`", "did you mean `jumpers_knee`?", 7),
        ("[jumpers_knee]", "[low_saddle]", "not-a-condition", "`low_saddle` is a contributing factor", "only conditions", 8),
        ("at_most: routine", "at_most: routin", "unknown-level", "unknown urgency `routin`", "did you mean `routine`?", 9),
        ("at_least: self_care", "at_least: 3", "bad-type", "`at_least`: expected `str`", "", 9),
        (", at_most: routine", "", "missing-key", "`at_most` is missing", "add `at_most:`", 9),
        ("at_least: self_care", "at_least: soon", "empty-range", "`soon` is more urgent than `routine`", "`at_least` is", 9),
        ("in_scope: true", "in_scope: perhaps", "bad-type", "`in_scope`: expected `bool`", "", 10),
        ("[front-pain-", "[front-pian-", "unknown-rule", "unknown rule `front-pian-", "did you mean `front-pain-supports", 11),
        ("  reasons: ", "  raesons: ", "unknown-key", "unknown key `raesons`", "did you mean `reasons`?", 11),
    ],
)
def test_a_bad_case_is_refused_with_line_and_help(
    old: str, new: str, code: str, message: str, help_text: str, line: int, tiny: Pack, tmp_path: Path
) -> None:
    """Each mistake is one problem that says where it is and what to write."""
    path = tmp_path / "case.yaml"
    assert GOOD.count(old) == 1
    path.write_text(GOOD.replace(old, new))
    found = [each for each in problems(tiny, path) if each.code == code]
    assert len(found) == 1
    assert message in found[0].message
    assert help_text in found[0].help
    assert found[0].place == f"{path}:{line}"


def test_a_retired_rule_is_no_reason(tiny: Pack, tmp_path: Path) -> None:
    """A rule that cannot fire must not be waited for."""
    from msgspec.structs import replace

    path = tmp_path / "case.yaml"
    path.write_text(GOOD)
    rules = tuple(replace(each, status="retired") for each in tiny.rules)
    (problem,) = problems(replace(tiny, rules=rules), path)
    assert (problem.code, problem.place) == ("inactive-rule", f"{path}:11")


def test_all_problems_of_all_files_come_at_once(tiny: Pack, tmp_path: Path) -> None:
    """Nobody has to mend one file to hear of the next, nor the answers to hear of the expectation."""
    (tmp_path / "a.yaml").write_text(GOOD.replace("age: 30", "agee: 30").replace("at_most: routine", "at_most: late"))
    (tmp_path / "b.yml").write_text("a: [")
    (tmp_path / "c.json").write_text("[]")
    (tmp_path / "d.yaml").write_text("")
    (tmp_path / "notes.txt").write_text("no case")
    missing = tmp_path / "nowhere.yaml"
    codes = [each.code for each in problems(tiny, tmp_path, missing)]
    assert codes == ["unknown-finding", "unknown-level", "bad-yaml", "bad-type", "bad-type", "no-such-file"]


def test_ids_are_unique_and_a_file_named_twice_counts_once(tiny: Pack, tmp_path: Path) -> None:
    """A case must not count double, and its id must name one case."""
    folder = tmp_path / "cases" / "deep"
    folder.mkdir(parents=True)
    first = folder / "a.yaml"
    first.write_text(GOOD)
    assert len(read_cases([tmp_path, first, folder], tiny)) == 1
    second = tmp_path / "b.yaml"
    second.write_text(GOOD)
    (problem,) = problems(tiny, first, second)
    assert (problem.code, problem.place) == ("repeated-id", str(second))
    assert str(first) in problem.help


def test_a_folder_without_cases_is_said(tiny: Pack, tmp_path: Path) -> None:
    """An empty measurement would look like a perfect one."""
    (problem,) = problems(tiny, tmp_path)
    assert (problem.code, problem.place) == ("no-cases", str(tmp_path))


def test_a_pack_is_said_to_be_one(tiny: Pack) -> None:
    """Named in place of its cases it is one problem, and not every file of it one that is no case."""
    assert [each.code for each in problems(tiny, TINY)] == ["is-a-pack"]


def test_a_path_too_long_is_a_problem_and_no_crash(tiny: Pack) -> None:
    """What the operating system refuses is the user's to mend."""
    assert [each.code for each in problems(tiny, Path("x" * 5000))] == ["unreadable"]
