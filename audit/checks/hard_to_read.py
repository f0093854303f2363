"""No message for a runner is harder to read than its limit.

What it checks
--------------
The Flesch-Kincaid grade of each text of whole sentences that a runner reads: questions, help, descriptions of
conditions, advice, and the reasons of rules that raise urgency or give or withhold advice. Above grade 12 is
a note; above grade 16 a warning.

Why it matters
--------------
Advice that is not understood is not followed, least of all by somebody in pain.

Example
-------
    says: Discontinue impact-loading activities pending radiological exclusion of osseous pathology.

Use instead
-----------
    says: Do not run or jump until a scan has shown that the bone is whole.

Limits
------
The formula counts syllables and words. It does not see whether a text is clear, and it judges short texts
with one long word too hard. It needs the library textstat (extra `audit`).
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.texts import runner_texts

NOTED = 12
REFUSED = 16
FEWEST_WORDS = 8


def _find(subject: Subject) -> Iterator[Found]:
    import textstat

    for each in runner_texts(subject.pack):
        if not each.sentences or len(each.text.split()) < FEWEST_WORDS:
            continue
        grade = textstat.flesch_kincaid_grade(each.text if each.text.rstrip()[-1:] in ".?!" else f"{each.text}.")
        if grade > NOTED:
            yield Found.about(
                each.kind,
                each.name,
                f"`{each.part}` reads at grade {grade:.0f}",
                "use shorter sentences and plainer words",
                severity="warning" if grade > REFUSED else "note",
            )


CHECK = Check("hard-to-read", "wording", "warning", _find, needs="textstat")
