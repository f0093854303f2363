"""Finds what `empty_rule.md` describes."""

from hipexpert.audit.check import Check
from hipexpert.engine import Problem


def _refuses(problem: Problem) -> bool:
    return problem.code == "bad-type" and problem.message.startswith("a mapping is needed here") and problem.place.startswith("rules/")


CHECK = Check("empty-rule", "logic in a rule", "error", refuses=_refuses)
