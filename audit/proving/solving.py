"""z3, loaded only when something is to be proved, and one way to ask it: satisfiable, not satisfiable, or not decided.

Effort is counted in z3's resource units and not in seconds, so the same question ends the same way on every machine.
"""

import ctypes
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hipexpert.engine import Problem, ProblemsError

EFFORT = 20_000_000
FIRST_TRY = 50_000
LONGER = 1.2
"""The same question is now and then a hundred times as hard as it is with another order of guessing (Gomes, Selman & Kautz 1998), so
after a first try it is asked again in another order, each time with a little more effort.
"""
CTRL_C = "interrupted from keyboard"
INSTALL = "pip install 'hipexpert[audit]' brings it"


def require_z3() -> Any:
    """The z3 module. Raises :class:`hipexpert.engine.ProblemsError`, which says what to install, when it is not there."""
    try:
        import z3
    except ImportError:
        raise ProblemsError([Problem("no-solver", "proofs need z3, which is not installed", "", INSTALL)]) from None
    return z3


def has_z3() -> bool:
    """Whether proofs can be made here."""
    try:
        require_z3()
    except ProblemsError:
        return False
    return True


def is_to_prove(prove: bool | None) -> bool:
    """Whether to prove: as was asked for, and when nothing was (None), if proofs can be made here.

    Raises :class:`hipexpert.engine.ProblemsError` when proofs were asked for and z3 is not there.
    """
    if prove:
        require_z3()
    return has_z3() if prove is None else prove


@dataclass(frozen=True)
class SolverFound:
    """What the solver says: ``satisfiable`` is None when it ran out of effort; ``model`` is there when it is True."""

    satisfiable: bool | None
    model: Any = None


