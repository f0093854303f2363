"""docs/benchmarks.md and its picture, made from the figures of one run: none is written by hand.

``python -m benchmarks.page`` in tests/ writes both again from the figures of the last run, which git leaves out.
"""

import json
import math
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.growth import TOUCHED
from benchmarks.latency import DURABLE_RULES
from benchmarks.peers import WAYS

ROOT = Path(__file__).parents[2]
DATA = ROOT / "build" / "benchmarks.json"
PAGE = ROOT / "docs" / "benchmarks.md"
CHART = ROOT / "docs" / "pictures" / "benchmarks.svg"

SETTINGS = f"""\
## How each engine was set

Every engine got the same rules and the same answers, in one run, in turn. Its conclusions were compared first: a case in
which an engine comes to others is not timed. What is measured is one session in a process that has been running, the rules loaded.
What was loaded before is kept out of garbage collection while anything is timed, since all engines share the process.

- **this engine**: `CompiledProgram.run`, experta's `KnowledgeEngine` with the counting matcher: facts in; facts, totals and the log
  that explanations are made of out.
- **the counting loop alone**: the same tables without experta, agenda, order or log. It shows what a session
  adds to the counting, which it cannot do without: the lower limit.
- **clipspy**: the program that `hipexpert export --format clips` writes, with its weighing, without ranking and plan. The answers go in
  as one text (`load_facts`): facts asserted one by one from Python go in quicker, but make each later run slower. Nothing is read back
  from CLIPS in the time measured; what this engine concluded is there as numbers of facts, totals and the log.
- **this engine with experta's Rete matcher**: an oracle of the tests, see
  [decision 0014](decisions/0014-the-rete-matcher-is-an-oracle-of-the-tests.md).
- **experta as it comes**: its own matcher, strategy and facts, every `OR` as it takes it. Rules only: it has no step that weighs;
  and without those that come to more than {WAYS} conjunctions, as it takes each for itself (that of the screen comes to billions).
- **zen-engine**: it evaluates a graph of decisions and has no forward chaining. So each concluded fact is one expression, and these are
  put in an order in which each comes after what it needs; a program with a circle could not be written so. Rules only. All its
  expressions are evaluated, whatever was answered.
- **durable_rules**: in memory, a session for each runner, a message for each fact. Rules only, and only the first {DURABLE_RULES}
  of the same: loading grows steeply, and 1,000 had not been loaded after 100 seconds. Written as it is here, it may conclude more
  than the rules say; the table tells in how many cases it agreed, and why it does not in the others was not found out.
- **brute force**: `engine/oracle.py`, the definition of what a program means, which tries every rule until nothing changes.
"""


def page(found: dict[str, Any]) -> str:
    """The page."""
    pack, versions = found["pack"], found["versions"]
    peers = ", ".join(f"{name} {version}" for name, version in versions.items())
    quick = ["", "**These figures are from a quick run for development, on a machine with other work.**"] if found["quick"] else []
    busy = []
    if _is_busy(found):
        busy = [
            "",
            f"**Other work ran on the machine** ({found['waiting']:.0f} processes wanted its {found['processors']} processors): what is "
            "measured by the clock is slower than it would be alone, and is not judged; and all that touches much memory is slower too.",
        ]
    parts = [
        "# Benchmarks",
        "",
        "`make bench` measures and writes this page and its picture; do not edit it. The figures of a run stay in `build/benchmarks.json`.",
        *quick,
        "",
        "![One assessment in each engine](pictures/benchmarks.svg)",
        "",
        f"Measured on {found['day']} with {found['processors']} processors ({found['machine']}), Python {found['python']}, {peers}. "
        f"The pack: hip {pack['version']} ({pack['hash']}), {pack['rules']:,} rules, {found['program']['facts']:,} facts and "
        f"{found['program']['tallies']} tallies. The answers: {found['cases']} published cases.",
        "",
        "Times are processor time unless it says *clock*, so that other work on the machine counts little. Only ratios mean something "
        "on another machine. Nothing here is asserted by a test.",
        *busy,
        "",
        "## Against what was aimed at",
        "",
        *_table(("what", "measured", "aim", ""), _aims(found), left=1),
        "",
        *_assessment(found),
        *_explanation(found),
        *_growth(found),
        *_processes(found),
        *_cohort(found),
        *_audit(found),
        "## Where another is ahead",
        "",
        *[f"- {each}" for each in _ahead(found)],
        "",
        SETTINGS,
    ]
    return "\n".join(parts)


