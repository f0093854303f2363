"""No file of the pack is unreadable, misplaced or not plain YAML.

What it checks
--------------
That every file of the folder is one that a pack has, is UTF-8 text of an accepted size, and is plain YAML
without anchors, tags or a second document. The pack is refused otherwise, so this check reports what loading
found.

Why it matters
--------------
A file that is left out without a word takes its rules with it.

Example
-------
    rules/knee.yml

Use instead
-----------
    rules/knee.yaml

Limits
------
None: whatever stops a file from being read is reported.
"""

from hipexpert.audit.check import Check

CODES = frozenset({
    "no-such-pack", "no-such-file", "is-a-folder", "unreadable", "too-large",
    "not-utf8", "not-text", "bad-json", "bad-yaml", "anchor", "tag",
    "two-documents", "too-deep", "stray-file", "bad-file", "odd-key", "not-a-number",
})  # fmt: skip
CHECK = Check("unreadable-file", "loading", "error", refuses=lambda problem: problem.code in CODES)
