"""Exact tests for small numbers.

The question is whether pain (whole numbers) is higher where the hip was exposed. Within four weeks, any days are as likely to be the
exposed ones if exposure means nothing: so the sum of the pain of exposed days is compared with the sums of all choices of as many days,
block by block (an exact permutation test, stratified by time, as Fisher's is for two answers and one block). A hip that is sore for months,
and shoes that were new in the same months, make no pattern that way. Only more pain is looked for: who rests a sore hip from long runs has
less pain after long runs, and must not be told that they help. Where pain and exposure both come in spells of a few days, the exact p is
widened as for fewer days (Dutilleul 1993, doi:10.2307/2532625). Of many questions, Holm's order (1979) keeps the chance of any false alarm
at 5 percent, counting only those that could be answered at all (Tarone 1990, doi:10.2307/2531456).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr, ndtri

ALPHA = 0.05
PRIOR_RUNS = 2.0  # runs that each side of a comparison borrows from both together
_MOST = 0.9


@dataclass(frozen=True)
class ExactTest:
    """``p``: of a sum as high or higher; ``least``: the smallest it could be; ``spells``: how far p was widened (1: not)."""

    p: float
    least: float
    spells: float


def exact_test(values: Sequence[int], exposed: Sequence[bool], blocks: Sequence[int]) -> ExactTest:
    """Whether values are higher where ``exposed``: p over all choices of as many of each block."""
    low = min(values, default=0)
    shifted = [value - low for value in values]
    chances = np.array([1.0])
    for block in dict.fromkeys(blocks):
        own = [value for value, where in zip(shifted, blocks, strict=True) if where == block]
        count = sum(each for each, where in zip(exposed, blocks, strict=True) if where == block)
        chances = np.convolve(chances, _sums(own, count))
    total = sum(value for value, each in zip(shifted, exposed, strict=True) if each)
    p = float(chances[total:].sum())
    least = float(chances[chances > 0][-1])
    spells = _spells(values, exposed, blocks)
    return ExactTest(min(1.0, _widened(p, spells)), min(1.0, _widened(least, spells)), spells)


def _sums(values: Sequence[int], count: int) -> NDArray[np.float64]:
    """The chance of each sum of ``count`` of these values, drawn without returning."""
    ways = np.zeros((count + 1, sum(values) + 1))
    ways[0, 0] = 1.0
    for value in values:  # each value is in the draw or not
        ways[1:, value:] += ways[:-1, : ways.shape[1] - value].copy()
    chances: NDArray[np.float64] = ways[count] / ways[count].sum()
    return chances


def _spells(values: Sequence[int], exposed: Sequence[bool], blocks: Sequence[int]) -> float:
    """How many days count as one where both come in spells: (1 + ab) / (1 - ab) of both autocorrelations, as for two AR(1) series."""
    length = len(values) / len(set(blocks))
    one, other = (_autocorrelation(_centred(series, blocks), length) for series in (values, exposed))
    both = min(_MOST, one * other)
    return (1 + both) / (1 - both)


def _autocorrelation(series: NDArray[np.float64], length: float) -> float:
    """That of neighbours, at least 0; taking the mean of each block away made it smaller, by about this much (Kendall 1954)."""
    square = float(series @ series)
    if not square or length < 4:
        return 0.0
    seen = float(series[1:] @ series[:-1]) / square
    return min(1.0, max(0.0, seen + (1 + 3 * seen) / length))


def _centred(series: Sequence[int] | Sequence[bool], blocks: Sequence[int]) -> NDArray[np.float64]:
    found = np.array(series, dtype=float)
    where = np.array(blocks)
    for block in dict.fromkeys(blocks):
        found[where == block] -= found[where == block].mean()
    return found


def _widened(p: float, spells: float) -> float:
    return p if spells <= 1 or p >= 0.5 else float(ndtr(ndtri(max(p, 1e-300)) / math.sqrt(spells)))


def corrected(tests: Mapping[str, ExactTest], alpha: float = ALPHA) -> dict[str, float]:
    """The p of each test that could be answered at all, corrected for their number by Holm's order; the others are left out."""
    asked = len(tests)
    for number in range(1, len(tests) + 1):
        if sum(test.least <= alpha / number for test in tests.values()) <= number:
            asked = number
            break
    able = sorted((test.p, name) for name, test in tests.items() if test.least <= alpha / asked)
    found: dict[str, float] = {}
    highest = 0.0
    for place, (p, name) in enumerate(able):
        highest = max(highest, min(1.0, p * (max(asked, len(able)) - place)))
        found[name] = highest
    return found


@dataclass(frozen=True)
class ShareDifference:
    """By how much the share of worse runs differs, -1 to 1: as counted, drawn towards none for small numbers, and where it lies."""

    counted: float
    shrunk: float
    low: float
    high: float


def difference(worse: int, exposed: int, worse_of_others: int, others: int, confidence: float = 0.95) -> ShareDifference:
    """The difference of two shares, with an interval: each side's Beta interval, joined as Newcombe does (1998, his method 10)."""
    both = (worse + worse_of_others) / (exposed + others)
    one, one_low, one_high = _share(worse, exposed, both, confidence)
    two, two_low, two_high = _share(worse_of_others, others, both, confidence)
    apart = one - two
    low = apart - math.hypot(one - one_low, two_high - two)
    high = apart + math.hypot(one_high - one, two - two_low)
    return ShareDifference(worse / exposed - worse_of_others / others, apart, max(-1.0, low), min(1.0, high))


def _share(hits: int, count: int, both: float, confidence: float) -> tuple[float, float, float]:
    """A share drawn towards that of both sides together, and its interval."""
    a = hits + PRIOR_RUNS * both + 0.5
    b = count - hits + PRIOR_RUNS * (1 - both) + 0.5
    tail = (1 - confidence) / 2
    return a / (a + b), float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail))
