"""Nothing that the program says or the tests hold depends on the day."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
IN_2031 = {**os.environ, "CLOCK_YEAR": "2031", "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "clock"), str(ROOT)])}
CASE = ROOT / "examples" / "groin_ache_ultra_runner.yaml"


def printed(environment: dict[str, str], *words: str | Path) -> str:
    """What a command of Python prints, which must succeed."""
    done = subprocess.run([sys.executable, *map(str, words)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_the_clock_is_set() -> None:
    """A process that is started there, and one that it starts in turn, find themselves in 2031."""
    code = "import datetime, subprocess, sys, time; print(datetime.date.today().year, time.gmtime().tm_year)"
    assert printed(IN_2031, "-c", code) == "2031 2031\n"
    assert printed(IN_2031, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])") == "2031 2031\n"


COMMANDS = (
    *(("explain", str(CASE), "--format", form) for form in ("text", "json", "html")),
    ("findings", "night"),
)
SAYS = """
import json, sys
from click.testing import CliRunner
from hipexpert.cli.main import main
print(json.dumps([CliRunner().invoke(main, words, catch_exceptions=False).output for words in json.loads(sys.argv[1])]))
"""


def test_a_command_says_the_same_in_2031() -> None:
    """Byte by byte, in a process of another year."""
    then, now = (json.loads(printed(each, "-c", SAYS, json.dumps(COMMANDS))) for each in (IN_2031, dict(os.environ)))
    for words, later, today in zip(COMMANDS, then, now, strict=True):
        assert (words, later) == (words, today)
        assert today


def test_only_the_day_of_the_audit_makes_reviews_overdue() -> None:
    """In 2031 the pack is overdue as of that day, and sound as of the day of its release."""
    command = ("-m", "hipexpert", "audit", "--check", "overdue-review", "--format", "json")
    assert json.loads(printed(IN_2031, *command))["violations"]
    assert json.loads(printed(IN_2031, *command, "--as-of", "release"))["violations"] == []
