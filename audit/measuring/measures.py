"""The values of a measurement: typed, frozen, and in the shape of its JSON (schema ``hipexpert.bench/1``)."""

from typing import Literal

from msgspec import Struct

from hipexpert.knowledge.packs.pack import Band, Level
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA = "hipexpert.bench/1"
TriageVerdict = Literal["within", "under", "over"]


class Proportion(Struct, frozen=True):
    """A share of cases with its Wilson 95 % interval. Of no case at all the share is None and the interval is 0 to 1."""

    count: int
    of: int
    share: float | None
    low: float
    high: float


class Placed(Struct, frozen=True):
    """A condition at its place in the differential, from 1."""

    place: int
    condition: str
    name: str
    band: Band
    decibans: int


class RaisedBy(Struct, frozen=True):
    """A rule that raised the urgency to its level."""

    rule: str
    title: str


class CaseOutcome(Struct, frozen=True):
    """What one case got, beside what it expected.

    ``right`` is the first accepted condition of the differential, ``shown`` how many conditions are likely or possible,
    ``advice`` how many pieces of advice are given, ``not_fired`` the expected reasons that are not among the rules fired.
    """

    case: str
    title: str
    file: str
    in_scope: bool
    at_least: Level
    at_most: Level
    level: Level
    triage: TriageVerdict
    raised_by: tuple[RaisedBy, ...]
    accepted: tuple[str, ...]
    right: Placed | None
    first: tuple[Placed, ...]
    shown: int
    advice: int
    not_fired: tuple[str, ...]


class Ranking(Struct, frozen=True):
    """How often an accepted condition is the first, or among the first three or five; of the cases that accept any."""

    m1: Proportion
    m3: Proportion
    m5: Proportion


class LevelRow(Struct, frozen=True):
    """The triage of the cases of one level."""

    level: Level
    within: Proportion
    under: Proportion
    over: Proportion


class Triage(Struct, frozen=True):
    """Urgency against the safe range: within it, under its lowest level, over its highest.

    ``emergency_sensitivity`` is the share of the cases whose lowest safe level is ``emergency`` that got it.
    ``by_expected`` tells the cases apart by their lowest safe level, ``by_printed`` by the level they got.
    """

    within: Proportion
    under: Proportion
    over: Proportion
    emergency_sensitivity: Proportion
    by_expected: tuple[LevelRow, ...]
    by_printed: tuple[LevelRow, ...]


class Baseline(Struct, frozen=True):
    """What somebody gets who does not look at the case; only what the baseline is about is measured."""

    name: Literal["always-emergency", "always-routine", "most-common-first"]
    triage: Triage | None
    ranking: Ranking | None


class Measures(Struct, frozen=True):
    """The measures of a group of cases.

    ``ranking`` counts places in the whole differential; ``ranking_shown`` only those of conditions that are likely or
    possible, which is what a reader is shown. ``mean_shown`` is how many those are, ``mean_accepted`` how many conditions
    a judged case accepts (the more, the easier). ``coverage`` is the share of cases that get any advice.
    """

    cases: int
    ranking: Ranking
    ranking_shown: Ranking
    mean_shown: float
    mean_accepted: float
    triage: Triage
    coverage: Proportion
    baselines: tuple[Baseline, ...]


class Discordant(Struct, frozen=True):
    """A case that only one of two packs gets right, and what each said."""

    case: str
    this: str
    other: str


class McNemar(Struct, frozen=True):
    """McNemar's exact test of two packs on the same cases: the two-sided binomial probability of discordant cases that
    split as unevenly as these, were both packs equally good.
    """

    measure: Literal["M1", "triage within the range"]
    both: int
    neither: int
    only_this: tuple[Discordant, ...]
    only_other: tuple[Discordant, ...]
    p: float


class LeftOut(Struct, frozen=True):
    """The answers of a case that the other pack has no finding or value for; it assessed the case without them."""

    case: str
    answers: tuple[str, ...]


class PackComparison(Struct, frozen=True):
    """The same measures of another pack, and whether the difference is more than chance (on the cases in scope)."""

    knowledge: Knowledge
    in_scope: Measures
    every_case: Measures
    tests: tuple[McNemar, ...]
    left_out: tuple[LeftOut, ...]


class Benchmark(Struct, frozen=True):
    """A measurement as one value: what ``hipexpert bench --format json`` writes."""

    schema: str
    knowledge: Knowledge
    in_scope: Measures
    every_case: Measures
    outcomes: tuple[CaseOutcome, ...]
    comparison: PackComparison | None
    disclaimer: str
