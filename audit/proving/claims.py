"""The claims of a pack's ``claims.yaml``, proved or refuted like the safety theorems."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.theorem import Theorem, decided
from hipexpert.engine import holds
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.packs.ladder import LEVELS, UNDETERMINED, caution, rank
from hipexpert.knowledge.packs.pack import Claim
from hipexpert.knowledge.packs.premises import to_gate


def prove_claim(prover: Prover, claim: Claim) -> Theorem:
    """What becomes of one claim. A claim about nobody is proved, and the theorem says that it is ``empty``."""
    spoken_of = claim.when if claim.when is not None else claim.never
    subject = [to_gate(spoken_of)] if spoken_of is not None else []
    goal = [*map(prover.outcomes.encoding.premise, subject), _wrong(prover, claim)]
    if claim.consistent:
        goal += prover.consistency()

    def broken(runners: Sequence[Chosen]) -> list[str]:
        facts = prover.facts(runners[0])
        applies = all(holds(each, facts) for each in subject) and not (claim.consistent and prover.contradictory(facts))
        return _faults(prover, claim, runners[0]) if applies else []

    covers = "all answers that do not contradict each other" if claim.consistent else "all answers"
    theorem = decided(Theorem(claim.id, claim.title, covers, claim=True), prover.world, goal, broken)
    if theorem.outcome != "proved" or claim.when is None:
        return theorem
    return replace(theorem, empty=prover.can_hold(claim.when, consistent=claim.consistent, few=False).answer is False)


def _wrong(prover: Prover, claim: Claim) -> Any:
    """The formula that what is claimed is not so."""
    solver, outcomes = prover.world.solver, prover.outcomes
    if claim.never is not None:
        return solver.true
    wrong = [outcomes.given(advice) for advice in claim.never_given]
    if claim.at_least is not None:
        wrong.append(solver.negation(outcomes.at_least(claim.at_least)))
    if claim.at_most is not None and claim.at_most != LEVELS[-1]:
        above = [outcomes.at_least(LEVELS[rank(claim.at_most) + 1])]
        told = [solver.negation(outcomes.is_level(UNDETERMINED))] if prover.pack.screen else []
        wrong.append(solver.conjunction([*above, *told]))
    if claim.concluded is not None:
        wrong.append(solver.negation(outcomes.encoding.premise(to_gate(claim.concluded))))
    return solver.disjunction(wrong)


def _faults(prover: Prover, claim: Claim, chosen: Chosen) -> list[str]:
    """What is not as claimed for a runner of whom the claim speaks."""
    if claim.never is not None:
        return ["what is claimed never to be holds"]
    assessment = prover.assessment(chosen)
    found = []
    if claim.at_least is not None and caution(assessment.level) < caution(claim.at_least):
        found.append(f"the level is {assessment.level}, below {claim.at_least}")
    # Who is told that not enough is known to say is told no level, so none that is too high.
    if claim.at_most is not None and assessment.level != UNDETERMINED and rank(assessment.level) > rank(claim.at_most):
        found.append(f"the level is {assessment.level}, above {claim.at_most}")
    if claim.concluded is not None and not holds(to_gate(claim.concluded), prover.facts(chosen)):
        found.append("what should be concluded is not")
    given = {each.id for each in assessment.plan.advice}
    return found + [f"the plan gives {advice}" for advice in claim.never_given if advice in given]
