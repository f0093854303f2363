"""What is wrong with a picture, or with what tells conditions apart: one problem, its place, and what to do about it."""

import re
from pathlib import Path

import pytest
from tiny import copied, line_of

from hipexpert import PackError, load_pack

BACKGROUNDS, PICTURES = "discriminating.yaml", "pictures/knee.yaml"
WHOLE = {
    BACKGROUNDS: """discriminating:
- {finding: swollen, background: 0.2}
- {finding: side, background: {left: 0.5, right: 0.5}}
- {finding: site, background: {front: 0.4, back: 0.2}, unlisted: against}
- finding: age
  bands: {child: [null, 11], grown: [12, null]}
  background: {child: 0.1, grown: 0.9}
""",
    PICTURES: """pictures:
- id: jumpers_knee
  reviewed: {date: 2026-11-21, by: tester}
  rows:
  - {finding: site, hallmark: front, because: The tendon lies in front., sources: [{ref: book, at: page 1}]}
  - {finding: age, common: grown}
  - {finding: swollen, ratio: {absent: 0.5}, because: A book says so., sources: [{ref: book, at: page 2}]}
  no_information:
  - {findings: [side], because: Nobody has counted.}
""",
}


def drawn(folder: Path, file: str = BACKGROUNDS, old: str = "", new: str = "") -> Path:
    """The tiny pack with a picture, in which a text that occurs once is replaced."""
    target = copied(folder)
    (target / "pictures").mkdir()
    for name, text in WHOLE.items():
        assert name != file or not old or text.count(old) == 1
        (target / name).write_text(text.replace(old, new) if name == file and old else text)
    return target


def test_the_pack_that_is_spoilt_is_whole(tmp_path: Path) -> None:
    """It loads, and its picture weighs."""
    assert {cell.fact: cell.weight for cell in load_pack(drawn(tmp_path)).cells("jumpers_knee")} == {
        "site=front": 3,
        "site!=front": -5,
        "site=back": -5,
        "site!=back": 1,
        "band:age.grown": -3,
        "swollen=no": -3,
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "message", "help_text"),
    [
        (BACKGROUNDS, "{finding: swollen,", "{finding: swolen,", "unknown-finding", "unknown finding `swolen`", "`swollen`"),
        (
            BACKGROUNDS,
            "  background: {child: 0.1, grown: 0.9}\n",
            "  background: {child: 0.1, grown: 0.9}\n- {finding: swollen, background: 0.3}\n",
            "repeated-id",
            "`swollen` is described twice",
            "one entry",
        ),
        (BACKGROUNDS, "background: 0.2}\n-", "background: {present: 0.2}}\n-", "bad-background", "`background` of `swollen`", "how often"),
        (BACKGROUNDS, "{left: 0.5, right: 0.5}", "0.5", "bad-background", "`background` of `side` is one number for each", "how often"),
        (BACKGROUNDS, "left: 0.5, right: 0.5", "left: 0.5, right: 0.7", "bad-background", "the shares of `side` add up to 1.20", "add up"),
        (BACKGROUNDS, "left: 0.5, right", "left: 0.5, rihgt", "unknown-value", "`rihgt` is no answer to `side`", "`right`"),
        (BACKGROUNDS, "front: 0.4, back: 0.2", "front: 0.4", "missing-key", "`background` of `site` lacks `back`", "add `back:`"),
        (BACKGROUNDS, "right: 0.5}}", "right: 0.5}, bands: {a: [1, 2]}}", "bad-background", "`side` is no number", "take them out"),
        (BACKGROUNDS, "  bands: {child: [null, 11], grown: [12, null]}\n", "", "bad-band", "the number `age` needs `bands`", "[low, high]"),
        (BACKGROUNDS, "[12, null]", "[null, null]", "bad-band", "`grown` of `age` has no end at all", "may be null"),
        (BACKGROUNDS, "[12, null]", "[11, null]", "bad-band", "`grown` of `age` overlaps", "follow one another"),
        (BACKGROUNDS, "[12, null]", "[99, 12]", "bad-band", "`grown` of `age` is empty", "[low, high]"),
        (PICTURES, "id: jumpers_knee", "id: low_saddle", "unknown-condition", "`low_saddle` is no condition that is weighed", "`prior`"),
        (PICTURES, "{finding: age,", "{finding: aeg,", "unknown-finding", "unknown finding `aeg`", "`age`"),
        (PICTURES, "hallmark: front", "hallmark: frnt", "unknown-value", "`frnt` is no answer to `site`", "`front`"),
        (PICTURES, "common: grown", "common: old", "unknown-value", "`old` is no answer to `age`", ""),
        (PICTURES, "common: grown", "common: grown, seldom: grown", "repeated-value", "`age: grown` has 2 stances", "one on each"),
        (PICTURES, "{finding: age, common: grown}", "{finding: age}", "empty-row", "the row about `age` says nothing", "hallmark"),
        (PICTURES, "common: grown", "common: grown, because: So", "missing-key", "the row about `age` lacks `sources`", "judgement"),
        (PICTURES, "common: grown", "ratio: {grown: 2.0}", "missing-key", "the ratio of `age` has no source", "published"),
        (PICTURES, "findings: [side]", "findings: [sied]", "unknown-finding", "`sied` does not tell conditions apart", "did you mean"),
        (PICTURES, "findings: [side]", "findings: [age]", "repeated-value", "`age` has a stance and `no_information`", "one of the two"),
    ],
)
def test_what_is_wrong_with_a_picture_is_one_problem(
    file: str, old: str, new: str, code: str, message: str, help_text: str, tmp_path: Path
) -> None:
    """One mistake is one problem of its file, with the line of the entry and what to do about it."""
    folder = drawn(tmp_path, file, old, new)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    (problem,) = [each for each in caught.value.problems if each.place.startswith(f"{file}:")]
    assert (problem.code, problem.message[: len(message)]) == (code, message)
    assert help_text in problem.help
    number = int(problem.place.removeprefix(f"{file}:"))
    (entry,) = set(re.findall(r"`(\w+)", message)) & {"swolen", "swollen", "side", "site", "age"} if file == BACKGROUNDS else ("- id:",)
    assert entry in (folder / file).read_text().splitlines()[number - 1]


def test_a_stance_needs_a_background(tmp_path: Path) -> None:
    """A finding of which nobody says how often it is named cannot be weighed."""
    folder = drawn(tmp_path, BACKGROUNDS, "- {finding: swollen, background: 0.2}\n", "")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("no-background", "`swollen` is not among what tells conditions apart")
    assert "discriminating.yaml" in problem.help
    assert problem.place == line_of("jumpers_knee", PICTURES, folder)


def test_an_answer_that_the_vocabulary_calls_vague_is_not_told_apart(tmp_path: Path) -> None:
    """Of one of several answers a vague one has no background; of places it has one, and what is not named of it says nothing."""
    folder = drawn(tmp_path)
    findings = folder / "findings" / "about.yaml"
    findings.write_text(findings.read_text().replace("{id: back, label", "{id: back, vague: true, label"))
    assert {cell.value for cell in load_pack(folder).cells("jumpers_knee") if cell.finding == "site"} == {"front"}
    findings.write_text(findings.read_text().replace("{id: left, label", "{id: left, vague: true, label"))
    with pytest.raises(PackError, match="`left` is no answer to `side`"):
        load_pack(folder)
