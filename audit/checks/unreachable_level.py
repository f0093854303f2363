"""No urgency level is described that no rule can raise.

What it checks
--------------
For each level above `self_care`, whether a rule that can fire concludes it.

Why it matters
--------------
A pack without a way to say "emergency" tells nobody to go. A level without a rule is one that was forgotten,
or one whose last rule was lost.

Example
-------
    urgency:
      emergency: {title: Go now, action: Do not wait.}   # and no rule says `urgency: emergency`

Use instead
-----------
    - id: a-hot-swollen-knee-is-an-emergency
      when: {all: [{swollen: true}, {fever: true}]}
      then: [{urgency: emergency}]

Limits
------
That a level can be raised does not say that it is raised for the right runners; `claims.yaml` can say that.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import COVERED, Subject
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import LEVELS


def _find(subject: Subject) -> Iterator[Found]:
    for level in LEVELS[1:]:
        if Fact("urgency", level).name not in subject.concluded:
            yield Found(
                f"no rule can raise the urgency to `{level}`",
                f"add a rule with `urgency: {level}`, or say in suppressions.yaml why the pack has none",
                others=(f"level:{level}",),
                at=("file", "pack.yaml"),
                covered=COVERED,
            )


CHECK = Check("unreachable-level", "graph", "warning", _find, logic=True)
