"""The report as JUnit XML, which continuous integration shows as tests: one test for each check and each theorem."""

from xml.etree import ElementTree as ET

from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.values import SEVERITIES, AuditReport, Severity, Violation
from hipexpert.rendering.report.harmless import harmless, without_controls
from hipexpert.rendering.reports.audit import explain_command


def report_to_junit(report: AuditReport, fail_on: Severity) -> str:
    """A check fails with what it found that is at least as severe as ``fail_on`` and not known before; the rest is told beside."""
    root = ET.Element("testsuites", name=f"hipexpert audit of {harmless(report.pack or report.folder)}")
    groups: dict[str, list[str]] = {}
    found: dict[str, list[Violation]] = {}
    for each in report.violations:
        found.setdefault(each.check, []).append(each)
    for name in dict.fromkeys([*report.checks, *found, *(each.check for each in report.skipped)]):
        groups.setdefault(all_checks()[name].group, []).append(name)
    why_not = {each.check: each.because for each in report.skipped}
    for group, names in groups.items():
        suite = ET.SubElement(root, "testsuite", name=group)
        for name in names:
            _check(suite, name, found.get(name, []), why_not.get(name, ""), report.folder, fail_on)
    if report.theorems:
        suite = ET.SubElement(root, "testsuite", name="theorems")
        for theorem in report.theorems:
            case = ET.SubElement(suite, "testcase", classname="theorems", name=theorem.id)
            if theorem.verdict == "refuted":
                ET.SubElement(case, "failure", message=harmless(theorem.says), type="refuted").text = harmless(theorem.note)
            elif theorem.verdict == "not decided":
                ET.SubElement(case, "skipped", message="not decided")
    for suite in root:
        counts = {word: len(suite.findall(f"testcase/{word}")) for word in ("failure", "skipped")}
        failing = len([case for case in suite if case.find("failure") is not None])
        suite.attrib.update(tests=str(len(suite)), failures=str(failing), errors="0", skipped=str(counts["skipped"]), time="0")
    ET.indent(root)
    return without_controls('<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n")


def _check(suite: ET.Element, name: str, found: list[Violation], why_not: str, folder: str, fail_on: Severity) -> None:
    case = ET.SubElement(suite, "testcase", classname=suite.get("name", ""), name=name)
    if why_not:
        ET.SubElement(case, "skipped", message=why_not)
    failing = [each for each in found if SEVERITIES.index(each.severity) >= SEVERITIES.index(fail_on)]
    for each in failing:
        failure = ET.SubElement(case, "failure", message=harmless(f"{each.place}: {each.message}"), type=each.severity)
        shown = f"\nshown by: {explain_command(each.witness, folder)}" if each.witness is not None else ""
        failure.text = harmless(f"{', '.join(each.rules)}\nhelp: {each.help}{shown}")
    beside = [each for each in found if each not in failing]
    if beside:
        ET.SubElement(case, "system-out").text = harmless("\n".join(f"{each.severity} {each.place}: {each.message}" for each in beside))
