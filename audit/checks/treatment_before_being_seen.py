"""Finds what `treatment_before_being_seen.md` describes."""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("treatment-before-being-seen")
