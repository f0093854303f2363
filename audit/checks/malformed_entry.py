"""Finds what `malformed_entry.md` describes."""

from hipexpert.audit.check import Check

# The catalogue tries the checks in order and this one last, so that it gets what no other check claims.
CHECK = Check("malformed-entry", "loading", "error", refuses=lambda _: True)
