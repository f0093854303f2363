"""A measurement: the figures first, then every miss with its reasons."""

from collections.abc import Iterable, Iterator

from hipexpert.audit.measuring.measures import (
    Benchmark,
    BySource,
    KindRow,
    LevelRow,
    Measures,
    NamedFirst,
    PackComparison,
    Proportion,
    Ranking,
    Rankings,
    SecondReadings,
    Triage,
)
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Points, Report, Table, plain, points
from hipexpert.rendering.report.phrases import foot, named
from hipexpert.rendering.reports.misses import miss, missed_cases

ABOUT = (
    "Each figure is cases, percent and the Wilson 95 % interval. M1, M3, M5: a right condition is the first, or among the first "
    "three or five, of the whole ranking; right is what it was (exact), or any condition that is reasonable on what is known "
    "(accepted). Of the list shown, only conditions that are likely or possible count. Under-triage is below "
    "the lowest safe level, over-triage above the highest sensible one; the range is that of the first reading unless another is "
    "named. Triage as said takes the words of a case alone, so too little may be known to say a level; elsewhere what they leave open "
    "of the screen is denied, as on a paper form. The figures hold for these cases; cases that the rules were made with "
    "flatter them."
)
LEVEL_HEADINGS = ("level", "cases", "within", "under", "over")
OFTEN = 3  # a condition that comes first less often says little by it
READINGS = {"first": "of the first reading", "second": "of the second reading", "both": "of both readings"}


def bench_report(benchmark: Benchmark) -> Report:
    """Measures, triage, kinds, the second reading and the comparison where there are any, and each miss with its reasons."""
    scope, every = benchmark.in_scope, benchmark.every_case
    title = f"{scope.cases} of {every.cases} cases are in scope"
    headings, *baselines = _baselines(scope)
    missed = missed_cases(benchmark)
    blocks = (
        Heading(title, 1),
        Table(("", "in scope", "all cases"), tuple(_measure_rows((scope, every)))),
        Heading("Triage twice, in scope"),
        Table(("", "as said", "screen denied"), tuple(_twice(scope))),
        Heading("Triage by lowest safe level, in scope"),
        Table(LEVEL_HEADINGS, tuple(_level_rows(scope.triage.by_expected))),
        Heading("Triage by level printed, in scope"),
        Table(LEVEL_HEADINGS, tuple(_level_rows(scope.triage.by_printed))),
        *(_by_kind(scope.by_kind) if scope.by_kind else ()),
        *(_second_readings(scope.second_readings) if scope.second_readings is not None else ()),
        *_named_first(scope.named_first),
        Heading("Baselines, in scope"),
        Table(headings, tuple(baselines)),
        *(_by_source(scope, benchmark.by_source) if benchmark.by_source is not None else ()),
        *(_comparison(benchmark, benchmark.comparison) if benchmark.comparison is not None else ()),
        Heading(f"Misses: {len(missed)} of {every.cases} cases"),
        *(Points((miss(each),)) for each in missed),
        Heading("How to read this"),
        Paragraph(ABOUT),
        *foot(benchmark.knowledge, benchmark.disclaimer),
    )
    return Report(title, blocks)


def _by_source(scope: Measures, found: BySource) -> tuple[Block, ...]:
    folds, kept = len(found.chosen), found.chosen.count(0)
    said = (
        f"Of {found.settings} settings of the weighing, that of the pack among them, the one is chosen that ranks best without the "
        f"cases of some sources, and tried on those: {found.sources} sources in {folds} parts. In {kept} of them it is that of the pack."
    )
    columns = [_figures(scope.ranking), _figures(found.ranking)]
    table = Table(("", "this pack", "chosen without the source"), tuple(_side_by_side(columns)))
    return Heading("Cross-validated by source, in scope"), Paragraph(said), table


def _comparison(benchmark: Benchmark, comparison: PackComparison) -> tuple[Block, ...]:
    rows = _measure_rows((benchmark.in_scope, comparison.in_scope))
    return (
        Heading("Compared with the other pack, in scope"),
        Paragraph(f"This is {named(benchmark.knowledge)}, the other {named(comparison.knowledge)}."),
        Table(("", "this pack", "the other"), tuple(rows)),
        *points(*_comparison_lines(comparison)),
    )


def _by_kind(rows: Iterable[KindRow]) -> tuple[Block, ...]:
    columns = [
        {"cases": str(row.cases)}
        | {name: _share(share) for name, share in _both(row.ranking).items()}
        | {
            "urgency within the safe range": _share(row.within),
            "under-triage": _share(row.under),
            "over-triage": _share(row.over),
            "emergency sensitivity": _share(row.emergency_sensitivity),
        }
        for row in rows
    ]
    return Heading("By kind, in scope"), Table(("", *(plain(row.kind) for row in rows)), tuple(_side_by_side(columns)))


