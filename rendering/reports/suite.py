"""A test run: what failed and why, then what is not covered and which mutants survive."""

from collections.abc import Iterator
from math import floor

from hipexpert.audit.suite.values import ON_CONCLUSIONS, WEIGHED, Coverage, Failure, Mutation, SuiteRun, Survivor
from hipexpert.audit.suite.writing import flow
from hipexpert.rendering.report.blocks import (
    Block,
    Code,
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
    points,
    quiet,
)
from hipexpert.rendering.report.phrases import counted, first, foot, more
from hipexpert.rendering.reports.derivation import how_tree

OPERATOR_HEADINGS = ("change", "killed", "survived", "equivalent")
ABOUT_COVERAGE = (
    "A premise is covered when two stories show that it matters: one in which the rule fires only because the premise holds, and one "
    "in which the rule is silent only for want of it."
)
ABOUT_MUTATION = (
    "A mutant is a rule with one small change. It is killed when a case or a check that passes on the pack fails on the mutant. "
    "Those proved equivalent do not count: no answers tell them from the rule."
)


LISTED = 40
ALL = ": --format json or markdown lists all"
FAULTS: dict[str, Style] = {"expected": "good", "got": "bad"}


def suite_report(run: SuiteRun, *, full: bool) -> Report:
    """Failures with their explanation, what is not covered, and the mutants that survive; unless ``full``, the first of many."""
    title, most = headline(run), None if full else LISTED
    blocks = (
        Heading(Span(title, "bad" if run.failures else "good"), 1),
        *(block for failure in run.failures for block in _failure(failure)),
        *(_coverage(run.coverage, most) if run.coverage is not None else ()),
        *(_mutation(run.mutation, most) if run.mutation is not None else ()),
        *foot(run.knowledge),
    )
    return Report(title, blocks)


def _failure(failure: Failure) -> tuple[Block, ...]:
    rows = tuple(Row(Span(word, FAULTS.get(word, "plain")), text) for word, text in _mismatches(failure))
    return (
        Heading(code(failure.name)),
        Paragraph((f"{failure.title} ", quiet(f"({failure.place})"))),
        Rows(rows, 10, right=True),
        *map(how_tree, failure.how),
    )


def _coverage(coverage: Coverage, most: int | None) -> tuple[Block, ...]:
    missing = list(_uncovered(coverage))
    said = ((code(rule), quiet(f" ({place})"), f": {what}") for rule, place, what in first(missing, most))
    return (
        Heading("Coverage"),
        Table(("", "covered", "share"), tuple(_coverage_rows(coverage)), (1, 2)),
        *points(*said),
        *more(missing, most, ALL),
        Paragraph(Span(ABOUT_COVERAGE, "emphasis")),
    )


def _mutation(mutation: Mutation, most: int | None) -> tuple[Block, ...]:
    equal = mutation.proved_equivalent
    same = points(*((code(each.rule), f"  {each.operator}: {each.before} -> {each.after}") for each in first(equal, most)))
    return (
        Heading("Mutation"),
        Paragraph(_score(mutation)),
        Table(OPERATOR_HEADINGS, tuple(_operator_rows(mutation)), (1, 2, 3)),
        *(Points((_survivor(each),)) for each in first(mutation.survivors, most)),
        *more(mutation.survivors, most, ALL),
        *((Heading("Proved equivalent", 3), *same, *more(equal, most, ALL)) if same else ()),
        Paragraph(Span(ABOUT_MUTATION, "emphasis")),
    )


def _survivor(survivor: Survivor) -> Point:
    story = story_to_add(survivor)
    told = (code(survivor.mutant.rule), quiet(f" ({survivor.mutant.place})"), f": {'; '.join(_unnoticed(survivor))}")
    return Point(told, (Code(story.rstrip("\n"), "yaml"),) if story else ())


def _percent(count: int, of: int) -> str:
    """A share in percent, rounded down, so that 100 means all."""
    return f"{floor(1000 * count / of) / 10 if of else 100.0:.1f} %"


