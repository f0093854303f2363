"""The plan: advice that is given, and advice that is withheld and why. Avoiding always beats advising."""

from collections.abc import Callable, Collection

from hipexpert.knowledge.packs.facts import Fact, ids_of
from hipexpert.knowledge.packs.ladder import UNDETERMINED, StatedLevel
from hipexpert.knowledge.packs.pack import Advice, Pack
from hipexpert.knowledge.packs.pictured import within
from hipexpert.knowledge.packs.texts import CATEGORIES, AdviceCategory
from hipexpert.knowledge.runner.results import AdviceGiven, AdviceWithheld, Plan, Reason
from hipexpert.knowledge.runner.wording import Wording
from hipexpert.languages.catalogue import say_in

# INVARIANT: somebody who must be seen first is not told to exercise or run meanwhile, whatever the rules advise. While not enough
# is known to say, nothing is said that holds only for somebody who may wait.
KEPT_UNTIL_SEEN: dict[StatedLevel, frozenset[AdviceCategory]] = {
    UNDETERMINED: frozenset({"escalation", "safety_net", "activity"}),
    "soon": frozenset(CATEGORIES) - {"return_to_running", "running_form", "exercise"},
    "emergency": frozenset({"escalation"}),
    "urgent": frozenset({"escalation", "safety_net", "first_72h", "activity", "fact", "review", "recovery"}),
}
# INVARIANT: nobody is told two times that do not agree. Of these categories one piece of advice is given.
ONE_OF: frozenset[AdviceCategory] = frozenset({"recovery"})


def plan_of(pack: Pack, level: StatedLevel, facts: Collection[str], reasons: Callable[[str], tuple[Reason, ...]], wording: Wording) -> Plan:
    """The plan at a stated level: ``facts`` are those that hold, ``reasons`` says why.

    Advice comes in the order of the harm that it prevents, then of its category, then as the authors wrote it down.
    """
    given: list[AdviceGiven] = []
    withheld: list[AdviceWithheld] = []
    advised = set(ids_of("advise", facts))
    told = [each for each in pack.advice_in_order if each.id in advised and each.status == "active"]
    forbidden = {each.id: reasons(Fact("avoid", each.id).name) for each in told}
    title = within(pack.level_text(level).title, pack.language)
    first_things = say_in(pack.language, "first things first: %(title)s", title=title)
    left = {each.id: each for each in told if not forbidden[each.id] and not waits(pack, each, level)}
    for advice in told:
        first = next((left[name] for name in gives_way_to(pack, advice) if name in left), None)
        if advice.id not in left:
            because = "" if forbidden[advice.id] else first_things
            withheld.append(AdviceWithheld(advice.id, advice.category, advice.title, because, bool(because), forbidden[advice.id]))
        elif first is None:
            given.append(advice_given(advice, reasons(Fact("advise", advice.id).name), wording))
        elif first.category != advice.category or advice.category not in ONE_OF:
            because = say_in(pack.language, "not beside: %(title)s", title=within(first.title, pack.language))
            withheld.append(AdviceWithheld(advice.id, advice.category, advice.title, because, until_seen=False, reasons=()))
    return Plan(tuple(given), tuple(withheld), ())


def waits(pack: Pack, advice: Advice, level: StatedLevel) -> bool:
    """Whether advice waits at a level until the runner has been seen."""
    kept = KEPT_UNTIL_SEEN.get(level)
    return (kept is not None and advice.category not in kept) or not set(pack.level_text(level).rules_out).isdisjoint(advice.tags)


def gives_way_to(pack: Pack, advice: Advice) -> tuple[str, ...]:
    """The ids of the advice beside which a piece of advice is not given: what rules it out, then, of a category of which
    one is told, all that the authors wrote before it.
    """
    found = [*pack.ruled_out_by[advice.id]]
    if advice.category in ONE_OF:
        same = [each.id for each in pack.advice if each.category == advice.category]
        found += same[: same.index(advice.id)]
    return tuple(found)


def advice_given(advice: Advice, reasons: tuple[Reason, ...], wording: Wording) -> AdviceGiven:
    """A piece of advice as a plan gives it."""
    cited = wording.citing(advice.sources)
    return AdviceGiven(
        id=advice.id,
        category=advice.category,
        prevents=advice.prevents,
        title=advice.title,
        says=advice.says,
        dose=advice.dose,
        phase=advice.phase,
        regions=advice.regions,
        compare=advice.compare,
        because=advice.because,
        grade=cited.grade,
        unverified=cited.unverified,
        sources=cited.sources,
        reasons=reasons,
    )
