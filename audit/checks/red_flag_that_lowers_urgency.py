"""Finds what `red_flag_that_lowers_urgency.md` describes."""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("red-flag-that-lowers-urgency")
