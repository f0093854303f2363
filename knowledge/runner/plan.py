"""The plan: advice that is given, and advice that is withheld and why. Avoiding always beats advising."""

from collections.abc import Callable, Collection

from hipexpert.knowledge.packs.facts import Fact, ids_of
from hipexpert.knowledge.packs.pack import Advice, AdviceCategory, Level, Pack
from hipexpert.knowledge.runner.results import AdviceGiven, AdviceWithheld, Plan, Reason
from hipexpert.knowledge.runner.wording import Wording

CATEGORIES: tuple[AdviceCategory, ...] = (
    "escalation",
    "first_72h",
    "activity",
    "exercise",
    "treatment",
    "return_to_running",
    "running_form",
    "prevention",
    "recovery",
    "fact",
    "review",
)
# INVARIANT: somebody who must be seen first is not told to exercise or run meanwhile, whatever the rules advise. `soon` says
# to stop running until then, so the way back to running waits; exercises that no rule forbids may begin.
KEPT_UNTIL_SEEN: dict[Level, frozenset[AdviceCategory]] = {
    "soon": frozenset(CATEGORIES) - {"return_to_running"},
    "emergency": frozenset({"escalation"}),
    "urgent": frozenset({"escalation", "first_72h", "activity", "fact", "review", "recovery"}),
}


def plan_of(pack: Pack, level: Level, facts: Collection[str], reasons: Callable[[str], tuple[Reason, ...]], wording: Wording) -> Plan:
    """The plan at an urgency level: ``facts`` are those that hold, ``reasons`` says why."""
    given: list[AdviceGiven] = []
    withheld: list[AdviceWithheld] = []
    kept = KEPT_UNTIL_SEEN.get(level)
    advised = set(ids_of("advise", facts))
    for advice in sorted((each for each in pack.advice if each.id in advised and each.status == "active"), key=_order):
        forbidding = reasons(Fact("avoid", advice.id).name)
        if forbidding or (kept is not None and advice.category not in kept):
            title = pack.level_text(level).title
            because = "" if forbidding else f"first things first: {title[:1].lower()}{title[1:]}"
            withheld.append(AdviceWithheld(advice.id, advice.category, advice.title, because, forbidding))
        else:
            given.append(_given(advice, reasons(Fact("advise", advice.id).name), wording))
    return Plan(tuple(given), tuple(withheld))


def _order(advice: Advice) -> tuple[int, int]:
    """By category, then phase, then as the authors wrote them down."""
    return CATEGORIES.index(advice.category), advice.phase or 0


def _given(advice: Advice, reasons: tuple[Reason, ...], wording: Wording) -> AdviceGiven:
    grade, unverified = wording.graded(advice.sources)
    return AdviceGiven(
        id=advice.id,
        category=advice.category,
        title=advice.title,
        says=advice.says,
        dose=advice.dose,
        phase=advice.phase,
        regions=advice.regions,
        compare=advice.compare,
        because=advice.because,
        grade=grade,
        unverified=unverified,
        sources=wording.cited(advice.sources),
        reasons=reasons,
    )
