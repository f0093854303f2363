"""Which part of an assessment a picture or a first screen shows."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from msgspec import Struct

from hipexpert.knowledge import Assessment, Pack, Plan, Ranked
from hipexpert.knowledge.packs.facts import Fact, weigh_id
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import SAFETY_NET
from hipexpert.knowledge.packs.texts import CATEGORIES
from hipexpert.knowledge.runner.plan import ONE_OF
from hipexpert.knowledge.runner.results import AdviceGiven, AdviceWithheld, NotToBeMissed

SHOWN_CONDITIONS = 3
Shown = tuple[Ranked, ...]
"""A condition and, after it, those that go by the same story."""


def shown_conditions(assessment: Assessment) -> tuple[Ranked, ...]:
    """The first conditions of the differential, leaving out the unlikely ones, with all that go by the same stories."""
    ranked = {each.condition.id for each in assessment.placings}
    in_order = (assessment.ranked(each.condition.id) for each in assessment.placings)  # none is made that is not shown
    shown = islice(_grouped(in_order, lambda name: assessment.ranked(name) if name in ranked else None), SHOWN_CONDITIONS)
    return tuple(each for group in shown if group[0].band != "unlikely" for each in group)


def grouped(differential: tuple[Ranked, ...]) -> tuple[Shown, ...]:
    """The differential with the conditions that overlap together, at the place of the first of them."""
    return tuple(_grouped(differential, {each.condition: each for each in differential}.get))


def _grouped(differential: Iterable[Ranked], named: Callable[[str], Ranked | None]) -> Iterator[Shown]:
    told: set[str] = set()
    for each in differential:
        if each.condition not in told:
            others = [found for other in each.overlaps if other.condition not in told and (found := named(other.condition)) is not None]
            told |= {each.condition, *(other.condition for other in others)}
            yield (each, *others)


def dangers(assessment: Assessment) -> tuple[NotToBeMissed, ...]:
    """What is not to be missed in the order of a list that is cut short: what a red flag names first, of these the emergencies: the
    infection that a fever in a sore hip is seen for stands before a crack that is merely likelier.
    """
    return tuple(sorted(assessment.not_to_be_missed, key=lambda each: (not each.red_flag, -rank(each.typical_urgency))))


def shown_conclusions(assessment: Assessment) -> list[str]:
    """What a picture explains: the urgency that a rule raised, and the conditions shown first, suspected or only weighed."""
    raised, facts = Fact("urgency", assessment.level).name, assessment.run.facts
    suspected = {each.condition: Fact("suspected", each.condition).name for each in shown_conditions(assessment)}
    named = [fact if fact in facts else weigh_id(condition) for condition, fact in suspected.items()]
    return [raised, *named] if raised in facts else named


class AdviceSection(Struct, frozen=True):
    """Advice under one title. What ``protects`` is shown whole in every form, and is not behind anything that must be opened."""

    title: str
    protects: bool
    advice: tuple[AdviceGiven, ...]


def shown_withheld(plan: Plan) -> tuple[AdviceWithheld, ...]:
    """What is withheld, without the times to recovery: beside the one that is told, another would contradict it."""
    return tuple(each for each in plan.withheld if each.category not in ONE_OF)


def covered_advice(pack: Pack, plan: Plan) -> frozenset[str]:
    """The ids of advice whose titles say less than that of other advice of the plan: where titles stand alone they say it twice."""
    given = {each.id for each in plan.advice}
    return frozenset(name for each in given for name in pack.advice_by_id[each].covers if name in given)


def advice_sections(pack: Pack, plan: Plan) -> tuple[AdviceSection, ...]:
    """The advice of a plan in its order: what prevents a harm under the title of the harm, then the rest by category; without
    the safety net, which stands above all.
    """
    found = [
        *((harm.title, True, [each for each in plan.advice if each.prevents == harm.id]) for harm in pack.about.harms),
        *(
            (pack.texts.heading(category), False, [each for each in plan.advice if not each.prevents and each.category == category])
            for category in CATEGORIES
            if category != SAFETY_NET
        ),
    ]
    return tuple(AdviceSection(title, protects, tuple(advice)) for title, protects, advice in found if advice)
