"""The report as a Markdown page."""

import re
from collections.abc import Iterable

from hipexpert.audit.values import SEVERITIES, Report, Violation
from hipexpert.rendering.audit.words import counts, explain_command, headline, verdict_counts
from hipexpert.rendering.reference.layout import code, sentence, text

_SPECIAL = re.compile(r"[\\*\[\]<>|~&]")


def report_to_markdown(report: Report) -> str:
    """The page: what was found by severity, what was proved, what is suppressed, what did not run."""
    lines = [f"# Audit of {text(headline(report))}", "", f"{sentence(counts(report) + verdict_counts(report))}", ""]
    for severity in reversed(SEVERITIES):
        found = [each for each in report.violations if each.severity == severity]
        if found:
            lines += [f"## {severity.capitalize()}s", ""]
            lines += [line for each in found for line in _violation(each)]
    if report.theorems:
        lines += ["## Over all intakes", "", "| verdict | theorem |", "| --- | --- |"]
        lines += [f"| {each.verdict} | {text(each.says)}{_shown(each.witness)} |" for each in report.theorems]
        lines += [""]
    lines += _listed(
        "Suppressed", [f"`{each.violation.check}` at {code(each.violation.place)}: {text(each.reason)}" for each in report.suppressed]
    )
    lines += _listed("Not run", [f"`{each.check}`: {text(each.because)}" for each in report.skipped])
    return "\n".join(lines).rstrip() + "\n"


def _violation(violation: Violation) -> list[str]:
    lines = [f"- **{violation.check}** at {code(violation.place)}: {_sentence(violation.message)}"]
    if violation.rules:
        lines.append(f"  Rules: {', '.join(map(code, violation.rules))}.")
    if violation.witness is not None:
        lines.append(f"  Shown by {code(explain_command(violation.witness))}.")
    elif violation.covered:
        lines.append(f"  {_sentence(violation.covered)}")
    return [*lines, f"  Help: {_sentence(violation.help)}", ""]


def _sentence(words: str) -> str:
    """A message as a sentence. What stands in backticks stays so; the rest is shown as it is."""
    shown = "".join(code(part[1:-1]) if part[:1] == "`" else _SPECIAL.sub(r"\\\g<0>", part) for part in re.split(r"(`[^`]*`)", words))
    return shown[:1].upper() + shown[1:] + ("" if shown.endswith((".", "?", "!")) else ".")


def _shown(witness: object) -> str:
    return f" Shown by {code(explain_command(witness))}." if isinstance(witness, dict) else ""


def _listed(title: str, items: Iterable[str]) -> list[str]:
    lines = [f"- {item}" for item in items]
    return [f"## {title}", "", *lines, ""] if lines else []
