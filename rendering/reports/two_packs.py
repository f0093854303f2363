"""A comparison of two packs by meaning: the verdict first, then each question, with its runner, then what changed."""

from collections.abc import Iterable, Mapping

from hipexpert.audit.difference.values import (
    ChangedEntry,
    LoweredClaim,
    PackDifference,
    PackVerdict,
    QuestionResult,
    Runner,
    RunnerOutcome,
    RunnerQuestion,
)
from hipexpert.rendering.report.blocks import (
    Block,
    Code,
    Folded,
    Heading,
    Paragraph,
    Point,
    Points,
    Report,
    Row,
    Rows,
    Span,
    Style,
    Table,
    code,
    plain,
    points,
    quiet,
)
from hipexpert.rendering.report.phrases import counted, first, listed, more, named
from hipexpert.rendering.reports.audit import explain_command

VERDICTS: dict[PackVerdict, str] = {
    "equivalent": "Equivalent: everybody, however they answer, is told the same in the same words",
    "stricter": "Stricter",
    "laxer": "LAXER",
    "mixed": "MIXED, STRICTER AND LAXER",
    "same_urgency": "Same urgency for everybody, other conclusions or advice for some",
    "same_conclusions": "Same conclusions for everybody; not the same in",
    "not_decided": "Not decided: no other urgency was found, and not all of it is proved",
}
QUESTIONS: dict[RunnerQuestion, str] = {
    "higher": "a higher urgency",
    "lower": "a lower urgency",
    "released": "advice that was withheld, at no higher urgency",
    "first": "another first condition",
    "plan": "another plan: advice given or withheld",
    "other": "any other conclusion or total",
    "claims": "safety claims that are lowered",
    "weaker": "what keeps somebody safe, said weaker",
    "answering": "what can be answered, and in which words",
    "questions": "how the questions read",
    "ranking": "how the ranking is shown",
    "returning": "how they come back to running",
    "texts": "what is told, in words",
    "sources": "the sources shown",
}
"""Whom or what each question is about, as its line says it."""
STYLES: dict[RunnerQuestion, Style] = {"higher": "doubt", "lower": "bad", "released": "bad", "claims": "bad", "weaker": "bad"}
CHANGED: tuple[RunnerQuestion, ...] = ("released", "plan", "other")
TOLD = 12
NAMED = 3
SHOWN = 30


def packs_report(difference: PackDifference, *, full: bool, folder: str = "") -> Report:
    """The whole comparison, small enough for a pull request; unless ``full``, of very many changed entries the first. ``folder`` is
    that of the new pack, by which a runner can be explained.
    """
    title, most = headline(difference), None if full else SHOWN
    inferred = [each for each in difference.entries if each.inferred]
    others = [each for each in difference.entries if not each.inferred]
    proved = [each for each in difference.findings if not each.compared]
    read = [each for each in difference.findings if each.compared]
    blocks = (
        Heading(title, 1),
        Rows((Row("old", quiet(named(difference.old))), Row("new", quiet(named(difference.new))))),
        *_lowered(difference.lowered),
        *_weaker([each for each in difference.entries if each.weaker], most),
        Table(("Who gets", "Answer"), tuple((QUESTIONS[each.question], _answer(each)) for each in proved)),
        Table(("What differs", "Answer"), tuple((QUESTIONS[each.question], _answer(each)) for each in read)),
        *(block for each in difference.findings for block in _shown_by(each, folder)),
        *_entries("Changes that inference can notice", inferred, most),
        *_entries("Other changes: texts, sources, dates, claims", others, most),
        Paragraph(Span(difference.disclaimer, "emphasis")),
    )
    return Report(title, blocks)


def _shown_by(finding: QuestionResult, folder: str) -> tuple[Block, ...]:
    """The runner who shows the answer to a question, and the command that explains them."""
    runner = finding.runner
    if runner is None:
        return ()
    size = "The smallest set of answers that shows it:" if runner.smallest else "No answer of these can be left out:"
    command = explain_command(runner.answers, folder) if runner.answers else "none at all"
    changes = (Code("\n".join(_told_changes(runner.changes)), "diff"),) if finding.question in CHANGED else ()
    rows = tuple(Row(word, text) for word, text in _before_and_after(runner))
    return (Heading(f"For instance, who gets {QUESTIONS[finding.question]}"), Paragraph(size), Code(command), Rows(rows), *changes)


def _lowered(lowered: tuple[LoweredClaim, ...]) -> tuple[Block, ...]:
    """The safety claims that say less than before, and who signed that."""
    if not lowered:
        return ()
    told = [
        Point((Span("LAXER", "bad"), " ", code(each.id), f": {'; '.join(each.how)} (reviewed {each.signed})"), points(each.title))
        for each in lowered
    ]
    return (Heading("Safety claims that are lowered"), Points(tuple(told)))


