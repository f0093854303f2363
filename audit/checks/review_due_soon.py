"""Finds what `review_due_soon.md` describes."""

import datetime
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.reviews import DAYS, review_dates
from hipexpert.audit.subject.subject import Subject

SOON = 60
"""So many days before a review is overdue it is due soon."""


def _find(subject: Subject) -> Iterator[Found]:
    for kind, name, reviewed in review_dates(subject.pack):
        left = (reviewed - subject.as_of).days + DAYS
        if 0 <= left < SOON:
            due = reviewed + datetime.timedelta(days=DAYS)
            yield Found.about(kind, name, f"last reviewed on {reviewed}: its review is due by {due}", "plan it: read it beside its sources")


CHECK = Check("review-due-soon", "provenance", "note", _find)
