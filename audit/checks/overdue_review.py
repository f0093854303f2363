"""Finds what `overdue_review.md` describes."""

import datetime
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.reviews import DAYS, review_dates
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.sourced import NEVER_REVIEWED


def _find(subject: Subject) -> Iterator[Found]:
    for kind, name, reviewed in review_dates(subject.pack):
        if subject.as_of - datetime.timedelta(days=DAYS) <= reviewed <= subject.as_of + datetime.timedelta(days=1):
            continue
        if reviewed == NEVER_REVIEWED.date:
            message, help_text = "nobody has reviewed it yet", "read it beside its sources, then write the day on which you did"
        elif reviewed < subject.as_of:
            message, help_text = (
                f"last reviewed on {reviewed}, more than two years ago",
                "read it and its sources again, then change the date",
            )
        else:
            message, help_text = f"the review date {reviewed} lies in the future", "write the day on which it was reviewed"
        yield Found.about(kind, name, message, help_text)


CHECK = Check("overdue-review", "provenance", "warning", _find)
