"""The safety theorems: what must be true of every runner, whatever they answer, and the pack's own claims.

Each is proved by showing that no answers break it, contradictory answers included; or it is refuted by a runner who does,
whom the program itself assessed; or it is not decided, and says so.
"""

from collections.abc import Callable, Sequence
from typing import Any

from hipexpert.audit.proving.adding import alarms_stay, red_flags_are_monotone
from hipexpert.audit.proving.claims import Showing, prove_claims
from hipexpert.audit.proving.clearing import no_common_way_back_beside_one_that_asks_for_clearance
from hipexpert.audit.proving.contradicting import contradictions_never_calm
from hipexpert.audit.proving.earned import calm_is_earned
from hipexpert.audit.proving.protecting import (
    no_medicine_before_it_is_known_to_be_safe,
    no_test_before_it_is_known_to_be_safe,
    nothing_is_advised_beside_what_rules_it_out,
    one_time_to_recovery_is_told,
)
from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.red_flags import calming_rules, raising_rules, red_flag_rules
from hipexpert.audit.proving.theorem import Theorem, decided
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import UNDETERMINED, StatedLevel, caution
from hipexpert.knowledge.packs.texts import CATEGORIES, AdviceCategory

NOT_BEFORE_SEEN: dict[StatedLevel, frozenset[AdviceCategory]] = {
    UNDETERMINED: frozenset(CATEGORIES) - {"escalation", "safety_net", "activity"},
    "soon": frozenset({"return_to_running", "running_form", "exercise"}),
    "urgent": frozenset({"exercise", "return_to_running", "running_form", "treatment", "prevention"}),
    "emergency": frozenset(CATEGORIES) - {"escalation"},
}
Broken = Callable[[ExplainedAssessment], list[str]]
"""What is wrong for a runner, in words; empty when nothing is."""
Known = Sequence[Theorem | None]
"""The theorems of a pack, then its claims, as far as it is known what becomes of them."""


def prove_theorems(prover: Prover, showing: Showing = lambda _: None, known: Known = ()) -> tuple[Theorem, ...]:
    """Every safety theorem and every claim of the pack, each proved, refuted by a witness, or not decided. ``showing`` finds somebody
    for whom a premise holds, if it can, without the solver. What is ``known`` already, in this order, is not asked.
    """
    claims = prover.pack.claims
    before = known or (None,) * (len(STATED) + len(claims))
    stated = tuple(each or state(prover) for each, state in zip(before, STATED, strict=False))
    claimed = before[len(STATED) :]
    left = iter(prove_claims(prover, showing, [claim for claim, each in zip(claims, claimed, strict=True) if each is None]))
    return (*stated, *(each or next(left) for each in claimed))


def every_intake_gets_an_urgency(prover: Prover) -> Theorem:
    """There is a level for every runner."""
    solver, levels = prover.world.solver, prover.pack.stated_levels
    goal = solver.negation(solver.disjunction([prover.outcomes.is_level(level) for level in levels]))
    return _proved(
        prover,
        "every-intake-gets-an-urgency",
        "Everybody gets a level of urgency or hears that not enough is known to say, also one who answers nothing and one whose "
        "answers contradict each other.",
        "all answers",
        goal,
        lambda assessment: [] if assessment.level in levels else [f"the level is `{assessment.level}`"],
    )


def every_red_flag_rule_reaches_its_urgency(prover: Prover) -> Theorem:
    """No rule that raises urgency is overruled, red-flag rules least of all."""
    solver, outcomes, rules = prover.world.solver, prover.outcomes, raising_rules(prover.pack)

    def broken(assessment: ExplainedAssessment) -> list[str]:
        low = [each for each in rules if caution(assessment.level) < caution(each.level) and each.fires(assessment)]
        return [f"{each.rule} concludes {each.level}, and the level is {assessment.level}" for each in low]

    wrong = [
        solver.conjunction([outcomes.encoding.premise(each.premise), solver.negation(outcomes.at_least(each.level))]) for each in rules
    ]
    return _proved(
        prover,
        "every-red-flag-rule-reaches-its-urgency",
        "Whenever the premise of a rule that raises urgency holds, the level is at least the one it concludes.",
        f"{len(rules)} rules, {len(red_flag_rules(prover.pack))} of them red-flag rules",
        solver.disjunction(wrong),
        broken,
    )


