"""The simulated interviews of all cases, kept in a file: simulating them takes minutes, reading them does not."""

import csv
import io
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from own_words_measured import told_stories
from running import ROOT

from hipexpert import Engine
from hipexpert.audit.measuring.interviews import InterviewSimulation, Simulated, in_figures, simulated
from hipexpert.knowledge.cases.cases import Case, read_cases
from hipexpert.knowledge.packs.ladder import caution
from hipexpert.knowledge.words import read_words

FILE = ROOT / "tests" / "interviews.csv"
FROM_WORDS = ROOT / "tests" / "interviews_from_words.csv"
CASES = ROOT / "tests" / "cases"
COLUMNS = ("case", "items", "screens", "level", "full_level", "first", "full_first")


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


def simulate_from_words(number: int) -> Simulated:
    """The interview of somebody who tells a story in own words first; the story by its number."""
    engine, cases = engine_and_cases()
    by_id = {case.id: case for case in cases}
    name, text = told_stories()[number]
    return simulated(by_id[name], engine, given=read_words(text, engine.pack).intake)


def simulate_all_from_words() -> list[Simulated]:
    """The interviews that begin with the stories, on two cores."""
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(simulate_from_words, range(len(told_stories())), chunksize=4))


def to_csv(interviews: list[Simulated]) -> str:
    """The interviews as text."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in interviews:
        writer.writerow([each.case, each.items, each.screens, each.level, each.full_level, " ".join(each.first), " ".join(each.full_first)])
    return stream.getvalue()


def kept(file: Path = FILE) -> list[Simulated]:
    """The interviews in the file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Simulated(
                row["case"],
                int(row["items"]),
                int(row["screens"]),
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


def _rows(figures: InterviewSimulation) -> list[tuple[str, str]]:
    return [
        ("urgency as with the full intake", _share(figures.same_urgency)),
        ("urgency below it", _share(figures.lower_urgency)),
        ("first condition as with the full intake", _share(figures.same_first)),
        ("the same first three conditions", _share(figures.same_three)),
        ("items, median", f"{figures.median_items:g}"),
        ("items, at most in 95 %", str(figures.most_of_95_percent)),
        ("items, most", str(figures.most_items)),
        ("screens, median", f"{figures.median_screens:g}"),
    ]


def section(interviews: list[Simulated], from_words: list[Simulated]) -> str:
    """The part of the accuracy page about interviews."""
    rows = _rows(in_figures(interviews))
    after_words = "\n".join(f"| {name} | {value} |" for name, value in _rows(in_figures(from_words)))
    lower = ", ".join(each.case for each in from_words if caution(each.level) < caution(each.full_level)) or "none"
    other = [each for each in interviews if each.level != each.full_level]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    tens = Counter(each.items // 5 * 5 for each in interviews)
    spread = "\n".join(f"| {low} to {low + 4} | {tens[low]} |" for low in sorted(tens))
    misses = "\n".join(f"| {each.case} | {each.items} | {_plain(each.level)} | {_plain(each.full_level)} |" for each in other)
    return f"""## Interviews

A simulated runner answers the questions of `hipexpert interview` with what a case says, published or authored, and does not know
anything else. The outcome is compared with that of all that a runner can say of the case: without a clinician's findings, which are
not asked. A test that is not known to be safe, such as hopping with a limp, is not asked either; a case may hold one. It was adjusted
on these same cases.

Counted is every item that a person has to read and decide on: each line of a list, each part of "46 female left", each question by
itself. Of a line that applies the runner names the parts that do: each counts again, and so does the line of the others, which is put once
more. Fewer items are not fewer words: a line has up to 41 of them. The interview of version 0.1.0 before this order took 64 items in the
median and 93 at most.

| {len(interviews)} interviews |  |
| --- | --- |
{table}

| items | interviews |
| --- | --- |
{spread}

### After own words

The same for the published cases whose story stands in own words: what was read of it counts as said before the first question. Nobody
puts a reading right here. Levels below the full intake: {lower}.

| {len(from_words)} interviews |  |
| --- | --- |
{after_words}

### Another urgency than with the full intake

| case | items | interview | full intake |
| --- | --- | --- | --- |
{misses}
"""


def _plain(level: str) -> str:
    return level.replace("_", " ")
