"""Finds what `red_flag_below_its_urgency.md` describes."""

from hipexpert.audit.theorem_checks import theorem_check

CHECK = theorem_check("red-flag-below-its-urgency")