AIMED = {
    "urgency": ("urgency with what is open", 2.0),
    "document": ("the whole document as JSON", 4.0),
    "next question": ("the next question", 3.0),
    "one more answer": ("one more answer to level", 0.3),
}
"""What may be asked for, how the page calls it, and how many times the inference it is to take at most."""
INFERENCE_THEN = 7.5
"""How many counting loops an inference took when these aims were set (version 0.1.0)."""
ROWS = {"polars": 6e5, "dask": 5e4, "duckdb": 5e4}
"""How many rows a second are aimed at, by the kind of frame."""


def _by(rows: Sequence[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(row for row in rows if row["engine"] == name)


def _aims(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """The rows of DESIGN's table that this run can fill."""
    ours, clips = _by(found["assessment"], "this engine"), _by(found["assessment"], "clipspy")
    stock = _by(found["rules_only"], "experta as it comes")
    processes, told = found["processes"], found["explanation"]
    growth = {row["rules"]: row["ours"] for row in found["growth_rules"]}
    best = max((row for row in found["cohort"] if row["backend"].startswith("polars, inf")), key=lambda row: row["cores"])
    rows = [
        ("one assessment: clipspy", clips["p50"] / ours["p50"], "x our time", 3.0, "more"),
        (
            "one assessment",
            ours["p50"] / _by(found["assessment"], "the counting loop alone")["p50"],
            "x the counting loop alone",
            3.0,
            "less",
        ),
        ("one assessment: experta as it comes", stock["p50"] / stock["ours"]["p50"], "x our time", 30.0, "more"),
        ("extra time for the trace", told["trace"] / told["inference"] - 1, "x the inference", 1.0, "less"),
        (
            "`hipexpert explain FILE`, cold",
            processes["hipexpert explain"]["processor"] / processes["import click, experta, networkx"]["processor"],
            "x importing click, experta and networkx",
            1.0,
            "less",
        ),
        (
            "`hipexpert --help`, cold",
            processes["hipexpert --help"]["processor"] / processes["import click"]["processor"],
            "x importing click",
            1.25,
            "less",
        ),
        *((AIMED[name][0], told[name] / told["inference"], "x the inference", AIMED[name][1], "less") for name in AIMED),
        *(
            (
                f"cohort, results in words: {row['backend']}",
                _rows_alone(row),
                "rows a second on 2 free cores, by processor time",
                ROWS[row["backend"]],
                "more",
            )
            for row in found["cohort"]
            if row["backend"] in ROWS and row["cores"] == 2
        ),
        ("cohort, inference", _rows_alone(best), f"runners a second on {best['cores']} free cores, by processor time", 1e6, "more"),
        (
            "cohort: clipspy",
            clips["p50"] / (best["processor_microseconds"] / 1e6),
            "x our processor time for each runner",
            1000.0,
            "more",
        ),
        ("10,000 rules, the same touched", growth[10_000] / growth[300], "x the time of 300", 2.0, "less"),
    ]
    rows += [
        (f"audit with proofs, {row['subject']}", row["clock"], "s (clock)", 60.0 if row["rules"] >= 5000 else 5.0, "less")
        for row in found["audit"]
        if row["proofs"]
    ]
    return [
        (
            name,
            f"{_plain(value)} {unit}",
            f"{'more' if way == 'more' else 'at most'}{' than' if way == 'more' else ''} {_plain(aim)}",
            "not judged" if "(clock)" in unit and _is_busy(found) else _met(value, aim, way),
        )
        for name, value, unit, aim, way in rows
    ]


def _is_busy(found: dict[str, Any]) -> bool:
    return bool(found["waiting"] > found["processors"] / 2)


def _rows_alone(row: dict[str, Any]) -> float:
    """How many rows a second its cores would do that had nothing else to do."""
    return float(row["cores"] / row["processor_microseconds"] * 1e6)


def _met(value: float, aim: float, way: str) -> str:
    return "met" if (value > aim if way == "more" else value <= aim) else "**not met**"


def _assessment(found: dict[str, Any]) -> list[str]:
    ours = _by(found["assessment"], "this engine")["p50"]
    rows = [(each["engine"], *_times(each), f"{each['p50'] / ours:,.2f}") for each in found["assessment"]]
    others = []
    for each in found["rules_only"]:
        if "cannot" in each:
            others.append((each["engine"], f"{each['rules']:,}", each["cannot"], "", "", "", ""))
        else:
            mine = each["ours"]
            agreed = f"{each['agreed']} of {each['cases']}"
            others.append(
                (each["engine"], f"{each['rules']:,}", agreed, *_times(each), _milli(mine["p50"]), f"{each['p50'] / mine['p50']:,.1f}")
            )
    return [
        "## One assessment",
        "",
        "All rules and the weighing, over all cases, in milliseconds. Same facts and totals.",
        "",
        *_table(("engine", "p50", "p95", "x this engine"), rows),
        "",
        "The rules without the weighing, in engines that have no place for it, each beside this engine on the same rules:",
        "",
        *_table(("engine", "rules", "cases agreed on", "p50", "p95", "this engine", "x this engine"), others),
        "",
    ]


def _explanation(found: dict[str, Any]) -> list[str]:
    told = found["explanation"]
    names = {
        "loop": "the counting loop alone, for the same answers",
        "inference": "answers to level",
        "trace": "with the trace",
        "derivation": "with the derivation as a graph",
        **{name: called for name, (called, _) in AIMED.items()},
        "changes": "what would change the urgency",
    }
    aims = {name: f"{aim * INFERENCE_THEN:,.1f}" for name, (_, aim) in AIMED.items()}
    rows = [
        (names[name], _milli(seconds), f"{seconds / told['inference']:,.2f}", f"{seconds / told['loop']:,.1f}", aims.get(name, ""))
        for name, seconds in told.items()
    ]
    return [
        "## What explaining adds",
        "",
        f"The aims above that are multiples of an inference were set when one took {INFERENCE_THEN} counting loops. It takes "
        f"{told['inference'] / told['loop']:.1f} now, so that the same multiple asks for that much more. The last columns say what is "
        "taken in loops, and what the aims came to in loops then: beside a measure that did not move.",
        "",
        *_table(("asked for", "milliseconds", "x an inference", "loops", "aimed at then"), rows),
        "",
        "The independent checker verifies every firing of a session before anything is told, and each justification before it is shown "
        "([decision 0070](decisions/0070-a-session-is-verified-firing-by-firing.md)). A document is some 400 kB of text, all that is "
        "known about each of some sixty conditions.",
        "",
    ]


def _growth(found: dict[str, Any]) -> list[str]:
    rules, answers = found["growth_rules"], found["growth_answers"]
    one = [(f"{row['rules']:,}", _milli(row["ours"]), f"{row['ours'] / rules[0]['ours']:.2f}", _milli(row["clipspy"])) for row in rules]
    two = [(str(row["answers"]), f"{row['facts']:,}", _milli(row["ours"]), f"{row['ours'] / answers[0]['ours']:.1f}") for row in answers]
    return [
        "## Growth",
        "",
        f"Rules in the base, of which the same {TOUCHED} are touched; milliseconds:",
        "",
        *_table(("rules", "this engine", "x the first", "clipspy"), one),
        "",
        "Questions answered, with the pack that ships:",
        "",
        *_table(("answers", "facts that hold", "milliseconds", "x the first"), two),
        "",
    ]


def _processes(found: dict[str, Any]) -> list[str]:
    rows = [
        (f"`{name}`", f"{row['processor'] * 1e3:,.0f}", f"{row['clock'] * 1e3:,.0f}", f"{row['megabytes']:,.0f}")
        for name, row in found["processes"].items()
    ]
    head = ("process", "processor, ms", "clock, ms", "memory, MB")
    return [
        "## From nothing: cold start and memory",
        "",
        "Medians of whole processes; memory is the most held at once.",
        "",
        *_table(head, rows),
        "",
    ]


def _cohort(found: dict[str, Any]) -> list[str]:
    clips = _by(found["assessment"], "clipspy")["p50"]
    rows = [
        (
            row["backend"],
            str(row["cores"]),
            f"{row['rows']:,}",
            f"{row['rows_per_second']:,.0f}",
            f"{row['processor_microseconds']:,.1f}",
            f"{clips * 1e6 / row['processor_microseconds']:,.0f}",
        )
        for row in found["cohort"]
    ]
    head = ("frame", "cores", "rows", "rows a second (clock)", "microseconds each", "clipspy: x this")
    return [
        "## Many runners",
        "",
        "Random runners with half of the questions answered through `assess_frame`: urgency, at most, five conditions, red flags and "
        "contradictions. *Inference only* is every fact, total and level as bits and numbers, not yet written as words. DuckDB goes "
        "through Arrow in batches.",
        "",
        *_table(head, rows),
        "",
    ]


def _audit(found: dict[str, Any]) -> list[str]:
    rows = [
        (
            row["subject"],
            f"{row['rules']:,}",
            f"{row['proved']} of {row['theorems']} theorems proved" if row["proofs"] else "none",
            f"{row['processor']:.1f}",
            f"{row['clock']:.1f}",
        )
        for row in found["audit"]
    ]
    return ["## Audit", "", *_table(("pack", "rules", "proofs", "processor, s", "clock, s"), rows), ""]


def _ahead(found: dict[str, Any]) -> Iterable[str]:
    """Everything in which this engine is behind another, found in the figures."""
    ours = _by(found["assessment"], "this engine")["p50"]
    said = [
        f"{each['engine']} takes {each['p50'] / ours:.2f} x the time of this engine for one assessment."
        for each in found["assessment"]
        if each["p50"] < ours
    ]
    slow = _by(found["assessment"], "this engine")["p95"]
    said += [
        f"{each['engine']} takes {each['p95'] / slow:.2f} x the time of this engine at the 95th percentile."
        for each in found["assessment"]
        if each["p95"] < slow
    ]
    said += [
        f"{each['engine']} takes {each['p50'] / each['ours']['p50']:.2f} x the time of this engine for {each['rules']:,} rules only."
        for each in found["rules_only"]
        if "cannot" not in each and each["p50"] < each["ours"]["p50"]
    ]
    said += [
        f"clipspy takes {row['clipspy'] / row['ours']:.2f} x the time of this engine for {row['rules']:,} generated rules."
        for row in found["growth_rules"]
        if row["clipspy"] < row["ours"]
    ]
    missed = [f"Not met: {row[0]}, {row[1]} (aim: {row[2]})." for row in _aims(found) if row[3] == "**not met**"]
    return [*said, *missed] or ["In nothing that was measured here."]


def _times(row: dict[str, Any]) -> tuple[str, str]:
    return _milli(row["p50"]), _milli(row["p95"])


def _milli(seconds: float) -> str:
    value = seconds * 1e3
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> list[str]:
    right = " | ".join([*["---"] * left, *["---:"] * (len(headings) - left)])
    return [f"| {' | '.join(headings)} |", f"| {right} |", *(f"| {' | '.join(row)} |" for row in rows)]


WIDTH, LABEL, ROW, TOP = 760, 270, 30, 64
OURS, OTHERS, INK, PALE = "#2b7a9b", "#9aa5ab", "#222222", "#dddddd"


def chart(found: dict[str, Any]) -> str:
    """One assessment in each engine as an SVG picture: bars on a logarithmic scale, as multiples of this engine's time."""
    ours = _by(found["assessment"], "this engine")["p50"]
    bars = [(each["engine"], each["p50"] / ours) for each in found["assessment"]]
    for each in found["rules_only"]:
        if "cannot" not in each:
            rules = "rules only" if each["rules"] > DURABLE_RULES else f"{each['rules']} rules only"
            bars.append((f"{each['engine']} ({rules})", each["p50"] / each["ours"]["p50"]))
    bars.sort(key=lambda bar: (bar[1], bar[0]))
    low = min(0, math.floor(math.log10(bars[0][1])))
    high = max(1, math.ceil(math.log10(bars[-1][1])))
    scale = (WIDTH - LABEL - 90) / (high - low)
    height = TOP + ROW * len(bars) + 30
    title = "One assessment: processor time, as a multiple of this engine's on the same rules"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        '<rect width="100%" height="100%" fill="white"/>',
        _text(20, 26, title, bold=True),
    ]
    for decade in range(low, high + 1):
        x = LABEL + scale * (decade - low)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP - 14}" x2="{x:.1f}" y2="{height - 26}" stroke="{PALE}"/>')
        parts.append(_text(x - 12, TOP - 20, f"{10.0**decade:,g}"))
    for place, (name, ratio) in enumerate(bars):
        y = TOP + ROW * place
        length = max(2.0, scale * (math.log10(ratio) - low))
        colour = OURS if name == "this engine" else OTHERS
        parts.append(_text(20, y + 14, name, bold=name == "this engine"))
        parts.append(f'<rect x="{LABEL}" y="{y}" width="{length:.1f}" height="{ROW - 10}" fill="{colour}"/>')
        parts.append(_text(LABEL + length + 6, y + 14, f"{_plain(ratio)} x"))
    parts.append(_text(20, height - 8, "Logarithmic scale; shorter is faster. Medians over published cases."))
    return "\n".join([*parts, "</svg>", ""])


def _text(x: float, y: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-family="sans-serif" font-size="13"{weight} fill="{INK}">{escape(words)}</text>'


if __name__ == "__main__":
    figures = json.loads(DATA.read_text(encoding="utf-8"))
    PAGE.write_text(page(figures), encoding="utf-8")
    CHART.write_text(chart(figures), encoding="utf-8")
