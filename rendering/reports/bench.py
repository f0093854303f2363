"""A measurement: the figures first, then every miss with its reasons."""

from collections.abc import Iterable

from hipexpert.audit.measuring.measures import (
    Benchmark,
    CaseOutcome,
    LevelRow,
    Measures,
    PackComparison,
    Placed,
    Proportion,
    Ranking,
    Triage,
)
from hipexpert.audit.measuring.measuring import is_miss, is_shown
from hipexpert.rendering.report.blocks import (
    Block,
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
from hipexpert.rendering.report.phrases import foot, named

ABOUT = (
    "Each figure is cases, percent and the Wilson 95 % interval. M1, M3, M5: an accepted condition is the first, or among the first "
    "three or five, of the whole ranking; of the list shown, only conditions that are likely or possible count. Under-triage is below "
    "the lowest safe level, over-triage above the highest sensible one. The figures hold for these cases; cases that the rules were "
    "made with flatter them."
)
LEVEL_HEADINGS = ("level", "cases", "within", "under", "over")
FAULTS: dict[str, Style] = {"under": "bad", "over": "doubt"}


def bench_report(benchmark: Benchmark) -> Report:
    """Measures, triage by level, baselines, the comparison if there is one, and each miss with its reasons."""
    scope, every = benchmark.in_scope, benchmark.every_case
    title = f"{scope.cases} of {every.cases} cases are in scope"
    headings, *baselines = _baselines(scope)
    missed = missed_cases(benchmark)
    blocks = (
        Heading(title, 1),
        Table(("", "in scope", "all cases"), tuple(_measure_rows((scope, every)))),
        Heading("Triage by lowest safe level, in scope"),
        Table(LEVEL_HEADINGS, tuple(_level_rows(scope.triage.by_expected))),
        Heading("Triage by level printed, in scope"),
        Table(LEVEL_HEADINGS, tuple(_level_rows(scope.triage.by_printed))),
        Heading("Baselines, in scope"),
        Table(headings, tuple(baselines)),
        *(_comparison(benchmark, benchmark.comparison) if benchmark.comparison is not None else ()),
        Heading(f"Misses: {len(missed)} of {every.cases} cases"),
        *(Points((_miss(each),)) for each in missed),
        Heading("How to read this"),
        Paragraph(ABOUT),
        *foot(benchmark.knowledge, benchmark.disclaimer),
    )
    return Report(title, blocks)


def _comparison(benchmark: Benchmark, comparison: PackComparison) -> tuple[Block, ...]:
    rows = _measure_rows((benchmark.in_scope, comparison.in_scope))
    return (
        Heading("Compared with the other pack, in scope"),
        Paragraph(f"This is {named(benchmark.knowledge)}, the other {named(comparison.knowledge)}."),
        Table(("", "this pack", "the other"), tuple(rows)),
        *points(*_comparison_lines(comparison)),
    )


def _miss(outcome: CaseOutcome) -> Point:
    scope = "" if outcome.in_scope else " (out of scope)"
    rows = tuple(Row(Span(word, FAULTS.get(word, "plain")), text) for word, text in _faults(outcome))
    return Point((code(outcome.case), scope, quiet(f"  {outcome.title}")), (Rows(rows, 9, right=True),))


def _figure(proportion: Proportion) -> str:
    """A proportion with its interval: ``24/30 80 % (63 to 90)``."""
    if proportion.share is None:
        return "no case"
    return f"{_count(proportion)} ({100 * proportion.low:.0f} to {100 * proportion.high:.0f})"


def _count(proportion: Proportion) -> str:
    return f"{proportion.count}/{proportion.of} {_percent(proportion)}"


def _percent(proportion: Proportion) -> str:
    """Whole percents; never 0 or 100 when it is not quite."""
    whole = round(100 * (proportion.share or 0.0))
    missed = 0 < proportion.count < proportion.of
    return f"{min(99, max(1, whole)) if missed else whole} %"


def _measure_rows(groups: Iterable[Measures]) -> list[tuple[str, ...]]:
    """Each measure and its figure in each group of cases."""
    columns = [_measures(each) for each in groups]
    return [(name, *(column[name] for column in columns)) for name in columns[0]]


def _measures(measures: Measures) -> dict[str, str]:
    return {
        "cases": str(measures.cases),
        "M1, right condition first": _figure(measures.ranking.m1),
        "M3, among the first three": _figure(measures.ranking.m3),
        "M5, among the first five": _figure(measures.ranking.m5),
        "M1 of the list shown": _figure(measures.ranking_shown.m1),
        "M3 of the list shown": _figure(measures.ranking_shown.m3),
        "M5 of the list shown": _figure(measures.ranking_shown.m5),
        "conditions shown, mean": f"{measures.mean_shown:.1f}",
        "conditions accepted, mean": f"{measures.mean_accepted:.1f}",
        "urgency within the safe range": _figure(measures.triage.within),
        "under-triage": _figure(measures.triage.under),
        "over-triage": _figure(measures.triage.over),
        "emergency sensitivity": _figure(measures.triage.emergency_sensitivity),
        "coverage (gets advice)": _figure(measures.coverage),
    }


def _level_rows(rows: Iterable[LevelRow]) -> list[tuple[str, ...]]:
    """The triage of each level that has cases, the most urgent first; see :data:`LEVEL_HEADINGS`."""
    return [
        (plain(row.level), str(row.within.of), *(_figure(each).split(" ", 1)[1] for each in (row.within, row.under, row.over)))
        for row in rows
        if row.within.of
    ]


def _baselines(measures: Measures) -> list[tuple[str, ...]]:
    """This pack beside the baselines, one measure a row, the headings first; empty where a baseline says nothing."""
    columns = [("this pack", _triage(measures.triage) | _ranking(measures.ranking))]
    for baseline in measures.baselines:
        found = _triage(baseline.triage) if baseline.triage else {}
        columns.append((baseline.name, found | (_ranking(baseline.ranking) if baseline.ranking else {})))
    names = [name for name, _ in columns]
    return [("", *names), *((measure, *(column.get(measure, "") for _, column in columns)) for measure in columns[0][1])]


def _triage(triage: Triage) -> dict[str, str]:
    return {
        "within the range": _count(triage.within),
        "under-triage": _count(triage.under),
        "over-triage": _count(triage.over),
        "emergencies found": _count(triage.emergency_sensitivity),
    }


def _ranking(ranking: Ranking) -> dict[str, str]:
    return {"M1": _count(ranking.m1), "M3": _count(ranking.m3), "M5": _count(ranking.m5)}


def missed_cases(benchmark: Benchmark) -> list[CaseOutcome]:
    """The cases that deserve a look: those in scope first, wrong urgency before wrong ranking."""
    gravity = {"under": 0, "over": 1, "within": 2}
    missed = [each for each in benchmark.outcomes if is_miss(each)]
    return sorted(missed, key=lambda each: (not each.in_scope, gravity[each.triage], each.case))


def _faults(outcome: CaseOutcome) -> list[tuple[str, ...]]:
    """What went wrong in a case and why: a word and a sentence for each fault."""
    rows: list[tuple[str, ...]] = []
    if outcome.triage != "within":
        wanted = plain(outcome.at_least)
        if outcome.at_most != outcome.at_least:
            wanted += f" to {plain(outcome.at_most)}"
        rows.append((outcome.triage, f"{plain(outcome.level)}, but {wanted} was expected"))
        rows += [("because", f"{each.title} ({each.rule})") for each in outcome.raised_by] or [("because", "no rule raised the urgency")]
    if outcome.accepted and (outcome.right is None or outcome.right.place > 1 or not is_shown(outcome.right)):
        rows.append(("ranking", _ranking_fault(outcome)))
    rows += [("silent", f"the rule {rule} was expected to fire") for rule in outcome.not_fired]
    if outcome.advice == 0:
        rows.append(("advice", "there is none"))
    return rows


def _ranking_fault(outcome: CaseOutcome) -> str:
    first = ", ".join(_placed(each) for each in outcome.first) or "nothing was ranked"
    right = outcome.right
    if right is None:
        return f"{first}; none of those accepted was ranked ({', '.join(outcome.accepted)})"
    hidden = "" if is_shown(right) else ", and so not shown"
    return f"{first}; the first right one is number {right.place}, {_placed(right)}{hidden}"


def _placed(placed: Placed) -> str:
    return f"{placed.name} ({plain(placed.band)}, {placed.decibans:+d})"


def _comparison_lines(comparison: PackComparison) -> list[str]:
    """McNemar's test of each measure and its discordant cases; then the answers that the other pack has no word for."""
    lines: list[str] = []
    for test in comparison.tests:
        only_this, only_other = len(test.only_this), len(test.only_other)
        p = f"= {test.p:.3f}" if test.p >= 0.001 else "< 0.001"
        lines.append(
            f"{test.measure}: both right {test.both}, only this pack {only_this}, only the other {only_other}, "
            f"neither {test.neither}; McNemar's exact test p {p}"
        )
        for heading, cases in (("only this pack is right", test.only_this), ("only the other is right", test.only_other)):
            lines += [
                f"{each.case}: {heading}; this says {plain(each.this) or 'nothing'}, the other {plain(each.other) or 'nothing'}"
                for each in cases
            ]
    lines += [f"{each.case}: the other pack has no word for {', '.join(each.answers)}" for each in comparison.left_out]
    return lines
