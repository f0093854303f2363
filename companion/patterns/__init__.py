"""Patterns in a diary: what comes before more pain, tested exactly, for small numbers, and for as many questions as were asked."""
