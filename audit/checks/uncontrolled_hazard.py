"""Finds what `uncontrolled_hazard.md` describes."""

from hipexpert.audit.check import Check

CHECK = Check("uncontrolled-hazard", "provenance", "error", refuses=lambda problem: problem.code in ("uncontrolled", "bad-risk"))
