"""No evidence for a condition is added a second time for the same observation.

What it checks
--------------
Two rules that are evidence about one condition in the same direction, where the second fires whenever the
first does and the two share no group. When they fire for the same answers it is a warning; when one is a
narrower case of the other, a note.

Why it matters
--------------
Adding weights is right only for observations that do not follow from each other. The same thing said twice
makes a condition look twice as likely.

Example
-------
    - id: front-pain-supports-jumpers-knee
      when: {site: front}
      then: [{supports: jumpers_knee, strength: strong}]
    - id: front-pain-with-swelling-supports-jumpers-knee
      when: {all: [{site: front}, {swollen: true}]}
      then: [{supports: jumpers_knee, strength: strong}]

Use instead
-----------
    - id: front-pain-with-swelling-supports-jumpers-knee
      when: {all: [{site: front}, {swollen: true}]}
      then: [{supports: jumpers_knee, strength: strong, group: place}]     # and the same group in the other rule

Limits
------
Evidence that comes together often, but not always, is not noticed.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.sameness import always_fires, conclusions_key
from hipexpert.audit.subject.subject import COVERED, Subject


def _find(subject: Subject) -> Iterator[Found]:
    for condition, items in subject.pack.evidence.items():
        for number, (rule, item) in enumerate(items):
            for other, another in items[number + 1 :]:
                if rule.id == other.id or item.weight * another.weight <= 0 or (item.group and item.group == another.group):
                    continue
                forth, back = always_fires(subject, rule.id, other.id), always_fires(subject, other.id, rule.id)
                if not (forth or back) or (forth and back and conclusions_key(rule) == conclusions_key(other)):
                    continue
                narrow, wide = (rule, other) if forth else (other, rule)
                equal = forth and back
                yield Found(
                    f"`{narrow.id}` and `{wide.id}` both count for `{condition}`, and the second holds whenever the first does",
                    "give both the same group, so that only the stronger counts",
                    rules=(narrow.id, wide.id),
                    others=(f"condition:{condition}",),
                    severity="warning" if equal else "note",
                    witness=subject.runners.showing(subject.gates[narrow.id]),
                    covered=COVERED,
                )


CHECK = Check("evidence-weighed-twice", "logic between rules", "warning", _find, logic=True)
