"""How often `log patterns` sees what is not there, and how often what is: ``python -m patterns_measured``, for docs/log.md."""

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from random_logs import COURSES, PLANTS, TODAY, Course, log

from hipexpert.companion import Diary
from hipexpert.companion.patterns.found import patterns

WEEKS = (8, 16, 26, 52)
POINTS = (1, 2, 3)


def alarms(count: int, weeks: int, course: Course, planted: str | None = None, points: int = 0, seed: int = 1) -> list[set[str]]:
    """What is called a pattern in so many random logs."""
    chance = random.Random(f"{seed} {weeks} {course} {planted} {points}")  # noqa: S311
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            with Diary(Path(folder) / f"{number}.sqlite", today=TODAY) as diary:
                diary.add_all(log(chance, weeks, course, planted, points))
                found.append({one.id for one in patterns(diary).found if one.verdict == "pattern"})
    return found


def tables(count: int) -> Iterator[str]:
    """Both tables in Markdown."""
    yield "| logs without a pattern: pain is | " + " | ".join(f"{weeks} weeks" for weeks in WEEKS) + " |"
    yield "|---|" + "---|" * len(WEEKS)
    for course in COURSES:
        shares = [sum(map(bool, alarms(count, weeks, course))) / count for weeks in WEEKS]
        yield f"| {course} | " + " | ".join(f"{100 * share:.1f} %" for share in shares) + " |"
    yield ""
    yield "| found: pain is higher after | by | " + " | ".join(f"{weeks} weeks" for weeks in WEEKS) + " |"
    yield "|---|---|" + "---|" * len(WEEKS)
    for planted in PLANTS:
        for points in POINTS:
            some = [alarms(count // 4, weeks, "drifting", planted, points) for weeks in WEEKS]
            shares = [sum(planted in each for each in found) / len(found) for found in some]
            yield f"| {planted} | {points} | " + " | ".join(f"{100 * share:.0f} %" for share in shares) + " |"


if __name__ == "__main__":
    for line in tables(int(sys.argv[1]) if len(sys.argv) > 1 else 1000):
        print(line, flush=True)  # noqa: T201
