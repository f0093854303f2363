"""Faults that people make in the pack that ships, each one edit, are reported where they are; harmless edits are not."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hip_pack import copied_hip
from unseen_faults import UNSEEN, edit, half, new_in, outcomes

from hipexpert.audit.running.audit import audit
from hipexpert.audit.values import SEVERITIES, Violation

AS_OF = datetime.date(2026, 11, 30)
Fault = Mapping[str, Any]
FAULTS: Sequence[Fault] = yaml.load((Path(__file__).parent / "planted_faults.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def edited(folder: Path, fault: Fault) -> None:
    """Make one edit in a copy of the pack."""
    path = folder / fault["file"]
    text = path.read_text(encoding="utf-8")
    if "append" in fault:
        path.write_text(f"{text.rstrip()}\n{fault['append']}\n", encoding="utf-8")
    else:
        assert text.count(fault["old"]) == 1, fault
        path.write_text(text.replace(fault["old"], fault["new"]), encoding="utf-8")


def apart() -> list[list[Fault]]:
    """The faults in packs in which none touches the text of another: those that stop a pack from loading each alone."""
    found: list[list[Fault]] = []
    for fault in FAULTS:
        alone = fault["at"].endswith(".yaml")
        places = [each for each in found if not alone and not any(_clash(fault, other) for other in each)]
        if places:
            places[0].append(fault)
        else:
            found.append([fault])
    return found


def _clash(one: Fault, other: Fault) -> bool:
    """Whether two faults cannot stand in one pack."""
    if one["at"].endswith(".yaml") or other["at"].endswith(".yaml") or one["at"] == other["at"]:
        return True
    same = one["file"] == other["file"]
    if "apart" in one and "apart" not in other:
        return True
    return same and "append" not in one and "append" not in other and (one["old"] in other["old"] or other["old"] in one["old"])


def reported(violations: Sequence[Violation], fault: Fault) -> bool:
    """Whether a fault is reported by its check, at its entry, as badly as it should be."""
    least = SEVERITIES.index(fault["severity"])
    return any(
        each.check == fault["check"] and SEVERITIES.index(each.severity) >= least and fault["at"] in (*each.rules, *each.others, each.file)
        for each in violations
    )


@pytest.mark.deep
@pytest.mark.parametrize("faults", apart(), ids=lambda faults: f"{len(faults)}-{faults[0]['at']}")
def test_a_planted_fault_is_reported_where_it_is(faults: list[Fault], tmp_path: Path) -> None:
    """Each by the check of its kind, at its entry. Faults that do not touch each other stand in one pack."""
    folder = copied_hip(tmp_path / "hip")
    for fault in faults:
        edited(folder, fault)
    report = audit(folder, only=sorted({fault["check"] for fault in faults}), as_of=AS_OF)
    assert [fault for fault in faults if not reported(report.violations, fault)] == []


def _lines(text: str, start: str) -> list[str]:
    """The text in parts, each of which begins with a line that begins so; the first part is what stands before."""
    parts = [""]
    for line in text.splitlines(keepends=True):
        if line.startswith(start):
            parts.append("")
        parts[-1] += line
    return parts


def _rules_turned_round(folder: Path) -> None:
    """The rules of a file in the other order."""
    path = folder / "rules/red_flags.yaml"
    head, *rules = _lines(path.read_text(), "- id: ")
    path.write_text(head + "".join(reversed([f"{each.rstrip()}\n" for each in rules])))


def _findings_turned_round(folder: Path) -> None:
    """The questions of a file in the other order."""
    path = folder / "findings/red_flag.yaml"
    head, *findings = _lines(path.read_text(), "- id: ")
    path.write_text(head + "".join(reversed([f"{each.rstrip()}\n" for each in findings])))


def _a_file_in_two(folder: Path) -> None:
    """Half of the rules of a file in a file of their own."""
    path = folder / "rules/course_and_severity.yaml"
    head, *rules = _lines(path.read_text(), "- id: ")
    path.write_text(head + "".join(rules[:8]))
    path.with_name("course.yaml").write_text("rules:\n" + "".join(rules[8:]))


def _another_name_of_a_file(folder: Path) -> None:
    """A file of rules under another name."""
    (folder / "rules/conditions/tumour.yaml").rename(folder / "rules/conditions/growths_in_bone.yaml")


def _swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        edited(folder, {"file": file, "old": old, "new": new, "at": ""})

    return change


HARMLESS: Mapping[str, Callable[[Path], None]] = {
    "rules in another order": _rules_turned_round,
    "findings in another order": _findings_turned_round,
    "a file in two": _a_file_in_two,
    "another name of a file": _another_name_of_a_file,
    "another title": _swap("rules/red_flags.yaml", "  title: Pain on hopping ", "  title: "),
    "an equal bound": _swap(
        "rules/conditions/hip_osteoarthritis.yaml", "{ex_oa_rule_count: {at_least: 4}}",
        "{ex_oa_rule_count: {above: 3}}",
    ),
    "an equal range": _swap(
        "rules/conditions/hip_osteoarthritis.yaml", "{morning_stiffness_min: {between: [1, 60]}}",
        "{all: [{morning_stiffness_min: {at_least: 1}}, {morning_stiffness_min: {below: 61}}]}",
    ),
    "an equal list": _swap(
        "rules/patterns.yaml", "    pain_site: [anterior_groin, deep_groin]\n  then:\n  - pattern: groin_pain",
        "    any: [{pain_site: deep_groin}, {pain_site: anterior_groin}]\n  then:\n  - pattern: groin_pain",
    ),
    "another reason": _swap("rules/conditions/labral_tear.yaml", "A chip that the blow broke off", "A piece that the blow broke off"),
    "a synonym more": _swap("findings/trigger.yaml", "synonyms: [downhill, descents,", "synonyms: [downhill, on the way down, descents,"),
    "a later review": _swap(
        "claims.yaml", "{ref: harris2016, row: red flag rf_hop_positive}]\n  reviewed: {date: 2026-11-22,",
        "{ref: harris2016, row: red flag rf_hop_positive}]\n  reviewed: {date: 2026-11-25,",
    ),
    "another id of a rule": _swap(
        "rules/conditions/fai_syndrome.yaml", "- id: little-internal-rotation-supports-hip-impingement",
        "- id: little-inward-rotation-supports-hip-impingement",
    ),
}  # fmt: skip


@pytest.mark.deep
def test_harmless_edits_leave_the_pack_clean(tmp_path: Path) -> None:
    """Reordering, splitting, renaming and saying the same in other words bring no error and no warning, proofs included."""
    folder = copied_hip(tmp_path / "hip")
    for change in HARMLESS.values():
        change(folder)
    report = audit(folder, as_of=AS_OF)
    assert report.loaded, report.violations
    assert [(each.check, each.place, each.message) for each in report.at_or_above("warning")] == []
    assert {each.verdict for each in report.theorems} == {"proved"}


@pytest.mark.deep
def test_harmless_edits_that_no_check_was_tried_on_bring_nothing(tmp_path: Path) -> None:
    """Nor do those that were written with the unseen faults bring an error or a warning."""
    folder = copied_hip(tmp_path / "hip")
    for change in UNSEEN["harmless"]:
        edit(folder, change)
    new = new_in(audit(folder, as_of=AS_OF), audit(None, as_of=AS_OF))
    assert [(each.check, each.place, each.message) for each in new if each.severity != "note"] == []


@pytest.mark.deep
def test_no_unseen_fault_that_was_looked_at_passes_in_silence() -> None:
    """Each of the odd ones is named, or asked about, where it is; of the even ones no more is known than the figures of decision 0072."""
    assert {number for number, (result, _) in outcomes(half(odd=True)).items() if result == "silent"} == set()
