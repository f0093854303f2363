"""The report as commands of GitHub Actions, which show each violation beside its line in a pull request."""

from hipexpert.audit.values import AuditReport, Severity
from hipexpert.rendering.audit.sarif import folder_within_repository
from hipexpert.rendering.report.harmless import harmless

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def report_to_annotations(report: AuditReport, *, notes: bool) -> str:
    """One line for each violation that is not known before; of notes only with ``notes``, because a pull request shows ten of a kind."""
    within = folder_within_repository(report.folder) or "."
    lines = []
    for each in report.violations:
        if each.severity == "note" and not notes:
            continue
        file = each.file if within == "." else f"{within}/{each.file}"
        place = f"file={_property(file)},line={each.line or 1},title={_property(each.check)}"
        lines.append(f"::{_LEVELS[each.severity]} {place}::{_message(f'{each.message}. Help: {each.help}')}")
    return "".join(f"{line}\n" for line in lines)


def _message(text: str) -> str:
    return harmless(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
