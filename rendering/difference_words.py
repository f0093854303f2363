"""The words of a comparison of two packs, shared by all forms."""

from collections.abc import Iterable

from hipexpert.audit.difference.values import (
    ChangedEntry,
    PackDifference,
    PackVerdict,
    QuestionResult,
    Runner,
    RunnerOutcome,
    RunnerQuestion,
)

VERDICTS: dict[PackVerdict, str] = {
    "equivalent": "Equivalent: every runner gets the same conclusions and totals",
    "stricter": "Stricter: some runners get a higher urgency",
    "laxer": "Laxer: some runners get a lower urgency",
    "mixed": "Mixed: some runners get a higher urgency, some a lower one",
    "same_urgency": "Same urgency for every runner, other conclusions for some",
    "not_decided": "Not decided: no other urgency was found, and not all of it is proved",
}
QUESTIONS: dict[RunnerQuestion, str] = {
    "higher": "a higher urgency",
    "lower": "a lower urgency",
    "first": "another first condition",
    "other": "any other conclusion or total",
}
SHOWN = 12


def headline(difference: PackDifference) -> str:
    """The verdict as a sentence; it says so when not everything is proved."""
    open_questions = [QUESTIONS[each.question] for each in difference.findings if each.answer == "not_decided"]
    text = VERDICTS[difference.verdict]
    if difference.verdict in ("stricter", "laxer"):
        missing = "lower" if difference.verdict == "stricter" else "higher"
        proved = next(each.answer for each in difference.findings if each.question == missing) == "no"
        text += f", none a {missing} one" if proved else f"; whether some get a {missing} one is not decided"
    elif difference.verdict != "not_decided" and open_questions:
        text += f" (not decided: {', '.join(open_questions)})"
    return text


def answer(finding: QuestionResult) -> str:
    """What became of a question, in a few words."""
    if finding.answer == "no":
        return "nobody (proved over all runners)"
    if finding.answer == "yes":
        return "some runners"
    return f"not decided: none of {finding.drawn} runners drawn by lot"


def outcome(each: RunnerOutcome) -> str:
    """A level and a first condition."""
    return f"{each.level.replace('_', ' ')}, first: {each.first or 'nothing'}"


def runner_lines(runner: Runner) -> Iterable[tuple[str, str]]:
    """A runner as rows of a word and a text."""
    size = "smallest" if runner.smallest else "answers"
    yield size, " ".join(f"-f {word}" for word in runner.words) if runner.answers else "none at all"
    yield "before", outcome(runner.old)
    yield "after", outcome(runner.new)
    for name, unknown in (("old", runner.unknown_to_old), ("new", runner.unknown_to_new)):
        if unknown:
            yield "ignored", f"{', '.join(unknown)}: unknown to the {name} pack"


def counted(entries: Iterable[ChangedEntry]) -> str:
    """How many entries were added, removed and changed."""
    found = list(entries)
    numbers = [(word, sum(each.change == word for each in found)) for word in ("added", "removed", "changed")]
    return ", ".join(f"{number} {word}" for word, number in numbers if number) or "none"


def told_changes(changes: tuple[str, ...]) -> list[str]:
    """The conclusions that differ, the first of very many."""
    return [*changes[:SHOWN], *([f"and {len(changes) - SHOWN} more"] if len(changes) > SHOWN else [])]
