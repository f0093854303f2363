"""What all forms of the report say in the same words."""

import shlex
from collections.abc import Mapping

from hipexpert.audit.values import SEVERITIES, Report


def headline(report: Report) -> str:
    """What was audited and how it went, in one line."""
    if not report.loaded:
        return f"{report.folder} does not load"
    return f"{report.pack} {report.version} ({report.content_hash[:12]}): {len(report.checks)} checks"


def counts(report: Report) -> str:
    """How many violations of each severity there are, and how many citations nobody has looked up."""
    parts = [_counted(report.counted(severity), severity) for severity in reversed(SEVERITIES)]
    suppressed = f", {len(report.suppressed)} suppressed" if report.suppressed else ""
    unverified = f"; {report.unverified:,} of {report.citations:,} citations unverified" if report.unverified else ""
    return ", ".join(parts) + suppressed + unverified


def verdict_counts(report: Report) -> str:
    """How many theorems were proved, refuted and left open; empty when none was tried."""
    if not report.theorems:
        return ""
    verdicts = [each.verdict for each in report.theorems]
    return "; theorems: " + ", ".join(
        f"{verdicts.count(verdict)} {verdict}" for verdict in ("proved", "refuted", "not decided") if verdict in verdicts
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def explain_command(witness: Mapping[str, object]) -> str:
    """The command that shows a witness."""
    words = [word for name, answer in witness.items() for word in _words(name, answer)]
    return " ".join(["hipexpert explain", *(f"-f {shlex.quote(word)}" for word in words)]) if words else "hipexpert explain - <<< '{}'"


def _words(name: str, answer: object) -> list[str]:
    if isinstance(answer, bool):
        return [f"{name}={'yes' if answer else 'no'}"]
    if isinstance(answer, Mapping):
        said = [value for value, present in answer.items() if present]
        return ([f"{name}={','.join(said)}"] if said else []) + [f"{name}.{value}=no" for value, present in answer.items() if not present]
    if isinstance(answer, (list, tuple)):
        return [f"{name}={','.join(map(str, answer))}"] if name != "none_of" else [f"none_of={each}" for each in answer]
    return [f"{name}={answer}"]
