"""A measurement as a Markdown page."""

import re
from collections.abc import Iterable, Sequence

from hipexpert.audit.measuring.measures import Benchmark, CaseOutcome, PackComparison
from hipexpert.knowledge.runner.results import Knowledge
from hipexpert.rendering.bench_words import (
    ABOUT,
    LEVEL_HEADINGS,
    Row,
    baseline_table,
    comparison_lines,
    level_rows,
    measure_rows,
    miss_rows,
    missed_cases,
)


def benchmark_to_markdown(benchmark: Benchmark) -> str:
    """The page: measures, triage by level, baselines, the comparison if there is one, and each miss with its reasons."""
    scope, every = benchmark.in_scope, benchmark.every_case
    lines = [f"# {scope.cases} of {every.cases} cases are in scope", "", ABOUT, ""]
    lines += _table([("", "in scope", "all cases"), *measure_rows((scope, every))])
    lines += ["", "## Triage by lowest safe level, in scope", "", *_table([LEVEL_HEADINGS, *level_rows(scope.triage.by_expected)])]
    lines += ["", "## Triage by level printed, in scope", "", *_table([LEVEL_HEADINGS, *level_rows(scope.triage.by_printed)])]
    lines += ["", "## Baselines, in scope", "", *_table(baseline_table(scope))]
    if benchmark.comparison is not None:
        lines += _comparison(benchmark, benchmark.comparison)
    missed = missed_cases(benchmark)
    lines += ["", f"## Misses: {len(missed)} of {every.cases} cases", ""]
    lines += [line for outcome in missed for line in _miss(outcome)] or ["None."]
    lines += ["", f"*{_escaped(benchmark.disclaimer)} Knowledge: {_named(benchmark.knowledge)}.*", ""]
    return "\n".join(lines)


def _comparison(benchmark: Benchmark, comparison: PackComparison) -> list[str]:
    rows = measure_rows((benchmark.in_scope, comparison.in_scope))
    return [
        "",
        "## Compared with another pack, in scope",
        "",
        f"This is {_named(benchmark.knowledge)}, the other {_named(comparison.knowledge)}.",
        "",
        *_table([("", "this pack", "the other"), *rows]),
        "",
        *(f"- {_escaped(line)}" for line in comparison_lines(comparison)),
    ]


def _miss(outcome: CaseOutcome) -> list[str]:
    scope = "" if outcome.in_scope else " (out of scope)"
    heading = f"- `{outcome.case}`{scope}: {_escaped(outcome.title)}".rstrip(": ")
    return [heading, *(f"  - {word}: {_escaped(text)}" for word, text in miss_rows(outcome))]


def _table(rows: Sequence[Row]) -> list[str]:
    head, *body = rows
    return [_line(head), _line("---" for _ in head), *(_line(row) for row in body)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _named(knowledge: Knowledge) -> str:
    return f"{_escaped(knowledge.pack)} {_escaped(knowledge.version)}, {knowledge.content_hash[:12]}"


def _escaped(text: str) -> str:
    """A stranger's words, which must not become markup."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text)
