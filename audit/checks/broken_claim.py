"""Finds what `broken_claim.md` describes."""

from hipexpert.audit.theorem_checks import theorem_check

CHECK = theorem_check("broken-claim")