def headline(run: SuiteRun) -> str:
    """How many cases and checks there were and how many failed."""
    failed = len(run.failures)
    counts = ((run.out_of_scope, "out of scope"), (run.measured_only, "to be measured only"))
    apart = " and ".join(f"{count} {what}" for count, what in counts if count)
    beyond = f" ({apart}, of which only the named rules are judged)" if apart else ""
    told = f"{counted(run.cases, 'case')}{beyond} and {counted(run.checks, 'rule check')}"
    unknown = (
        f" As said {run.undetermined_as_said} were undetermined, and judged with the screen denied." if run.undetermined_as_said else ""
    )
    return f"{told}: {'all pass' if not failed else f'{failed} failed'}{'.' if unknown else ''}{unknown}"


def _mismatches(failure: Failure) -> list[tuple[str, ...]]:
    """What was expected and what came, and why the silent rules were silent."""
    rows: list[tuple[str, ...]] = []
    for each in failure.mismatches:
        rows += [("expected", f"{each.about} {each.expected}" if each.about == "urgency" else each.expected), ("got", each.got)]
    for silence in failure.why_not:
        rows += [("against", each) for each in silence.contradicted]
        rows += [("open", each) for each in silence.open]
    return rows


def _coverage_rows(coverage: Coverage) -> list[tuple[str, ...]]:
    """The two measures."""
    rules, premises = coverage.rules, coverage.premises
    return [
        ("rules", f"{rules.count}/{rules.of}", _percent(rules.count, rules.of)),
        ("premises", f"{premises.count}/{premises.of}", _percent(premises.count, premises.of)),
    ]


def _uncovered(coverage: Coverage) -> Iterator[tuple[str, ...]]:
    """Each rule that never fires and each premise not shown to matter: rule, place, what is missing."""
    for rule in coverage.rules.never:
        yield rule.rule, rule.place, "never fires"
    for premise in coverage.premises.uncovered:
        yield premise.rule, premise.place, f"{{{premise.premise}}}: no story {' and none '.join(_missing(each) for each in premise.needs)}"


def _missing(need: str) -> str:
    return f"in which the rule {'is ' if need.startswith('silent') else ''}{need}"


def _score(mutation: Mutation) -> str:
    """The score and what it is made of."""
    counted = mutation.killed + mutation.survived
    undecided = f", {mutation.undecided} of them not decided" if mutation.undecided else ""
    part = f", of {mutation.stances_tried:,} of {mutation.stances:,} stances" if mutation.stances_tried < mutation.stances else ""
    weighed = [row for row in mutation.by_operator if row.operator in WEIGHED]
    killed, of = sum(row.killed for row in weighed), sum(row.killed + row.survived for row in weighed)
    weights = f". Of priors and stances {killed}/{of} killed, {_percent(killed, of)}{part}" if of else ""
    return (
        f"{mutation.killed}/{counted} mutants killed, {_percent(mutation.killed, counted)}; "
        f"{mutation.survived} survived{undecided}; {mutation.equivalent} proved equivalent{weights}"
    )


def _operator_rows(mutation: Mutation) -> list[tuple[str, ...]]:
    """The verdicts by operator; see :data:`OPERATOR_HEADINGS`."""
    return [(row.operator, str(row.killed), str(row.survived), str(row.equivalent)) for row in mutation.by_operator]


def _unnoticed(survivor: Survivor) -> list[str]:
    """The change that nobody noticed, and the story to add or to complete."""
    mutant = survivor.mutant
    lines = [f"{mutant.operator}: {mutant.before} -> {mutant.after}"]
    if survivor.reached:
        lines.append(f"differs unnoticed in {survivor.reached}")
    return lines


def story_to_add(survivor: Survivor) -> str:
    """The check to add, as YAML; what it must say is for the author to decide. Empty where nothing shows a difference."""
    if survivor.answers is None:
        return ""
    answers = flow(survivor.answers)
    if survivor.mutant.operator in ON_CONCLUSIONS:
        return f"- rule: {survivor.mutant.rule}\n  fires: [{answers}]\n  then: [{{{survivor.original}}}]  # not {survivor.mutated}?\n"
    key = "fires" if survivor.original == "fires" else "silent"
    return f"- rule: {survivor.mutant.rule}\n  {key}: [{answers}]  # as it is now; is it right?\n"
