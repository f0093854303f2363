"""Finds what `stale_suppression.md` describes."""

from hipexpert.audit.check import Check

# What is stale shows only after all other checks have run, so the audit itself finds it (see audit/running/suppressing.py).
CHECK = Check("stale-suppression", "process", "warning")
