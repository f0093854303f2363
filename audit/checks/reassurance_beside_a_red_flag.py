"""Finds what `reassurance_beside_a_red_flag.md` describes."""

from hipexpert.audit.theorem_checks import theorem_check

CHECK = theorem_check("reassurance-beside-a-red-flag")
