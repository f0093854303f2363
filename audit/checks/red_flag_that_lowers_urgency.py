"""Finds what `red_flag_that_lowers_urgency.md` describes."""

from hipexpert.audit.theorem_checks import theorem_check

CHECK = theorem_check("red-flag-that-lowers-urgency")
