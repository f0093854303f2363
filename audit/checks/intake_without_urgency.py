"""Finds what `intake_without_urgency.md` describes."""

from hipexpert.audit.theorem_checks import theorem_check

CHECK = theorem_check("intake-without-urgency")
