"""Finds what `intake_without_urgency.md` describes."""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("intake-without-urgency")
