"""Shares of cases with their intervals."""

from collections.abc import Iterable
from math import sqrt
from statistics import NormalDist

from hipexpert.audit.measuring.measures import Proportion, Ranking

Z = NormalDist().inv_cdf(0.975)


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson 1927); 0 to 1 when there is no case."""
    if of == 0:
        return 0.0, 1.0
    share, spread = count / of, Z * Z / of
    centre, half = share + spread / 2, Z * sqrt(share * (1 - share) / of + spread / (4 * of))
    # Rounding can push a bound past 0, past 1 or past the share itself.
    return max(0.0, min(share, (centre - half) / (1 + spread))), min(1.0, max(share, (centre + half) / (1 + spread)))


def proportion(hits: Iterable[bool]) -> Proportion:
    """The share of what is true among the hits and misses of cases."""
    listed = list(hits)
    low, high = wilson(sum(listed), len(listed))
    return Proportion(sum(listed), len(listed), sum(listed) / len(listed) if listed else None, low, high)


def ranking_of(places: Iterable[int | None]) -> Ranking:
    """M1, M3 and M5 from the place of the right condition in each case (None: it is not in the list)."""
    listed = list(places)
    m1, m3, m5 = (proportion(place is not None and place <= most for place in listed) for most in (1, 3, 5))
    return Ranking(m1, m3, m5)
