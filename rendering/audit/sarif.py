"""The report as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), which code hosts and editors show."""

import json
from typing import Any
from urllib.parse import quote

from hipexpert.audit.running.catalogue import all_checks, documentation
from hipexpert.audit.values import AuditReport, Violation
from hipexpert.rendering.reports.audit import explain_command

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "PACK"


def report_to_sarif(report: AuditReport, version: str) -> str:
    """The report as a SARIF log with one run. Places are relative to the folder of the pack."""
    names = sorted({*report.checks, *(each.check for each in report.violations), *(each.violation.check for each in report.suppressed)})
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "hipexpert audit", "version": version, "rules": [_rule(name) for name in names]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.loaded, "toolExecutionNotifications": _notifications(report)}],
        "results": [
            *(_result(names, each) for each in report.violations),
            *(
                {**_result(names, each.violation), "suppressions": [{"kind": "external", "justification": each.reason}]}
                for each in report.suppressed
            ),
            *_proved(report),
        ],
        "properties": {"pack": report.pack, "packVersion": report.version, "contentHash": report.content_hash},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(name: str) -> dict[str, Any]:
    check = all_checks()[name]
    told = documentation(name)
    return {
        "id": name,
        "shortDescription": {"text": told.summary},
        "fullDescription": {"text": told.sections["What it checks"]},
        "help": {"text": "\n\n".join(f"{title}\n{told.sections[title]}" for title in ("Why it matters", "Use instead", "Limits"))},
        "defaultConfiguration": {"level": check.severity},
        "properties": {"group": check.group},
    }


def _result(names: list[str], violation: Violation) -> dict[str, Any]:
    message = f"{violation.message}. Help: {violation.help}."
    properties: dict[str, Any] = {"rules": list(violation.rules), "others": list(violation.others), "help": violation.help}
    if violation.witness is not None:
        message += f" Shown by: {explain_command(violation.witness)}"
        properties["witness"] = dict(violation.witness)
    elif violation.covered:
        properties["covered"] = violation.covered
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(violation.file), "uriBaseId": ROOT}}
    if violation.line:
        location["region"] = {"startLine": violation.line}
    return {
        "ruleId": violation.check,
        "ruleIndex": names.index(violation.check),
        "level": violation.severity,
        "kind": "fail",
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": location,
                "logicalLocations": [{"fullyQualifiedName": name, "kind": "object"} for name in (*violation.rules, *violation.others)],
            }
        ],
        "properties": properties,
    }


def _proved(report: AuditReport) -> list[dict[str, Any]]:
    """A result for each theorem that was proved or left open; one that was refuted is a violation already."""
    kinds = {"proved": "pass", "not decided": "open"}
    return [
        {
            "ruleId": each.check,
            "level": "none",
            "kind": kinds[each.verdict],
            "message": {"text": f"{each.verdict}: {each.says}"},
            "properties": {"theorem": each.id},
        }
        for each in report.theorems
        if each.verdict in kinds
    ]


def _notifications(report: AuditReport) -> list[dict[str, Any]]:
    return [
        {"level": "note", "message": {"text": f"{each.check} was not run: {each.because}"}, "associatedRule": {"id": each.check}}
        for each in report.skipped
    ]
