"""Finds what `treatment_before_being_seen.md` describes."""

from hipexpert.audit.theorem_checks import theorem_check

CHECK = theorem_check("suggested-before-known-to-be-safe")
