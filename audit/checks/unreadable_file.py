"""Finds what `unreadable_file.md` describes."""

from hipexpert.audit.check import Check

CODES = frozenset({
    "no-such-pack", "no-such-file", "is-a-folder", "unreadable", "too-large",
    "not-utf8", "not-text", "bad-json", "bad-yaml", "anchor", "tag",
    "two-documents", "too-deep", "stray-file", "linked-folder", "linked-file", "broken-seal", "bad-file", "odd-key", "not-a-number",
})  # fmt: skip
CHECK = Check("unreadable-file", "loading", "error", refuses=lambda problem: problem.code in CODES)
