"""A comparison of two packs as Markdown that fits a pull request."""

import re

from hipexpert.audit.difference.values import ChangedEntry, PackDifference, QuestionResult
from hipexpert.knowledge.runner.results import Knowledge
from hipexpert.rendering.difference_words import QUESTIONS, answer, counted, headline, runner_lines, told_changes


def difference_to_markdown(difference: PackDifference) -> str:
    """The verdict first, then the four questions, each with its runner, then the entries that changed, folded."""
    lines = [f"## {headline(difference)}", "", f"{_named(difference.old)} → {_named(difference.new)}", ""]
    lines += ["| Who gets | Answer |", "| --- | --- |"]
    lines += [f"| {QUESTIONS[each.question]} | {answer(each)} |" for each in difference.findings]
    for finding in difference.findings:
        lines += _runner(finding)
    inferred = [each for each in difference.entries if each.inferred]
    others = [each for each in difference.entries if not each.inferred]
    lines += _entries("Changes that inference can notice", inferred) + _entries("Other changes: texts, sources, dates, claims", others)
    return "\n".join([*lines, "", f"*{_escaped(difference.disclaimer)}*", ""])


def _runner(finding: QuestionResult) -> list[str]:
    if finding.runner is None:
        return []
    rows = list(runner_lines(finding.runner))
    lines = ["", f"### For instance, who gets {QUESTIONS[finding.question]}", ""]
    (_, words), *rest = rows
    size = "The smallest set of answers that shows it" if finding.runner.smallest else "No answer of these can be left out"
    lines += [f"{size}:", "", "```", f"hipexpert explain {words}" if finding.runner.answers else words, "```", ""]
    lines += [f"- {word}: {_escaped(text)}" for word, text in rest]
    if finding.question == "other":
        lines += ["", "```diff", *told_changes(finding.runner.changes), "```"]
    return lines


def _entries(title: str, entries: list[ChangedEntry]) -> list[str]:
    if not entries:
        return []
    lines = ["", "<details>", f"<summary>{title}: {counted(entries)}</summary>", ""]
    for entry in entries:
        lines.append(f"- {entry.change} {entry.kind.replace('_', ' ')} `{entry.id}`: {_escaped(entry.title)}".rstrip(": "))
        for field in entry.fields:
            lines += [f"  - {field.field}: ~~{_escaped(field.before) or '(nothing)'}~~ → {_escaped(field.after) or '(nothing)'}"]
    return [*lines, "", "</details>"]


def _named(knowledge: Knowledge) -> str:
    return f"{_escaped(knowledge.pack)} {_escaped(knowledge.version)} (`{knowledge.content_hash[:12]}`)"


def _escaped(text: str) -> str:
    """A stranger's words, which must not become markup, on one line."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", " ".join(text.split()))