def _second_readings(found: SecondReadings) -> tuple[Block, ...]:
    triage = [{"within": _figure(row.within), "under-triage": _figure(row.under), "over-triage": _figure(row.over)} for row in found.ranges]
    return (
        Heading(f"Read twice: {found.cases} cases, in scope"),
        Paragraph("The second reader had the same words, no program, and did not know how the case ended."),
        Table(("", "this pack", "the second reader"), tuple(_side_by_side([_figures(found.pack), _figures(found.reader)]))),
        Paragraph("The urgency against the range of either reading; of both, only a fault that both see counts as one."),
        Table(("", *(READINGS[row.reading] for row in found.ranges)), tuple(_side_by_side(triage))),
    )


def _named_first(rows: Iterable[NamedFirst]) -> tuple[Block, ...]:
    often = [each for each in rows if each.first >= OFTEN]
    table = tuple((each.name, str(each.first), str(each.exact), str(each.accepted), str(each.cases)) for each in often)
    headings = ("condition", "first in", "of which exact", "accepted", "cases of it")
    return (Heading(f"First in {OFTEN} cases or more, in scope"), Table(headings, table)) if often else ()


def _figure(proportion: Proportion) -> str:
    """A proportion with its interval: ``24/30 80 % (63 to 90)``."""
    if proportion.share is None:
        return "no case"
    return f"{_count(proportion)} ({100 * proportion.low:.0f} to {100 * proportion.high:.0f})"


def _share(proportion: Proportion) -> str:
    """A proportion without its cases: ``80 % (63 to 90)``."""
    return _figure(proportion).split(" ", 1)[1] if proportion.of else "no case"


def _count(proportion: Proportion) -> str:
    return f"{proportion.count}/{proportion.of} {_percent(proportion)}"


def _percent(proportion: Proportion) -> str:
    """Whole percents; never 0 or 100 when it is not quite."""
    whole = round(100 * (proportion.share or 0.0))
    missed = 0 < proportion.count < proportion.of
    return f"{min(99, max(1, whole)) if missed else whole} %"


def _side_by_side(columns: list[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    """The same measures of several groups, a row each."""
    return ((name, *(column[name] for column in columns)) for name in columns[0])


def _measure_rows(groups: Iterable[Measures]) -> Iterator[tuple[str, ...]]:
    """Each measure and its figure in each group of cases."""
    return _side_by_side([_measures(each) for each in groups])


def _measures(measures: Measures) -> dict[str, str]:
    return {
        "cases": str(measures.cases),
        **_figures(measures.ranking),
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


def _figures(rankings: Rankings) -> dict[str, str]:
    return {name: _figure(share) for name, share in _both(rankings).items()}


def _both(rankings: Rankings) -> dict[str, Proportion]:
    """M1, M3 and M5, exact and accepted."""
    judged = (("exact", rankings.exact), ("accepted", rankings.accepted))
    return {f"{name}, {how}": share for how, each in judged for name, share in _places(each).items()}


def _places(ranking: Ranking) -> dict[str, Proportion]:
    return {"M1": ranking.m1, "M3": ranking.m3, "M5": ranking.m5}


def _twice(measures: Measures) -> Iterator[tuple[str, ...]]:
    """The triage of the words alone, and that with the screen denied."""
    return _side_by_side(
        [
            {
                "within the safe range": _figure(each.within),
                "under-triage": _figure(each.under),
                "over-triage": _figure(each.over),
                "undetermined": _figure(each.undetermined),
                "emergency sensitivity": _figure(each.emergency_sensitivity),
            }
            for each in (measures.triage_as_said, measures.triage)
        ]
    )


def _level_rows(rows: Iterable[LevelRow]) -> Iterator[tuple[str, ...]]:
    """The triage of each level that has cases, the most urgent first; see :data:`LEVEL_HEADINGS`."""
    return ((plain(row.level), str(row.within.of), *map(_share, (row.within, row.under, row.over))) for row in rows if row.within.of)


def _baselines(measures: Measures) -> list[tuple[str, ...]]:
    """This pack beside the baselines, one measure a row, the headings first; empty where a baseline says nothing."""
    columns = [("this pack", _triage(measures.triage) | _ranking(measures.ranking.accepted))]
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
    return {f"{name}, accepted": _count(share) for name, share in _places(ranking).items()}


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
