"""The weighing of a condition step by step: where it starts, what each item that counts adds or takes, where it ends."""

from itertools import accumulate

from msgspec import Struct

from hipexpert.knowledge import Evidence, Pack, Ranked


class BarStep(Struct, frozen=True):
    """One step: ``start`` and ``size`` of its bar in per cent of the scale, ``total`` what stands after it."""

    evidence: Evidence
    total: int
    start: float
    size: float


class BandMark(Struct, frozen=True):
    """Where on the scale a band begins, in decibans and in per cent."""

    band: str
    decibans: int
    at: float


class Waterfall(Struct, frozen=True):
    """A condition with its steps; ``prior_at`` and ``total_at`` are places on the scale in per cent."""

    ranked: Ranked
    prior_at: float
    steps: tuple[BarStep, ...]
    total_at: float
    marks: tuple[BandMark, ...]
    uncounted: tuple[Evidence, ...]


def waterfalls(pack: Pack, differential: tuple[Ranked, ...]) -> tuple[Waterfall, ...]:
    """The weighing of every condition, all on one scale, so that bars and bands can be compared."""
    ends = [pack.about.weighing.bands["less_likely"], pack.about.weighing.bands["likely"]]
    values = [value for ranked in differential for value in _totals(ranked)] + ends
    scale = min(values) - 3, max(values) + 3
    return tuple(_waterfall(pack, ranked, *scale) for ranked in differential)


def _counted(ranked: Ranked) -> list[Evidence]:
    """What counts for a condition, then what counts against it, the strongest first."""
    return [each for each in (*ranked.for_, *ranked.against) if each.counted]


def _totals(ranked: Ranked) -> list[int]:
    """What stands at the start and after each item."""
    return list(accumulate((each.decibans for each in _counted(ranked)), initial=ranked.prior))


def _waterfall(pack: Pack, ranked: Ranked, low: int, high: int) -> Waterfall:
    bands, totals = pack.about.weighing.bands, _totals(ranked)

    def at(decibans: int) -> float:
        return round(100 * (decibans - low) / (high - low), 2)

    steps = []
    for each, before, after in zip(_counted(ranked), totals, totals[1:], strict=False):
        left, right = sorted((at(before), at(after)))
        steps.append(BarStep(each, after, left, round(right - left, 2)))
    marks = tuple(BandMark(name, bands[name], at(bands[name])) for name in ("less_likely", "possible", "likely"))
    uncounted = tuple(each for each in (*ranked.for_, *ranked.against) if not each.counted)
    return Waterfall(ranked, at(ranked.prior), tuple(steps), at(ranked.decibans), marks, uncounted)
