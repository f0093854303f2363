"""The solver as part of a program that people stop."""

import os
import subprocess
import sys

import pytest
from running import CHECKOUT

STOPPED = """
import os, signal, threading
from itertools import combinations
from hipexpert.audit.proving.solving import Solver
solver = Solver(10 ** 9)
holes = range(12)
placed = [[solver.variable("in") for _ in holes] for _ in range(len(holes) + 1)]
for pigeon in placed:
    solver.require(solver.disjunction(pigeon))
for hole in holes:
    for one, other in combinations(placed, 2):
        solver.require(solver.negation(solver.conjunction([one[hole], other[hole]])))
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    print(solver.check([]).satisfiable)
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.deep
def test_ctrl_c_stops_the_solver_and_what_asked_it() -> None:
    """z3 hears it in place of Python, and says no more than that it does not know; a proof would be told as undecided."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED], env={**os.environ, "PYTHONPATH": CHECKOUT}, capture_output=True, timeout=60, check=False
    )
    assert done.stdout.split() == [b"stopped"], done.stderr
