"""The report as JSON."""

import msgspec

from hipexpert.audit.values import Report


def report_to_json(report: Report) -> str:
    """The report as JSON text; equal packs on the same day give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode()
