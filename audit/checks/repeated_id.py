"""Finds what `repeated_id.md` describes."""

from hipexpert.audit.check import Check

CHECK = Check("repeated-id", "loading", "error", refuses=lambda problem: problem.code in ("repeated-id", "repeated-value", "repeated-key"))
