"""Finds what `missing_conclusion.md` describes."""

from hipexpert.audit.check import Check
from hipexpert.engine import Problem


def _refuses(problem: Problem) -> bool:
    empty = problem.code == "bad-conclusion" and problem.message.startswith("a list of conclusions is needed")
    return empty or problem.code == "no-conclusion" or (problem.code == "missing-key" and problem.message == "`then` is missing")


CHECK = Check("missing-conclusion", "logic in a rule", "error", refuses=_refuses)
