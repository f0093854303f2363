"""Finds what `urgency_that_weighing_can_lose.md` describes."""

from hipexpert.audit.check import Check

CHECK = Check("urgency-that-weighing-can-lose", "safety", "error", refuses=lambda problem: problem.code == "late-urgency")