def no_reassurance_beside_a_red_flag(prover: Prover) -> Theorem:
    """A red flag and self care do not stand together, nor a red flag and advice that is meant for self care."""
    solver, outcomes = prover.world.solver, prover.outcomes
    flags, calming = red_flag_rules(prover.pack), calming_rules(prover.pack)

    def broken(assessment: ExplainedAssessment) -> list[str]:
        flag = next((each.rule for each in flags if each.fires(assessment)), None)
        if flag is None:
            return []
        found = [f"{flag} fires, and the level is self_care"] if assessment.level == "self_care" else []
        return found + [f"{flag} fires, and {each.rule} still gives {each.advice}" for each in calming if each.is_given(assessment)]

    wrong = [solver.negation(outcomes.at_least("routine"))]
    wrong += [solver.conjunction([outcomes.encoding.premise(each.premise), outcomes.given(each.advice)]) for each in calming]
    return _proved(
        prover,
        "no-reassurance-beside-a-red-flag",
        "While a red-flag rule fires, the level is not self_care, and no advice is given that a rule ties to self_care or routine.",
        f"{len(flags)} red-flag rules, {len(calming)} pieces of advice that rules tie to a low level",
        solver.conjunction([solver.disjunction([outcomes.encoding.premise(each.premise) for each in flags]), solver.disjunction(wrong)]),
        broken,
    )


def nobody_is_treated_before_being_seen(prover: Prover) -> Theorem:
    """The plan of somebody who must be seen first."""
    solver, outcomes, advice = prover.world.solver, prover.outcomes, prover.pack.advice

    def broken(assessment: ExplainedAssessment) -> list[str]:
        given = [each.id for each in assessment.plan.advice if _comes_later(each.category, assessment.level)]
        return [f"at {assessment.level} the plan gives {name}" for name in given]

    def under(category: AdviceCategory) -> str:
        return f'"{prover.pack.texts.heading(category)}"'

    wrong = []
    for level in prover.pack.stated_levels:
        given = [outcomes.given(each.id) for each in advice if _comes_later(each.category, level) and outcomes.is_given_at(each.id, level)]
        wrong.append(solver.conjunction([outcomes.is_level(level), solver.disjunction(given)]))
    return _proved(
        prover,
        "nobody-is-treated-before-being-seen",
        f"At soon, and while not enough is known to say, the plan gives nothing under {under('exercise')}, {under('running_form')} and "
        f"{under('return_to_running')}; at urgent nothing under {under('treatment')} and {under('prevention')} either; at emergency "
        f"only what stands under {under('escalation')}.",
        f"{len(advice)} pieces of advice",
        solver.disjunction(wrong),
        broken,
    )


def withheld_advice_is_withheld(prover: Prover) -> Theorem:
    """Avoiding always beats advising, and is said."""
    solver, outcomes = prover.world.solver, prover.outcomes
    active = [each.id for each in prover.pack.advice if each.status == "active"]

    def broken(assessment: ExplainedAssessment) -> list[str]:
        facts, plan = assessment.run.facts, assessment.plan
        given, withheld = {each.id for each in plan.advice}, {each.id for each in plan.withheld}
        forbidden = [name for name in active if Fact("advise", name).name in facts and Fact("avoid", name).name in facts]
        return [f"{name} is to be avoided, and is not withheld" for name in forbidden if name in given or name not in withheld]

    wrong = []
    for name in active:
        silent = solver.conjunction([outcomes.encoding.fact(Fact("advise", name).name), solver.negation(outcomes.withheld(name))])
        avoided = outcomes.encoding.fact(Fact("avoid", name).name)
        wrong.append(solver.conjunction([avoided, solver.disjunction([outcomes.given(name), silent])]))
    return _proved(
        prover,
        "withheld-advice-is-withheld",
        "Advice that any rule says to avoid is not in the plan, whatever else advises it, and is named among what is withheld.",
        f"{len(active)} pieces of advice",
        solver.disjunction(wrong),
        broken,
    )


def _comes_later(category: AdviceCategory, level: StatedLevel) -> bool:
    """Whether advice of a category has to wait at a level until somebody was seen."""
    return category in NOT_BEFORE_SEEN.get(level, ())


def _proved(prover: Prover, name: str, says: str, covers: str, wrong: Any, broken: Broken) -> Theorem:
    return decided(Theorem(name, says, covers), prover.world, [wrong], lambda runners: broken(prover.assessment(runners[0])))


STATED: tuple[Callable[[Prover], Theorem], ...] = (
    every_intake_gets_an_urgency,
    every_red_flag_rule_reaches_its_urgency,
    no_reassurance_beside_a_red_flag,
    nobody_is_treated_before_being_seen,
    withheld_advice_is_withheld,
    nothing_is_advised_beside_what_rules_it_out,
    one_time_to_recovery_is_told,
    no_medicine_before_it_is_known_to_be_safe,
    no_test_before_it_is_known_to_be_safe,
    red_flags_are_monotone,
    alarms_stay,
    calm_is_earned,
    contradictions_never_calm,
    no_common_way_back_beside_one_that_asks_for_clearance,
)
"""The theorems that are stated of every pack."""