def _weaker(entries: list[ChangedEntry], most: int | None) -> tuple[Block, ...]:
    """What says less to keep somebody safe, though nothing is concluded from it."""
    if not entries:
        return ()
    told = [
        Point((Span("LAXER", "bad"), f" {plain(each.kind)} ", code(each.id), f": {'; '.join(each.weaker)}"))
        for each in first(entries, most)
    ]
    return (Heading("Said weaker than before"), Points(tuple(told)), *more(entries, most, ": --format json or markdown lists all"))


def _entries(title: str, entries: list[ChangedEntry], most: int | None) -> tuple[Block, ...]:
    if not entries:
        return ()
    listed = Points(tuple(map(_entry, first(entries, most))))
    return (Folded(f"{title}: {_numbers(entries)}", (listed, *more(entries, most, ": --format json or markdown lists all"))),)


def _entry(entry: ChangedEntry) -> Point:
    nothing = "(nothing)"
    fields = points(*(f"{each.field}: {each.before or nothing} → {each.after or nothing}" for each in entry.fields))
    return Point((f"{entry.change} {plain(entry.kind)} ", code(entry.id), f": {entry.title}" if entry.title else ""), fields)


def headline(difference: PackDifference) -> str:
    """The verdict as a sentence; it says so when not everything is proved."""
    answers = {each.question: each.answer for each in difference.findings}
    open_questions = [QUESTIONS[name] for name, answer in answers.items() if answer == "not_decided"]
    text = VERDICTS[difference.verdict]
    if difference.verdict in ("stricter", "laxer", "mixed"):
        text += f": {', '.join(_shifted(difference, answers))}"
        ways: tuple[tuple[PackVerdict, RunnerQuestion], ...] = (("stricter", "lower"), ("laxer", "higher"))
        for way, missing in ways:
            if difference.verdict == way:
                proved = answers[missing] == "no"
                text += f", none a {missing} one" if proved else f"; whether some get a {missing} one is not decided"
    elif difference.verdict == "same_conclusions":
        text += f" {', '.join(QUESTIONS[each.question] for each in difference.findings if each.answer == 'yes')}"
    elif difference.verdict != "not_decided" and open_questions:
        text += f" (not decided: {', '.join(open_questions)})"
    return text


def _shifted(difference: PackDifference, answers: Mapping[RunnerQuestion, str]) -> list[str]:
    """What makes a pack stricter or laxer; what is about levels last."""
    found = [f"{counted(len(difference.lowered), 'safety claim')} lowered"] if difference.lowered else []
    weaker = sum(bool(each.weaker) for each in difference.entries)
    if weaker:
        found.append(f"{weaker:,} {'entry says' if weaker == 1 else 'entries say'} less to keep somebody safe")
    if answers["released"] == "yes":
        found.append("some people are given advice that was withheld")
    levels: tuple[RunnerQuestion, ...] = ("higher", "lower")
    return found + [f"some people get {QUESTIONS[way]}" for way in levels if answers[way] == "yes"]


def _answer(finding: QuestionResult) -> Span:
    """What became of a question, in a few words."""
    style = STYLES.get(finding.question, "note")
    if finding.compared:
        return Span(listed(finding.shown_by, NAMED), style) if finding.answer == "yes" else Span("nothing (compared as written)")
    if finding.answer == "no":
        return Span("nobody (proved over all answers)")
    if finding.answer == "yes":
        return Span("some people", style)
    return Span(f"not decided: none of {finding.drawn} drawn by lot", "emphasis")


def _outcome(each: RunnerOutcome) -> str:
    """A level and a first condition."""
    return f"{plain(each.level)}, first: {each.first or 'nothing'}"


def _before_and_after(runner: Runner) -> Iterable[tuple[str, str]]:
    """What a runner is told by either pack, and which answers a pack does not know."""
    yield "before", _outcome(runner.old)
    yield "after", _outcome(runner.new)
    for name, unknown in (("old", runner.unknown_to_old), ("new", runner.unknown_to_new)):
        if unknown:
            yield "ignored", f"{', '.join(unknown)}: unknown to the {name} pack"


def _numbers(entries: Iterable[ChangedEntry]) -> str:
    """How many entries were added, removed and changed."""
    found = list(entries)
    numbers = [(word, sum(each.change == word for each in found)) for word in ("added", "removed", "changed")]
    return ", ".join(f"{number} {word}" for word, number in numbers if number) or "none"


def _told_changes(changes: tuple[str, ...]) -> list[str]:
    """The conclusions that differ, the first of very many."""
    return [*changes[:TOLD], *([f"and {len(changes) - TOLD} more"] if len(changes) > TOLD else [])]
