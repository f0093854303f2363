"""When each entry of a pack that says so was last read beside its sources."""

import datetime
from collections.abc import Iterator

from hipexpert.knowledge.packs.pack import Pack

DAYS = 730
"""A review counts for two years."""


def review_dates(pack: Pack) -> Iterator[tuple[str, str, datetime.date]]:
    """The key of its list, the id and the date of every entry in force that says when it was reviewed."""
    yield from (("rules", rule.id, rule.reviewed.date) for rule in pack.active_rules if not rule.made_from)
    yield from (("advice", each.id, each.reviewed.date) for each in pack.advice if each.status == "active")
    yield from (("claims", each.id, each.reviewed.date) for each in pack.claims)
    yield from (("screen", each.id, each.reviewed.date) for each in pack.screen)
    yield from (("pictures", each.id, each.reviewed.date) for each in pack.pictures)
    yield from (("constraints", each.id, each.reviewed.date) for each in pack.constraints if each.reviewed is not None)
