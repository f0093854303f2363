"""Finds what `red_flag_below_its_urgency.md` describes."""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("red-flag-below-its-urgency")
