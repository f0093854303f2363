"""Measuring a pack on cases whose answer is known: pure functions from assessments to measures.

M1, M3 and M5, triage against a safe range, list length and coverage are the measures that studies of symptom checkers
report (Semigran et al., BMJ 2015;351:h3480), so that figures can be read side by side; the cases differ.
"""

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import Any, get_args

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
    ReadAgain,
    Told,
    Triage,
    TriageVerdict,
)
from hipexpert.audit.measuring.parts import accepting, by_kind, named_first, place_of, rankings_of, second_readings
from hipexpert.audit.measuring.proportions import proportion, ranking_of
from hipexpert.engine import Fired
from hipexpert.knowledge.cases.cases import Case, Expected, SecondReading, UrgencyRange
from hipexpert.knowledge.cases.judging import Judged, judged
from hipexpert.knowledge.packs.ladder import CAUTION, LEVELS, UNDETERMINED, Level, StatedLevel, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.assessment import Assessment, Assessor
from hipexpert.knowledge.runner.levels import RAISING
from hipexpert.knowledge.runner.results import Knowledge

FIRST = 3
VERDICTS: tuple[TriageVerdict, ...] = get_args(TriageVerdict)


def verdict(level: StatedLevel, expected: UrgencyRange) -> TriageVerdict:
    """Where a level lies against a range."""
    if level == UNDETERMINED:
        return UNDETERMINED
    if rank(level) < rank(expected.at_least):
        return "under"
    return "over" if rank(level) > rank(expected.at_most) else "within"


def outcome_of(case: Case, found: Judged[Assessment]) -> CaseOutcome:
    """What a case got right and wrong as it was said and as it is judged, and why."""
    assessment, expected = found.said, case.expected
    ranked = [
        Placed(place, each.condition.id, each.condition.name, each.band, each.decibans)
        for place, each in enumerate(assessment.placings, start=1)
    ]
    fired = {event.rule for event in assessment.run.trace if isinstance(event, Fired)}
    denied = told(found.assessment, expected.urgency)
    exact = expected.exact or ()
    return CaseOutcome(
        case=case.id,
        title=case.title,
        file=case.file,
        kind=case.kind,
        source=case.source,
        in_scope=expected.in_scope,
        at_least=expected.urgency.at_least,
        at_most=expected.urgency.at_most,
        as_said=told(assessment, expected.urgency),
        denied=denied,
        accepted=expected.accepted,
        exact=expected.exact,
        right=next((each for each in ranked if each.condition in expected.accepted), None),
        right_exact=next((each for each in ranked if each.condition in exact), None),
        second_reading=read_again(case.second_reading, expected, denied.level) if case.second_reading is not None else None,
        first=tuple(ranked[:FIRST]),
        shown=sum(is_shown(each) for each in ranked),
        advice=len(assessment.plan.advice),
        not_fired=tuple(rule for rule in expected.reasons if rule not in fired),
    )


def told(assessment: Assessment, expected: UrgencyRange) -> Told:
    """The level of an assessment, held against a range, and the rules behind it."""
    level, rules = assessment.level, assessment.pack.rule_by_id
    raising = sorted({each.source for each in assessment.derivation.justifications(RAISING[assessment.raised])} & set(rules))
    return Told(level, verdict(level, expected), tuple(RaisedBy(rule, rules[rule].title) for rule in raising))


def read_again(second: SecondReading, expected: Expected, level: StatedLevel) -> ReadAgain:
    """What the second reader made of a case, held against what the case expects, and a level against the reader's range."""

    def place(right: Sequence[str]) -> int | None:
        return next((number for number, each in enumerate(second.conditions, start=1) if each in right), None)

    lowest, highest = second.urgency.at_least, second.urgency.at_most
    places = place(expected.accepted), place(expected.exact or ())
    return ReadAgain(second.conditions, lowest, highest, verdict(level, second.urgency), *places)


def is_shown(placed: Placed) -> bool:
    """Whether a reader is shown a condition: it is at least possible."""
    return placed.band in ("likely", "possible")


