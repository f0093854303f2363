"""The report of an audit as a page that can be searched: one file, which loads nothing."""

from hipexpert.audit.values import AuditReport
from hipexpert.rendering.html import to_html
from hipexpert.rendering.page.templating import own_file
from hipexpert.rendering.reports.audit import audit_report


def audit_page(report: AuditReport) -> str:
    """All that was found, each with what its check is about, and a search and filters where the browser runs scripts."""
    return to_html(audit_report(report, full=True, about=True), script=own_file("report.js"))
