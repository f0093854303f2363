"""The values of a measurement: typed, frozen, and in the shape of its JSON (schema ``hipexpert.bench/2``)."""

from typing import Literal

from msgspec import Struct

from hipexpert.knowledge.cases.cases import CaseKind
from hipexpert.knowledge.packs.ladder import Level, StatedLevel
from hipexpert.knowledge.packs.weighing import Band
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA = "hipexpert.bench/2"
TriageVerdict = Literal["within", "under", "over", "undetermined"]


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


class Told(Struct, frozen=True):
    """A level that a case got, where it lies against the safe range, and the rules that raised it."""

    level: StatedLevel
    triage: TriageVerdict
    raised_by: tuple[RaisedBy, ...]


class ReadAgain(Struct, frozen=True):
    """What the second reader of a case made of it: conditions, range, the places of the first that is accepted and of the
    first that is exact (None: there is none), and where the level with the screen denied lies against this range.
    """

    conditions: tuple[str, ...]
    at_least: Level
    at_most: Level
    triage: TriageVerdict
    accepted_place: int | None
    exact_place: int | None


class CaseOutcome(Struct, frozen=True):
    """What one case got, beside what it expected.

    ``as_said`` is what the words of the case alone came to, ``denied`` what they came to once whatever of this runner's screen
    they leave open is denied too, as on a paper form (the same where something is said already). All else is as said.
    ``right`` is the first accepted condition of the differential, ``right_exact`` the first that is the diagnosis itself
    (``exact`` is None where the case says no diagnosis), ``shown`` how many conditions are likely or possible, ``advice`` how
    many pieces of advice are given, ``not_fired`` the expected reasons that are not among the rules fired.
    """

    case: str
    title: str
    file: str
    kind: CaseKind | None
    source: str
    in_scope: bool
    at_least: Level
    at_most: Level
    as_said: Told
    denied: Told
    accepted: tuple[str, ...]
    exact: tuple[str, ...] | None
    right: Placed | None
    right_exact: Placed | None
    second_reading: ReadAgain | None
    first: tuple[Placed, ...]
    shown: int
    advice: int
    not_fired: tuple[str, ...]


class Ranking(Struct, frozen=True):
    """How often a right condition is the first, or among the first three or five; of the cases that say which are right."""

    m1: Proportion
    m3: Proportion
    m5: Proportion


class LevelRow(Struct, frozen=True):
    """The triage of the cases of one level."""

    level: StatedLevel
    within: Proportion
    under: Proportion
    over: Proportion
    undetermined: Proportion


class Triage(Struct, frozen=True):
    """Urgency against the safe range: within it, under its lowest level, over its highest, or undetermined, which is none of these.

    ``emergency_sensitivity`` is the share of the cases whose lowest safe level is ``emergency`` that got it.
    ``by_expected`` tells the cases apart by their lowest safe level, ``by_printed`` by the level they got.
    """

    within: Proportion
    under: Proportion
    over: Proportion
    undetermined: Proportion
    emergency_sensitivity: Proportion
    by_expected: tuple[LevelRow, ...]
    by_printed: tuple[LevelRow, ...]


class Rankings(Struct, frozen=True):
    """A ranking judged twice: the diagnosis itself (``exact``), and any condition that is ``accepted``."""

    exact: Ranking
    accepted: Ranking


class KindRow(Struct, frozen=True):
    """The measures of the cases of one kind; the levels are those with the screen denied."""

    kind: CaseKind
    cases: int
    ranking: Rankings
    within: Proportion
    under: Proportion
    over: Proportion
    emergency_sensitivity: Proportion


class NamedFirst(Struct, frozen=True):
    """In how many cases a condition comes first, in how many of those it is the diagnosis itself, or at least accepted, and
    of how many cases it is the diagnosis.
    """

    condition: str
    name: str
    first: int
    exact: int
    accepted: int
    cases: int


class RangeRow(Struct, frozen=True):
    """The levels of a pack, with the screen denied, against the range of one reading. Of ``both``: a level is within where one
    reading says so, under or over only where both do.
    """

    reading: Literal["first", "second", "both"]
    within: Proportion
    under: Proportion
    over: Proportion


class SecondReadings(Struct, frozen=True):
    """The cases that were read twice: how the second reader ranks, how the pack does on the same, and its levels against the
    ranges of either reading.
    """

    cases: int
    reader: Rankings
    pack: Rankings
    ranges: tuple[RangeRow, ...]


class Baseline(Struct, frozen=True):
    """What somebody gets who does not look at the case; only what the baseline is about is measured."""

    name: Literal["always-emergency", "always-routine", "most-common-first"]
    triage: Triage | None
    ranking: Ranking | None


class Measures(Struct, frozen=True):
    """The measures of a group of cases.

    ``ranking`` counts places in the whole differential; ``ranking_shown`` only those of accepted conditions that are likely or
    possible, which is what a reader is shown. ``mean_shown`` is how many those are, ``mean_accepted`` how many conditions
    a judged case accepts (the more, the easier). ``triage`` is that with the unsaid part of the screen denied, and ``baselines``
    stand beside it. ``coverage`` is the share of cases that get any advice. ``by_kind`` holds the cases that say their kind,
    ``named_first`` the conditions that come first anywhere, the most frequent first.
    """

    cases: int
    ranking: Rankings
    ranking_shown: Ranking
    mean_shown: float
    mean_accepted: float
    triage: Triage
    triage_as_said: Triage
    coverage: Proportion
    baselines: tuple[Baseline, ...]
    by_kind: tuple[KindRow, ...]
    named_first: tuple[NamedFirst, ...]
    second_readings: SecondReadings | None


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


class BySource(Struct, frozen=True):
    """Cross-validation by source: the ranking of the cases in scope, each under the weighing that ranks the cases of other sources
    best. ``chosen`` has the number of that weighing for each fold, among so many ``settings``; 0 is the one of the pack.
    """

    settings: int
    sources: int
    chosen: tuple[int, ...]
    ranking: Rankings


class Benchmark(Struct, frozen=True):
    """A measurement as one value: what ``hipexpert bench --format json`` writes."""

    schema: str
    knowledge: Knowledge
    in_scope: Measures
    every_case: Measures
    outcomes: tuple[CaseOutcome, ...]
    comparison: PackComparison | None
    by_source: BySource | None
    disclaimer: str
