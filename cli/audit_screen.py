"""An audit on a terminal: the worst first, each with its place, a runner who shows it, and what to do."""

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from hipexpert.audit.check import SECTIONS
from hipexpert.audit.running.catalogue import all_checks, documentation
from hipexpert.audit.values import GROUPS, Report, TheoremResult, Violation
from hipexpert.cli.errors import harmless
from hipexpert.cli.terminal import plain_drawing, show_drawing
from hipexpert.rendering.audit.words import counts, explain_command, headline, verdict_counts

COLOURS = {"error": "bold red", "warning": "yellow", "note": "cyan"}
VERDICTS = {"proved": "green", "refuted": "bold red", "not decided": "yellow"}


def show_report(report: Report, *, notes: bool) -> None:
    """Print a report on standard output."""
    show_drawing(lambda console: _print(console, report, notes))


def plain_report(report: Report, *, notes: bool) -> str:
    """The same as plain text."""
    return plain_drawing(lambda console: _print(console, report, notes))


def _print(console: Console, report: Report, notes: bool) -> None:
    console.print(Text(harmless(headline(report)), style="bold"))
    for violation in report.violations:
        if notes or violation.severity != "note":
            _violation(console, violation)
    if report.theorems:
        console.print(Line("Over all intakes", align="left"))
        for theorem in report.theorems:
            _theorem(console, theorem)
    if report.suppressed:
        console.print(Line("Suppressed", align="left"))
        for each in report.suppressed:
            console.print(Text(harmless(f"{each.violation.check} at {each.violation.place}: {each.reason}")))
    for skipped in report.skipped:
        console.print(Text(f"not run: {skipped.check}: {skipped.because}", style="dim"))
    console.print(Line(style="dim"))
    console.print(Text(counts(report) + verdict_counts(report)))
    if not notes and report.counted("note"):
        console.print(Text("--notes lists the notes; hipexpert audit --explain NAME tells about a check", style="dim"))


def _theorem(console: Console, theorem: TheoremResult) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=11, justify="right")
    table.add_column()
    table.add_row(Text(theorem.verdict, style=VERDICTS[theorem.verdict]), Text(harmless(theorem.says)))
    if theorem.witness is not None:
        table.add_row("", Text(harmless(explain_command(theorem.witness))))
    if theorem.verdict != "proved":
        table.add_row("", Text(harmless(theorem.note), style="dim"))
    console.print(table)


def _violation(console: Console, violation: Violation) -> None:
    head = Text(violation.severity, style=COLOURS[violation.severity])
    console.print(head.append(f" {violation.check}", style="bold").append(f"  {harmless(violation.place)}", style="not bold dim"))
    _indented(console, violation.message)
    if violation.rules:
        shown = ", ".join(violation.rules[:3]) + (f" and {len(violation.rules) - 3} more" if len(violation.rules) > 3 else "")
        _indented(console, f"rules: {shown}" if len(violation.rules) > 1 else f"rule: {shown}")
    if violation.witness is not None:
        _indented(console, f"shown by: {explain_command(violation.witness)}")
    elif violation.covered:
        _indented(console, violation.covered)
    _indented(console, f"help: {violation.help}")


def _indented(console: Console, text: str) -> None:
    console.print(Padding(Text(harmless(text)), (0, 0, 0, 2)))


def list_text() -> str:
    """All checks by group, with what each forbids."""
    lines: list[str] = []
    for group in GROUPS:
        found = [check for check in all_checks().values() if check.group == group]
        lines += [group, *(f"  {each.name:<32} {each.severity:<8} {documentation(each.name).summary}" for each in found), ""]
    return "\n".join(lines)


def check_text(name: str) -> str:
    """What a check is about. Raises :class:`hipexpert.ProblemsError` for an unknown name."""
    told = documentation(name)
    check = all_checks()[name]
    lines = [f"{name} ({check.group}, {check.severity})", "", told.summary, ""]
    for section in SECTIONS:
        lines += [section, *(f"  {line}".rstrip() for line in told.sections[section].splitlines()), ""]
    return "\n".join(lines).rstrip()
