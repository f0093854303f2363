"""Finds what `missing_premise.md` describes."""

from hipexpert.audit.check import Check
from hipexpert.engine import Problem


def _refuses(problem: Problem) -> bool:
    empty = problem.code == "bad-premise" and problem.message.startswith(("a list of premises is needed", "the list of values is empty"))
    return empty or (problem.code == "missing-key" and problem.message in ("`when` is missing", "`never` is missing"))


CHECK = Check("missing-premise", "logic in a rule", "error", refuses=_refuses)
