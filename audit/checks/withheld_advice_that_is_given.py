"""Finds what `withheld_advice_that_is_given.md` describes."""

from hipexpert.audit.proving.refuted import theorem_check

CHECK = theorem_check("withheld-advice-that-is-given")
