"""The simulated interviews of all cases, kept in a file: simulating them takes minutes, reading them does not."""

import csv
import io
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from running import ROOT

from hipexpert import Engine
from hipexpert.audit.measuring.interviews import InterviewSimulation, Simulated, in_figures, simulated
from hipexpert.knowledge.cases.cases import Case, read_cases

FILE = ROOT / "tests" / "interviews.csv"
CASES = ROOT / "tests" / "cases"
COLUMNS = ("case", "questions", "level", "full_level", "first", "full_first")


@cache
def engine_and_cases() -> tuple[Engine, tuple[Case, ...]]:
    """The engine of the pack that ships, and the published and authored cases."""
    engine = Engine()
    return engine, read_cases([CASES / "published", CASES / "authored"], engine.pack)


def simulate(number: int) -> Simulated:
    """The interview of one case."""
    engine, cases = engine_and_cases()
    return simulated(cases[number], engine)


def simulate_all() -> list[Simulated]:
    """The interviews of all cases, on two cores."""
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(simulate, range(len(engine_and_cases()[1])), chunksize=8))


def to_csv(interviews: list[Simulated]) -> str:
    """The interviews as text."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in interviews:
        writer.writerow([each.case, each.questions, each.level, each.full_level, " ".join(each.first), " ".join(each.full_first)])
    return stream.getvalue()


def kept(file: Path = FILE) -> list[Simulated]:
    """The interviews in the file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Simulated(
                row["case"],
                int(row["questions"]),
                row["level"],  # type: ignore[arg-type]
                row["full_level"],  # type: ignore[arg-type]
                tuple(row["first"].split()),
                tuple(row["full_first"].split()),
            )
            for row in csv.DictReader(stream)
        ]


def _share(proportion: object) -> str:
    count, of, share, low, high = (getattr(proportion, name) for name in ("count", "of", "share", "low", "high"))
    return f"{count}/{of} {share:.1%} ({low:.0%} to {high:.0%})".replace("%", " %")


def section(interviews: list[Simulated]) -> str:
    """The part of the accuracy page about interviews."""
    figures: InterviewSimulation = in_figures(interviews)
    rows = [
        ("urgency as with the full intake", _share(figures.same_urgency)),
        ("urgency below it", _share(figures.lower_urgency)),
        ("first condition as with the full intake", _share(figures.same_first)),
        ("the same first three conditions", _share(figures.same_three)),
        ("questions, median", f"{figures.median_questions:g}"),
        ("questions, most", str(figures.most_questions)),
    ]
    other = [each for each in interviews if each.level != each.full_level]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    misses = "\n".join(f"| {each.case} | {each.questions} | {_plain(each.level)} | {_plain(each.full_level)} |" for each in other)
    return f"""## Interviews

A simulated runner answers the questions of `hipexpert interview` with what a case says, published or authored, and does not know
anything else. The outcome is compared with that of the whole case. A screen ("do any of these apply?") counts as one question.
The interview asks neither for a clinician's findings nor for a test that is not known to be safe, such as hopping with a
limp; a case may hold both. It was adjusted on these same cases.

| {len(interviews)} interviews |  |
| --- | --- |
{table}

### Another urgency than with the full intake

| case | questions | interview | full intake |
| --- | --- | --- | --- |
{misses}
"""


def _plain(level: str) -> str:
    return level.replace("_", " ")