class Solver:
    """A z3 solver for Boolean formulas with sums, kept for many questions about the same formulas.

    Formulas are built through z3's C interface and not its Python classes, which take ten times as long as the proofs. They
    belong to this solver's own context: formulas of two solvers must not meet.
    """

    def __init__(self, effort: int = EFFORT) -> None:
        z3 = require_z3()
        self.effort = effort
        self._context = z3.Context()
        # The second knows of the weighing, too.
        self._solvers = tuple(z3.SolverFor("QF_FD", ctx=self._context) for _ in range(2))
        self._sat, self._unsat = z3.sat, z3.unsat
        self._c, self._lib, self._ast = self._context.ref(), z3.z3core, z3.Ast
        self._bool = self._kept(self._lib.Z3_mk_bool_sort(self._c))
        self._negations: dict[int, Any] = {}
        self._required: tuple[list[Any], list[Any]] = ([], [])
        self._names = 0
        self._always_not = self.variable("nothing")
        self.true = self._kept(self._lib.Z3_mk_true(self._c))
        self.false = self._kept(self._lib.Z3_mk_false(self._c))

    def _kept(self, made: Any) -> Any:
        """A formula that z3 must not forget as long as this solver lives."""
        self._lib.Z3_inc_ref(self._c, made)
        return made

    def _array(self, parts: Sequence[Any]) -> Any:
        return (self._ast * len(parts))(*parts)

    def variable(self, name: str) -> Any:
        """A new Boolean variable."""
        self._names += 1
        symbol = self._lib.Z3_mk_string_symbol(self._c, f"{name}#{self._names}")
        return self._kept(self._lib.Z3_mk_const(self._c, symbol, self._bool))

    def require(self, formula: Any, *, weighed: bool = False) -> None:
        """Hold a formula true from now on; ``weighed``: only where it is asked what comes of the weighing."""
        for number in (1,) if weighed else (0, 1):
            self._required[number].append(formula)
            self._lib.Z3_solver_assert(self._c, self._solvers[number].solver, formula)

    def smt(self, goal: Sequence[Any], *, weighed: bool) -> str:
        """All that is held true, and a goal, as SMT-LIB 2."""
        parts = [*self._required[weighed], *goal]
        said = self._lib.Z3_benchmark_to_smtlib_string(self._c, "", "", "unknown", "", len(parts), self._array(parts), self.true)
        return str(said)

    def check(self, assumptions: Sequence[Any], effort: int | None = None, *, weighed: bool = True) -> SolverFound:
        """Whether all the assumptions can be true together, with the outcome of the weighing left open or not; ``effort`` is for this
        once. Raises KeyboardInterrupt when Ctrl-C was pressed meanwhile.
        """
        solver = self._solvers[weighed]
        # An assumption of z3 is a variable or its negation; a name for the formula makes it one.
        named = []
        for assumption in assumptions:
            name = self.variable("assumed")
            self._lib.Z3_solver_assert(self._c, solver.solver, self.implies(name, assumption))
            named.append(name)
        # Where effort runs out while z3 still takes formulas in, it forgets some and says "satisfiable" of what is not: so they are
        # taken in first, without a limit, by a question that is answered at once.
        solver.set(rlimit=0)
        never = self._array([self._always_not, self.negation(self._always_not)])
        self._lib.Z3_solver_check_assumptions(self._c, solver.solver, 2, never)
        left, tried = self.effort if effort is None else max(effort, 1), FIRST_TRY
        for order in itertools.count():
            solver.set(rlimit=min(tried, left), random_seed=order)
            result = self._lib.Z3_solver_check_assumptions(self._c, solver.solver, len(named), self._array(named))
            if result not in (self._sat.r, self._unsat.r) and self._lib.Z3_solver_get_reason_unknown(self._c, solver.solver) == CTRL_C:
                raise KeyboardInterrupt  # z3 hears it in place of Python, and only stops to guess
            left, tried = left - tried, int(tried * LONGER)
            if result in (self._sat.r, self._unsat.r) or left <= 0:
                break
        if result == self._sat.r:
            return SolverFound(True, solver.model())
        return SolverFound(False if result == self._unsat.r else None)

    def is_true(self, model: Any, formula: Any) -> bool:
        """Whether a model makes a formula true."""
        value = self._array([self.true])
        self._lib.Z3_model_eval(self._c, model.model, formula, True, value)
        return bool(value[0].value == self.true.value)

    def conjunction(self, parts: Sequence[Any]) -> Any:
        """All of the parts."""
        kept = [part for part in parts if part is not self.true]
        if self.false in kept:
            return self.false
        if len(kept) < 2:
            return kept[0] if kept else self.true
        return self._all(kept)

    def disjunction(self, parts: Sequence[Any]) -> Any:
        """One of the parts."""
        kept = [part for part in parts if part is not self.false]
        if self.true in kept:
            return self.true
        if len(kept) < 2:
            return kept[0] if kept else self.false
        return self._any(kept)

    def negation(self, part: Any) -> Any:
        """Not the part."""
        if part is self.true or part is self.false:
            return self.false if part is self.true else self.true
        if part.value not in self._negations:
            self._negations[part.value] = self._kept(self._lib.Z3_mk_not(self._c, part))
        return self._negations[part.value]

    def implies(self, first: Any, second: Any) -> Any:
        """The second, if the first."""
        return self.disjunction([self.negation(first), second])

    def equal(self, first: Any, second: Any) -> Any:
        """Both or neither."""
        if first is second:
            return self.true
        return self._kept(self._lib.Z3_mk_iff(self._c, first, second))

    def at_most_one(self, parts: Sequence[Any]) -> Any:
        """No two of the parts."""
        return self._kept(self._lib.Z3_mk_atmost(self._c, len(parts), self._array(parts), 1))

    def at_least(self, count: int, parts: Sequence[Any]) -> Any:
        """So many of the parts, or more."""
        if count == len(parts):
            return self.conjunction(parts)
        return self.disjunction(parts) if count == 1 else self.sum_at_least([(part, 1) for part in parts], count)

    def sum_at_least(self, terms: Iterable[tuple[Any, int]], bound: int) -> Any:
        """Whether the weights of the true terms add up to the bound or more; weights may be negative."""
        needed, parts, weights = bound, [], []
        for term, weight in terms:
            if weight == 0 or term is self.false:
                continue
            if term is self.true:
                needed -= weight
                continue
            # -w·x = w·(not x) - w
            parts.append(term if weight > 0 else self.negation(term))
            weights.append(abs(weight))
            needed -= min(weight, 0)
        if needed <= 0:
            return self.true
        if sum(weights) < needed:
            return self.false
        return self._weighed(parts, [min(weight, needed) for weight in weights], needed)

    def _all(self, parts: Sequence[Any]) -> Any:
        return self._kept(self._lib.Z3_mk_and(self._c, len(parts), self._array(parts)))

    def _any(self, parts: Sequence[Any]) -> Any:
        return self._kept(self._lib.Z3_mk_or(self._c, len(parts), self._array(parts)))

    def _weighed(self, parts: Sequence[Any], weights: Sequence[int], needed: int) -> Any:
        numbers = (ctypes.c_int * len(weights))(*weights)
        return self._kept(self._lib.Z3_mk_pbge(self._c, len(parts), self._array(parts), numbers, needed))
