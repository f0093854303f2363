"""What was known before: an earlier report of an audit, so that only what is new counts."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from hipexpert.audit.values import SCHEMA, SEVERITIES, AuditReport, Severity, Violation
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs import reading

BASELINE_BYTES = 50_000_000


def fingerprints(violations: Iterable[Violation]) -> list[str]:
    """What stays the same of each violation while lines and texts around it move: its check and what it is about."""
    seen: Counter[str] = Counter()
    found = []
    for each in violations:
        about = (*sorted(each.rules), *sorted(each.others)) or (each.file, each.message)
        digest = hashlib.sha256("\0".join((each.check, *about)).encode()).hexdigest()[:32]
        seen[digest] += 1
        found.append(f"{digest}:{seen[digest]}")
    return found


class _Known(msgspec.Struct, frozen=True):
    """Of an earlier report what is needed; the rest may be of another version."""

    schema: str
    loaded: bool
    violations: tuple[Violation, ...]
    known: tuple[Violation, ...] = ()


def known_in(path: str) -> tuple[Violation, ...]:
    """The violations of an earlier report, ``hipexpert audit --format json``. Raises ProblemsError for what is none."""
    help_text = "make one with `hipexpert audit PACK --format json -o FILE`"
    try:
        content = reading.read_bytes(Path(path), BASELINE_BYTES)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ProblemsError([Problem("unreadable", f"the baseline cannot be read: {reason}", path, help_text)]) from None
    try:
        read = msgspec.json.decode(content, type=_Known)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ProblemsError([Problem("no-baseline", "this is no report of an audit", path, help_text)]) from None
    if read.schema != SCHEMA or not read.loaded:
        why = "of a pack that did not load" if read.schema == SCHEMA else f"of the form `{read.schema}`, not `{SCHEMA}`"
        raise ProblemsError([Problem("no-baseline", f"the report is {why}", path, help_text)])
    return (*read.violations, *read.known)


def beside_baseline(report: AuditReport, known: Sequence[Violation]) -> AuditReport:
    """The report with what was known before told apart from what is new. What is graver than it was is new."""
    if not report.loaded:
        return report
    before: dict[str, Severity] = dict(zip(fingerprints(known), (each.severity for each in known), strict=True))
    new: list[Violation] = []
    old: list[Violation] = []
    marks = fingerprints(report.violations)
    for each, mark in zip(report.violations, marks, strict=True):
        was = before.get(mark)
        is_known = was is not None and SEVERITIES.index(each.severity) <= SEVERITIES.index(was)
        (old if is_known else new).append(each)
    return replace(report, violations=tuple(new), known=tuple(old), gone=len(before.keys() - set(marks)))
