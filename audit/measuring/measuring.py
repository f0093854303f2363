"""Measuring a pack on cases whose answer is known: pure functions from assessments to measures.

M1, M3 and M5, triage against a safe range, list length and coverage are the measures that studies of symptom checkers
report (Semigran et al., BMJ 2015;351:h3480), so that figures can be read side by side; the cases differ.
"""

from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from statistics import NormalDist, fmean
from typing import Any

from msgspec.structs import replace

from hipexpert.audit.measuring.measures import (
    SCHEMA,
    Baseline,
    Benchmark,
    CaseOutcome,
    LevelRow,
    Measures,
    Placed,
    Proportion,
    RaisedBy,
    Ranking,
    Triage,
    TriageVerdict,
)
from hipexpert.engine import Fired
from hipexpert.knowledge.cases.cases import Case, UrgencyRange
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import LEVELS, Level, Pack, rank
from hipexpert.knowledge.runner.assessment import Assessment, Assessor
from hipexpert.knowledge.runner.results import Knowledge

FIRST = 3
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


def verdict(level: Level, expected: UrgencyRange) -> TriageVerdict:
    """Where a level lies against a range."""
    if rank(level) < rank(expected.at_least):
        return "under"
    return "over" if rank(level) > rank(expected.at_most) else "within"


def outcome_of(case: Case, assessment: Assessment) -> CaseOutcome:
    """What an assessment of a case got right and wrong, and why."""
    expected, pack = case.expected, assessment.pack
    placed = [
        Placed(place, each.condition, each.name, each.band, each.decibans) for place, each in enumerate(assessment.differential, start=1)
    ]
    fired = {event.rule for event in assessment.run.trace if isinstance(event, Fired)}
    raising = sorted(
        {each.source for each in assessment.derivation.justifications(Fact("urgency", assessment.level).name)} & set(pack.rule_by_id)
    )
    return CaseOutcome(
        case=case.id,
        title=case.title,
        file=case.file,
        in_scope=expected.in_scope,
        at_least=expected.urgency.at_least,
        at_most=expected.urgency.at_most,
        level=assessment.level,
        triage=verdict(assessment.level, expected.urgency),
        raised_by=tuple(RaisedBy(rule, pack.rule_by_id[rule].title) for rule in raising),
        accepted=expected.accepted,
        right=next((each for each in placed if each.condition in expected.accepted), None),
        first=tuple(placed[:FIRST]),
        shown=sum(is_shown(each) for each in placed),
        advice=len(assessment.plan.advice),
        not_fired=tuple(rule for rule in expected.reasons if rule not in fired),
    )


def is_shown(placed: Placed) -> bool:
    """Whether a reader is shown a condition: it is at least possible."""
    return placed.band in ("likely", "possible")


def is_miss(outcome: CaseOutcome) -> bool:
    """Whether a case deserves a look: wrong urgency, no accepted condition first, a silent rule, or no advice."""
    ranked_wrong = bool(outcome.accepted) and (outcome.right is None or outcome.right.place > 1 or not is_shown(outcome.right))
    return outcome.triage != "within" or ranked_wrong or bool(outcome.not_fired) or outcome.advice == 0


def ranking_of(places: Iterable[int | None]) -> Ranking:
    """M1, M3 and M5 from the place of the right condition in each case (None: it is not in the list)."""
    listed = list(places)
    m1, m3, m5 = (proportion(place is not None and place <= most for place in listed) for most in (1, 3, 5))
    return Ranking(m1, m3, m5)


def triage_of(outcomes: Sequence[CaseOutcome]) -> Triage:
    """The triage of cases, altogether and by level."""

    def rows(level_of: Callable[[CaseOutcome], Level]) -> tuple[LevelRow, ...]:
        return tuple(LevelRow(level, *_verdicts([each for each in outcomes if level_of(each) == level])) for level in reversed(LEVELS))

    emergencies = proportion(each.level == "emergency" for each in outcomes if each.at_least == "emergency")
    return Triage(*_verdicts(outcomes), emergencies, rows(lambda each: each.at_least), rows(lambda each: each.level))


def _verdicts(outcomes: Sequence[CaseOutcome]) -> tuple[Proportion, Proportion, Proportion]:
    within, under, over = (proportion(each.triage == kind for each in outcomes) for kind in ("within", "under", "over"))
    return within, under, over


def measures_of(outcomes: Sequence[CaseOutcome], pack: Pack) -> Measures:
    """The measures of a group of cases, and of the baselines on them."""
    judged = [each for each in outcomes if each.accepted]
    return Measures(
        cases=len(outcomes),
        ranking=ranking_of(each.right.place if each.right else None for each in judged),
        ranking_shown=ranking_of(each.right.place if each.right and is_shown(each.right) else None for each in judged),
        mean_shown=_mean([each.shown for each in outcomes]),
        mean_accepted=_mean([len(each.accepted) for each in judged]),
        triage=triage_of(outcomes),
        coverage=proportion(each.advice > 0 for each in outcomes),
        baselines=(
            Baseline("always-emergency", triage_of(_all_at("emergency", outcomes)), None),
            Baseline("always-routine", triage_of(_all_at("routine", outcomes)), None),
            Baseline("most-common-first", None, ranking_of(_places_by_prior(judged, pack))),
        ),
    )


def _mean(numbers: Sequence[int]) -> float:
    return fmean(numbers) if numbers else 0.0


def _all_at(level: Level, outcomes: Iterable[CaseOutcome]) -> list[CaseOutcome]:
    return [replace(each, level=level, triage=verdict(level, UrgencyRange(each.at_least, each.at_most))) for each in outcomes]


def _places_by_prior(outcomes: Iterable[CaseOutcome], pack: Pack) -> list[int | None]:
    """The places of the right conditions if every runner got the same list: the most common first, ties by id."""
    priors = pack.about.weighing.priors
    weighed = [(-priors[each.prior], each.id) for each in pack.conditions if each.kind == "condition" and each.prior is not None]
    places = {condition: place for place, (_, condition) in enumerate(sorted(weighed), start=1)}
    return [min((places[each] for each in outcome.accepted if each in places), default=None) for outcome in outcomes]


def outcomes_of(cases: Iterable[Case], assessor: Assessor[Any]) -> tuple[CaseOutcome, ...]:
    """What each case gets from a pack."""
    return tuple(outcome_of(case, assessor.assess(case.intake)) for case in cases)


def both_groups(outcomes: Sequence[CaseOutcome], pack: Pack) -> tuple[Measures, Measures]:
    """The measures of the cases in scope, and of all."""
    return measures_of([each for each in outcomes if each.in_scope], pack), measures_of(outcomes, pack)


def measured(cases: Iterable[Case], assessor: Assessor[Any]) -> Benchmark:
    """The measurement of a pack on cases."""
    outcomes = outcomes_of(cases, assessor)
    pack = assessor.pack
    return Benchmark(SCHEMA, Knowledge.of(pack), *both_groups(outcomes, pack), outcomes, None, pack.about.disclaimer)
