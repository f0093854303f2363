"""``make accuracy``: the page docs/accuracy.md, what `hipexpert bench` says of the cases in this repository, and what
simulated interviews of them come to (kept in tests/interviews.csv).
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from running import ROOT, run_process
from simulated_interviews import FILE, section, simulate_all, to_csv

from hipexpert.audit.measuring.interviews import Simulated
from hipexpert.cli.output import write

PAGE = ROOT / "docs" / "accuracy.md"
PUBLISHED = ROOT / "tests" / "cases" / "published"
AUTHORED = ROOT / "tests" / "cases" / "authored"

INTRODUCTION = """# Accuracy

What the hip pack gets right on cases whose answer is known. `make accuracy` generates this page; do not edit it.

**None of this is a validation.**

- The published cases are case reports, teaching pages and runners' own accounts. The rule base was looked at against them while it
  was improved, so the figures say how well it fits these cases, not how it would do on runners that nobody has seen.
- The authored cases were written by the same people as the rules. They flatter: a mistake that their authors share is in both.
  They are there to show when a change breaks something.
- The safe ranges of urgency were set by one reader and not reviewed by a clinician. So were the conditions that a case accepts: besides
  its diagnosis, others that are reasonable on what is known. That makes M1, M3 and M5 easier than naming the one diagnosis.
- The cases are few, and published cases are the unusual ones. Read the intervals, not only the percentages.
- A case holds what its presentation says and no more. What was not said stays unknown.
"""


def accuracy_page(bench: Callable[[Path], str], interviews: list[Simulated]) -> str:
    """The page; ``bench`` gives the Markdown of `hipexpert bench` for a folder of cases."""
    sections = [("Published cases", PUBLISHED), ("Authored cases", AUTHORED)]
    parts = [INTRODUCTION]
    for title, folder in sections:
        command = f"hipexpert bench {folder.relative_to(ROOT).as_posix()} --format markdown"
        below = re.sub(r"^#", "###", bench(folder), flags=re.MULTILINE)
        parts.append(f"## {title}\n\n`{command}`\n\n{below}")
    return "\n".join([*parts, section(interviews)])


def measured_in_a_process(folder: Path) -> str:
    """The Markdown of `python -m hipexpert bench`, run on the checkout."""
    outcome = run_process(ROOT, "bench", str(folder.relative_to(ROOT)), "--format", "markdown")
    if outcome.returncode:
        sys.stderr.write(outcome.stderr.decode())
        raise SystemExit(outcome.returncode)
    return outcome.stdout.decode()


if __name__ == "__main__":
    simulated = simulate_all()
    write(to_csv(simulated), str(FILE))
    write(accuracy_page(measured_in_a_process, simulated), str(PAGE))