def is_miss(outcome: CaseOutcome) -> bool:
    """Whether a case deserves a look: wrong urgency, no accepted condition first, a silent rule, or no advice."""
    ranked_wrong = bool(outcome.accepted) and (outcome.right is None or outcome.right.place > 1 or not is_shown(outcome.right))
    return outcome.denied.triage != "within" or ranked_wrong or bool(outcome.not_fired) or outcome.advice == 0


def triage_of(cases: Sequence[tuple[Level, Told]]) -> Triage:
    """The triage of cases, of each its lowest safe level and what it got; altogether and by level."""

    def rows(level_of: Callable[[tuple[Level, Told]], StatedLevel]) -> tuple[LevelRow, ...]:
        levels = [level for level in reversed(CAUTION) if level in LEVELS or any(level_of(each) == level for each in cases)]
        return tuple(LevelRow(level, *_verdicts([each for each in cases if level_of(each) == level])) for level in levels)

    emergencies = proportion(got.level == "emergency" for lowest, got in cases if lowest == "emergency")
    return Triage(*_verdicts(cases), emergencies, rows(lambda each: each[0]), rows(lambda each: each[1].level))


def _verdicts(cases: Sequence[tuple[Level, Told]]) -> tuple[Proportion, Proportion, Proportion, Proportion]:
    within, under, over, undetermined = (proportion(got.triage == kind for _, got in cases) for kind in VERDICTS)
    return within, under, over, undetermined


def measures_of(outcomes: Sequence[CaseOutcome], pack: Pack) -> Measures:
    """The measures of a group of cases, and of the baselines on them."""
    ranked = accepting(outcomes)
    return Measures(
        cases=len(outcomes),
        ranking=rankings_of(outcomes),
        ranking_shown=ranking_of(place_of(each.right if each.right and is_shown(each.right) else None) for each in ranked),
        mean_shown=_mean([each.shown for each in outcomes]),
        mean_accepted=_mean([len(each.accepted) for each in ranked]),
        triage=triage_of([(each.at_least, each.denied) for each in outcomes]),
        triage_as_said=triage_of([(each.at_least, each.as_said) for each in outcomes]),
        coverage=proportion(each.advice > 0 for each in outcomes),
        baselines=(
            Baseline("always-emergency", triage_of(_all_at("emergency", outcomes)), None),
            Baseline("always-routine", triage_of(_all_at("routine", outcomes)), None),
            Baseline("most-common-first", None, ranking_of(_places_by_prior(ranked, pack))),
        ),
        by_kind=by_kind(outcomes),
        named_first=named_first(outcomes, pack),
        second_readings=second_readings(outcomes),
    )


def _mean(numbers: Sequence[int]) -> float:
    return fmean(numbers) if numbers else 0.0


def _all_at(level: Level, outcomes: Iterable[CaseOutcome]) -> list[tuple[Level, Told]]:
    return [(each.at_least, Told(level, verdict(level, UrgencyRange(each.at_least, each.at_most)), ())) for each in outcomes]


def _places_by_prior(outcomes: Iterable[CaseOutcome], pack: Pack) -> list[int | None]:
    """The places of the right conditions if every runner got the same list: the most common first, ties by id."""
    priors = pack.about.weighing.priors
    weighed = [(-priors[each.prior], each.id) for each in pack.conditions if each.kind == "condition" and each.prior is not None]
    places = {condition: place for place, (_, condition) in enumerate(sorted(weighed), start=1)}
    return [min((places[each] for each in outcome.accepted if each in places), default=None) for outcome in outcomes]


def outcomes_of(cases: Iterable[Case], assessor: Assessor[Any]) -> tuple[CaseOutcome, ...]:
    """What each case gets from a pack."""
    return tuple(outcome_of(case, judged(case.intake, assessor)) for case in cases)


def both_groups(outcomes: Sequence[CaseOutcome], pack: Pack) -> tuple[Measures, Measures]:
    """The measures of the cases in scope, and of all."""
    return measures_of([each for each in outcomes if each.in_scope], pack), measures_of(outcomes, pack)


def measured(cases: Iterable[Case], assessor: Assessor[Any]) -> Benchmark:
    """The measurement of a pack on cases."""
    outcomes = outcomes_of(cases, assessor)
    pack = assessor.pack
    return Benchmark(SCHEMA, Knowledge.of(pack), *both_groups(outcomes, pack), outcomes, None, None, pack.about.disclaimer)
