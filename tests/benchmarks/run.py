"""``make bench``: everything measured in one run, into build/benchmarks.json, docs/benchmarks.md and a picture.

``python -m benchmarks.run --quick`` in tests/ is for development: few rounds, no large audit, no DuckDB. ``--to FOLDER``
writes page and picture there.
"""

import argparse
import datetime
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from benchmarks import audit, cohort, cold_start, growth, latency
from benchmarks.page import CHART, DATA, PAGE, ROOT, chart, page

import hipexpert


def measured(*, quick: bool) -> dict[str, Any]:
    """All figures. Nothing in them names the machine or a folder of it."""
    engine = hipexpert.Engine()
    program = engine.compiled.program
    intakes = latency.read_cases(engine, 8 if quick else 30)
    rounds = 3 if quick else 10
    found: dict[str, Any] = {
        "quick": quick,
        "day": datetime.date.today().isoformat(),
        "processors": len(os.sched_getaffinity(0)),
        "waiting": os.getloadavg()[0],
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "versions": latency.versions(),
        "pack": {"version": engine.pack.about.version, "hash": engine.pack.content_hash[:12], "rules": len(program.rules)},
        "program": {"facts": len(program.facts), "tallies": len(program.tallies)},
        "cases": len(intakes),
    }
    sections = {
        "assessment": lambda: latency.whole_program(engine, intakes, rounds),
        "rules_only": lambda: latency.rules_in_other_engines(engine, intakes[:10], rounds),
        "explanation": lambda: latency.explanations(engine, intakes[:10], rounds),
        "growth_rules": lambda: growth.with_rules(20 * rounds),
        "growth_answers": lambda: growth.with_answers(engine, 10 * rounds),
        "processes": lambda: cold_start.processes(3 if quick else 11),
        "cohort": lambda: cohort.frames(20_000 if quick else 100_000, 1 if quick else 2, cohort.BACKENDS[: 4 if quick else 5]),
        "audit": lambda: audit.audits(large=not quick),
    }
    for name, section in sections.items():
        sys.stderr.write(f"{name} …\n")
        found[name] = section()
    return found


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--to", type=Path, default=ROOT / "docs")
    said = parser.parse_args()
    (said.to / "pictures").mkdir(parents=True, exist_ok=True)
    found = json.loads(json.dumps(measured(quick=said.quick)))
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (said.to / PAGE.name).write_text(page(found), encoding="utf-8")
    (said.to / "pictures" / CHART.name).write_text(chart(found), encoding="utf-8")


if __name__ == "__main__":
    main()
