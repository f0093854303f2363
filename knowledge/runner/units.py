"""How long and how far the units are in which people speak, the same for replies and for own words."""

from collections.abc import Mapping

# As people count: three months are 90 days.
DAYS: Mapping[str, float] = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.0, "year": 365.0}
KILOMETRES_A_MILE = 1.609344
