"""Finds what `calm_that_is_not_earned.md` describes."""

from hipexpert.audit.theorem_checks import theorem_check

CHECK = theorem_check("calm-that-is-not-earned")
