"""A second solver, cvc5, that decides again what z3 has decided: two programs of different makers would have to share a fault.

The formulas go over as SMT-LIB 2, as z3 writes them; what only z3 reads, bounds on sums of Booleans, is written as sums of whole numbers.
"""

import re
from collections.abc import Iterator
from itertools import repeat
from typing import Any, NamedTuple

from hipexpert.engine import Problem, ProblemsError

INSTALL = "pip install 'hipexpert[second-solver]' brings it"
STEPS = 50_000_000
"""The bound on one question, in cvc5's resource units: so the same question ends the same way on every machine."""
AT_ONCE = 50_000
"""So many of them in one turn. cvc5 hears nothing meanwhile, and keeps what it has learned: Ctrl-C is heard between two turns."""
DECIDED = {"sat": True, "unsat": False}
_TOKEN = re.compile(r"\|[^|]*\||[()]|[^\s()|]+")
BOUNDS = {"at-most": "<=", "at-least": ">=", "pble": "<=", "pbge": ">=", "pbeq": "="}


def require_cvc5() -> Any:
    """The cvc5 module. Raises :class:`hipexpert.engine.ProblemsError`, which says what to install, when it is not there."""
    try:
        import cvc5
    except ImportError:
        message = "a second solver was asked for, and cvc5 is not installed"
        raise ProblemsError([Problem("no-second-solver", message, "", INSTALL)]) from None
    return cvc5


def satisfiable(smt: str) -> bool | None:
    """Whether formulas in SMT-LIB 2, as z3 writes them, can be true together, by cvc5; None when its effort ran out.

    Raises KeyboardInterrupt soon after Ctrl-C was pressed.
    """
    cvc5 = require_cvc5()
    solver = cvc5.Solver()
    solver.setOption("incremental", "true")
    solver.setOption("rlimit-per", str(AT_ONCE))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, common_smt(smt), "proof")
    symbols, found = parser.getSymbolManager(), ""
    while not (command := parser.nextCommand()).isNull():
        found = str(command.invoke(solver, symbols)).strip() or found
    turns = 1
    while found not in DECIDED and turns < STEPS // AT_ONCE:
        found = str(solver.checkSat())
        turns += 1
    return DECIDED.get(found)


def version() -> str:
    """The name and the version of the second solver."""
    return f"cvc5 {require_cvc5().__version__}"


def common_smt(smt: str) -> str:
    """The same formulas in the words that all solvers read: without z3's own `at-most`, `at-least`, `pble`, `pbge`, `pbeq`."""
    lines = (line for line in smt.splitlines() if not line.startswith((";", "(set-info", "(set-logic")))
    tokens = _TOKEN.findall("\n".join(lines))
    written = ["(set-logic QF_LIA)"]
    open_lists: list[_Sum | None] = []
    place = 0
    while place < len(tokens):
        word = tokens[place]
        inside = open_lists[-1] if open_lists else None
        if word == ")":
            closed = open_lists.pop()
            written.append(f") {closed.bound})" if closed is not None else ")")
            _end(open_lists, written)
            place += 1
            continue
        if inside is not None:
            written.append("(ite")
        if word == "(" and tokens[place + 1 : place + 3] == ["(", "_"] and tokens[place + 3] in BOUNDS:
            end = tokens.index(")", place)
            sign, bound, *weights = BOUNDS[tokens[place + 3]], *tokens[place + 4 : end]
            open_lists.append(_Sum(bound, iter(weights) if weights else repeat("1")))
            written.append(f"({sign} (+ 0")
            place = end + 1
            continue
        written.append(word)
        if word == "(":
            open_lists.append(None)
        else:
            _end(open_lists, written)
        place += 1
    return " ".join(written)


class _Sum(NamedTuple):
    """A bound on a sum that is being written, and the weights of the parts to come."""

    bound: str
    weights: Iterator[str]


def _end(open_lists: "list[_Sum | None]", written: list[str]) -> None:
    """After a part: of a sum it is worth its weight, or nothing."""
    if open_lists and (total := open_lists[-1]) is not None:
        written.append(f"{next(total.weights)} 0)")
