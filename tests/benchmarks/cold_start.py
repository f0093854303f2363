"""Whole processes: how long the command takes from nothing, and how much memory it holds."""

import sys
from pathlib import Path
from typing import Any

from benchmarks.measuring import process, processes_in_turn

ROOT = Path(__file__).parents[2]
CASE = ROOT / "examples" / "groin_pain_college_runner.yaml"
IMPORTS = "import collections, collections.abc; collections.Mapping = collections.abc.Mapping; import click, experta, networkx"
ASSESS = "import hipexpert; hipexpert.assess({'weight_bearing': 'unable', 'pain_site': ['deep_groin'], 'limp': True}).urgency"


def processes(rounds: int) -> dict[str, dict[str, Any]]:
    """The command as it is installed, beside processes that only import what it cannot do without."""
    python, command = sys.executable, str(Path(sys.executable).with_name("hipexpert"))
    jobs = {
        "python": (python, "-c", "pass"),
        "import click": (python, "-c", "import click"),
        "import click, experta, networkx": (python, "-c", IMPORTS),
        "hipexpert --help": (command, "--help"),
        "hipexpert explain": (command, "explain", str(CASE)),
        "hipexpert explain --format json": (command, "explain", str(CASE), "--format", "json"),
        "hipexpert explain --format html": (command, "explain", str(CASE), "--format", "html"),
        "hipexpert.assess in Python": (python, "-c", ASSESS),
    }
    found = processes_in_turn(rounds, {name: lambda words=words: process(*words) for name, words in jobs.items()})
    return {name: {"processor": ran.processor, "clock": ran.clock, "megabytes": ran.megabytes} for name, ran in found.items()}
