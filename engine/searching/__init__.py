"""Searches over k-of-n programs that explanations and questions rest on."""
