"""z3, loaded only when something is to be proved, and one way to ask it: satisfiable, not satisfiable, or not decided.

Effort is counted in z3's resource units and not in seconds, so the same question ends the same way on every machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hipexpert.engine import Problem, ProblemsError

EFFORT = 20_000_000
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


@dataclass(frozen=True)
class Found:
    """What the solver says: ``satisfiable`` is None when it ran out of effort; ``model`` is there when it is True."""

    satisfiable: bool | None
    model: Any = None


class Solver:
    """A z3 solver for Boolean formulas with sums, kept for many questions about the same formulas."""

    def __init__(self, effort: int = EFFORT) -> None:
        self.z3 = require_z3()
        self._context = self.z3.Context()
        self._solver = self.z3.SolverFor("QF_FD", ctx=self._context)
        self.effort = effort
        self._names = 0
        self.true = self.z3.BoolVal(True, self._context)
        self.false = self.z3.BoolVal(False, self._context)

    def variable(self, name: str) -> Any:
        """A new Boolean variable."""
        self._names += 1
        return self.z3.Bool(f"{name}#{self._names}", self._context)

    def require(self, formula: Any) -> None:
        """Hold a formula true from now on."""
        self._solver.add(formula)

    def check(self, assumptions: Iterable[Any]) -> Found:
        """Whether all the assumptions can be true together."""
        self._solver.set("rlimit", self.effort)
        result = self._solver.check(*assumptions)
        if result == self.z3.sat:
            return Found(True, self._solver.model())
        return Found(False if result == self.z3.unsat else None)

    def conjunction(self, parts: list[Any]) -> Any:
        """All of the parts."""
        return parts[0] if len(parts) == 1 else self.z3.And(*parts) if parts else self.true

    def disjunction(self, parts: list[Any]) -> Any:
        """One of the parts."""
        return parts[0] if len(parts) == 1 else self.z3.Or(*parts) if parts else self.false

    def negation(self, part: Any) -> Any:
        """Not the part."""
        return self.z3.Not(part)

    def equals(self, first: Any, second: Any) -> Any:
        """Both or neither."""
        return first == second

    def sum_at_least(self, terms: Iterable[tuple[Any, int]], bound: int) -> Any:
        """Whether the weights of the true terms add up to the bound or more; weights may be negative."""
        needed, positive = bound, []
        for term, weight in terms:
            if weight > 0:
                positive.append((term, weight))
            elif weight < 0:  # -w·x = w·(not x) - w
                positive.append((self.z3.Not(term), -weight))
                needed -= weight
        if needed <= 0:
            return self.true
        if sum(weight for _, weight in positive) < needed:
            return self.false
        return self.z3.PbGe([(term, min(weight, needed)) for term, weight in positive], needed)
