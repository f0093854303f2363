"""Finds what `unresolved_reference.md` describes."""

from hipexpert.audit.check import Check

CHECK = Check(
    "unresolved-reference", "graph", "error", refuses=lambda problem: problem.code.startswith("unknown-") and problem.code != "unknown-key"
)
