"""The report as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), which code hosts and editors show.

Code hosts are stricter than the standard: GitHub refuses a whole file for one result without a place, and shows what passed as
a problem. So every result has a place, and what is proved stands in the properties of the run.
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hipexpert.audit.check import SECTIONS
from hipexpert.audit.running.baseline import fingerprints
from hipexpert.audit.running.catalogue import all_checks, documentation
from hipexpert.audit.values import AuditReport, Violation
from hipexpert.rendering.report.harmless import without_controls
from hipexpert.rendering.reports.audit import explain_command

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"  # what code hosts take for the top of the repository
PACK = "PACK"
FINGERPRINT = "hipexpertViolation/v1"
LINE_HASH = "primaryLocationLineHash"  # the one that GitHub goes by


def report_to_sarif(report: AuditReport, version: str, help_uri: str = "") -> str:
    """The report as a SARIF log with one run. Places are relative to the top of the repository in which the pack lies; of a pack in
    none, to its folder. ``help_uri`` is where the pages of the checks are published.
    """
    names = sorted(
        {
            *report.checks,
            *(each.check for each in (*report.violations, *report.known)),
            *(each.violation.check for each in report.suppressed),
        }
    )
    within = folder_within_repository(report.folder)
    accepted = {id(each.violation): each.reason for each in report.suppressed}
    listed = [*report.violations, *report.known, *(each.violation for each in report.suppressed)]
    beside = bool(report.known or report.gone)
    known = set(map(id, report.known))
    results = []
    for violation, fingerprint in zip(listed, fingerprints(listed), strict=True):
        result = _result(names, violation, within, report.folder)
        if beside:
            result["baselineState"] = "unchanged" if id(violation) in known else "new"
        result["partialFingerprints"] = {FINGERPRINT: fingerprint, LINE_HASH: fingerprint}
        if id(violation) in accepted:
            result["suppressions"] = [{"kind": "external", "justification": accepted[id(violation)]}]
        results.append(result)
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "hipexpert audit", "version": version, "rules": [_rule(name, help_uri) for name in names]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.loaded, "toolExecutionNotifications": _notifications(report)}],
        "results": [*results, *_open(report, within)],
        "properties": {
            "pack": report.pack,
            "packVersion": report.version,
            "contentHash": report.content_hash,
            "proved": [{"theorem": each.id, "says": each.says} for each in report.theorems if each.verdict == "proved"],
        },
    }
    return without_controls(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False))


def folder_within_repository(folder: str) -> str | None:
    """The path of a folder from the top of the repository that it lies in; None where it lies in none."""
    if not folder:
        return None
    whole = Path(folder).resolve()
    top = next((each for each in (whole, *whole.parents) if (each / ".git").exists()), None)
    return None if top is None else whole.relative_to(top).as_posix()


def _place(file: str, line: int, within: str | None) -> dict[str, Any]:
    own = "." if Path(file).is_absolute() else file  # a folder that is no pack has no file of its own
    path = own if within in (None, ".") else f"{within}/{own}"
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(path), "uriBaseId": PACK if within is None else ROOT}}
    return {**location, "region": {"startLine": line or 1}}


def _rule(name: str, help_uri: str) -> dict[str, Any]:
    check = all_checks()[name]
    told = documentation(name)
    help_link = {"helpUri": f"{help_uri.rstrip('/')}/{name}.html"} if help_uri else {}
    return {
        "id": name,
        **help_link,
        "shortDescription": {"text": told.summary},
        "fullDescription": {"text": told.sections["What it checks"]},
        "help": {"text": "\n\n".join(f"{title}\n{told.sections[title]}" for title in SECTIONS), "markdown": told.page},
        "defaultConfiguration": {"level": check.severity},
        "properties": {"group": check.group},
    }


def _result(names: list[str], violation: Violation, within: str | None, folder: str) -> dict[str, Any]:
    message = f"{violation.message}. Help: {violation.help}."
    properties: dict[str, Any] = {"rules": list(violation.rules), "others": list(violation.others), "help": violation.help}
    if violation.witness is not None:
        message += f" Shown by: {explain_command(violation.witness, folder)}"
        properties["witness"] = dict(violation.witness)
    elif violation.covered:
        properties["covered"] = violation.covered
    return {
        "ruleId": violation.check,
        "ruleIndex": names.index(violation.check),
        "level": violation.severity,
        "kind": "fail",
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": _place(violation.file, violation.line, within),
                "logicalLocations": [{"fullyQualifiedName": name, "kind": "object"} for name in (*violation.rules, *violation.others)],
            }
        ],
        "properties": properties,
    }


def _open(report: AuditReport, within: str | None) -> list[dict[str, Any]]:
    """A result for each theorem that is not decided; one that was refuted is a violation already."""
    return [
        {
            "ruleId": each.check,
            "level": "none",
            "kind": "open",
            "message": {"text": f"{each.verdict}: {each.says}"},
            "locations": [{"physicalLocation": _place(each.file, each.line, within)}],
            "partialFingerprints": {FINGERPRINT: f"{each.check}:{each.id}", LINE_HASH: f"{each.check}:{each.id}"},
            "properties": {"theorem": each.id},
        }
        for each in report.theorems
        if each.verdict == "not decided"
    ]


def _notifications(report: AuditReport) -> list[dict[str, Any]]:
    return [
        {"level": "note", "message": {"text": f"{each.check} was not run: {each.because}"}, "associatedRule": {"id": each.check}}
        for each in report.skipped
    ]
