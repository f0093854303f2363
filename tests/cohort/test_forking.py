"""A table in a process that was forked."""

import os
import subprocess
import sys

import pytest
from running import CHECKOUT
from tiny import TINY

SCRIPT = """
import os, sys, warnings
warnings.simplefilter("ignore")
import polars
from hipexpert import Engine, ProblemsError
import hipexpert.cohort
engine = Engine(sys.argv[1])
table = polars.DataFrame({"age": [20.0, 10.0]})
if sys.argv[2] == "hipexpert":
    engine.assess_frame(table)
if sys.argv[2] == "polars":
    table.lazy().sort("age").collect()
child = os.fork()
if not child:
    try:
        print(engine.assess_frame(table).height, "rows", flush=True)
    except ProblemsError as error:
        print(error.problems[0].code, error.problems[0].help, flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""


@pytest.mark.parametrize(("used", "said"), [("hipexpert", "forked"), ("polars", "forked"), ("nothing", "2 rows")])
def test_a_forked_process_does_not_wait_for_threads_that_stayed_behind(used: str, said: str) -> None:
    """It is refused with what to do instead; where nothing had begun in the parent, the table is assessed."""
    words = [sys.executable, "-c", SCRIPT, str(TINY), used]
    done = subprocess.run(words, env={**os.environ, "PYTHONPATH": CHECKOUT}, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.startswith(said)
