"""A comparison of two packs on a terminal, at 80 columns."""

from rich.console import Console
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from hipexpert.audit.difference.values import ChangedEntry, PackDifference, QuestionResult
from hipexpert.cli.terminal import plain_drawing, show_drawing
from hipexpert.rendering.difference_words import QUESTIONS, answer, counted, headline, runner_lines, told_changes

STYLES = {"higher": "yellow", "lower": "bold red", "first": "cyan", "other": "cyan"}
SHOWN = 30


def show_difference(difference: PackDifference) -> None:
    """Print a comparison on standard output."""
    show_drawing(lambda console: _print(console, difference))


def plain_difference(difference: PackDifference) -> str:
    """The same as plain text."""
    return plain_drawing(lambda console: _print(console, difference))


def _print(console: Console, difference: PackDifference) -> None:
    console.print(Text(headline(difference), style="bold"))
    for name, each in (("old", difference.old), ("new", difference.new)):
        console.print(Text(f"{name}  {each.pack} {each.version} ({each.content_hash[:12]})", style="dim"))
    for finding in difference.findings:
        _finding(console, finding)
    _entries(console, "Changes that inference can notice", [each for each in difference.entries if each.inferred])
    _entries(console, "Other changes", [each for each in difference.entries if not each.inferred])
    console.print(Text(difference.disclaimer, style="italic"))


def _finding(console: Console, finding: QuestionResult) -> None:
    console.print(Line(f"Who gets {QUESTIONS[finding.question]}", style="dim", align="left"))
    style = STYLES[finding.question] if finding.answer == "yes" else "" if finding.answer == "no" else "magenta"
    console.print(Text(answer(finding), style=style))
    if finding.runner is None:
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for word, text in runner_lines(finding.runner):
        table.add_row(Text(word), Text(text))
    console.print(table)
    if finding.question == "other":
        for line in told_changes(finding.runner.changes):
            console.print(Text(f"  {line}"))


def _entries(console: Console, title: str, entries: list[ChangedEntry]) -> None:
    if not entries:
        return
    console.print(Line(f"{title}: {counted(entries)}", style="dim", align="left"))
    for entry in entries[:SHOWN]:
        console.print(Text(f"{entry.change:8}{entry.kind.replace('_', ' ')} {entry.id}"))
        for field in entry.fields:
            console.print(Text(f"        {field.field}: {field.before or '(nothing)'} → {field.after or '(nothing)'}"))
    if len(entries) > SHOWN:
        console.print(Text(f"and {len(entries) - SHOWN} more: --format json or markdown lists all"))
