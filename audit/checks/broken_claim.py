"""Finds what `broken_claim.md` describes."""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("broken-claim")
