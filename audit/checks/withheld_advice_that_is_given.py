"""Finds what `withheld_advice_that_is_given.md` describes."""

from hipexpert.audit.theorem_checks import theorem_check

CHECK = theorem_check("withheld-advice-that-is-given")
