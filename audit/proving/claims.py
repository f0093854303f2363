"""The claims of a pack's ``claims.yaml``, proved or refuted like the safety theorems."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.searching import WeighedError
from hipexpert.audit.proving.theorem import Theorem, decided
from hipexpert.engine import GroundPremise, fold, holds
from hipexpert.knowledge.packs.answer_space import Chosen, Question
from hipexpert.knowledge.packs.ladder import LEVELS, UNDETERMINED, caution, rank
from hipexpert.knowledge.packs.options import Option
from hipexpert.knowledge.packs.pack import Claim
from hipexpert.knowledge.packs.premises import to_gate

Showing = Callable[[GroundPremise], Chosen | None]


def prove_claims(prover: Prover, showing: Showing = lambda _: None, claims: Sequence[Claim] | None = None) -> tuple[Theorem, ...]:
    """What becomes of each claim of the pack, or of these. ``showing`` finds somebody for whom a premise holds, if it can, without the
    solver.

    They are asked for together: "does anybody break one?" is no harder for the solver than one of them, and the answer to all those
    that hold is one proof. Only a claim that somebody breaks is asked for by itself.
    """
    stated = [StatedClaim(prover, claim, showing) for claim in (prover.pack.claims if claims is None else claims)]
    together = stated
    while together:
        breaks = prover.world.solver.disjunction([each.breaks for each in together])
        search = prover.world.search([breaks], partial(_is_broken, together), few=False)
        if not search.runners:
            break
        together = [each for each in together if not each.broken(search.runners)]
    held = {each.claim.id for each in together if search.found is False}
    return tuple(each.proved() if each.claim.id in held else each.decided() for each in stated)


def _is_broken(claims: "Sequence[StatedClaim]", runners: Sequence[Chosen]) -> bool:
    """Whether a runner breaks one of the claims."""
    return any(each.broken(runners) for each in claims)


class StatedClaim:
    """One claim, as a formula and as the engine sees it. A claim about nobody is proved, and the theorem says that it is ``empty``."""

    def __init__(self, prover: Prover, claim: Claim, showing: Showing) -> None:
        self.prover = prover
        self.showing = showing
        self.claim = claim
        spoken_of = claim.when if claim.when is not None else claim.never
        self.subject = [to_gate(spoken_of)] if spoken_of is not None else []
        self.spoken_of = [*map(prover.outcomes.encoding.premise, self.subject), *(prover.consistency() if claim.consistent else ())]
        """The formulas that somebody is one of whom it speaks."""
        self.breaks = prover.world.solver.conjunction([*self.spoken_of, _wrong(prover, claim)])
        covers = "all answers that do not contradict each other" if claim.consistent else "all answers"
        self.theorem = Theorem(claim.id, claim.title, covers, claim=True)

    def broken(self, runners: Sequence[Chosen]) -> list[str]:
        """What is not as claimed for a runner, in words."""
        facts = self.prover.facts(runners[0])
        applies = all(holds(each, facts) for each in self.subject) and not (self.claim.consistent and self.prover.contradictory(facts))
        return _faults(self.prover, self.claim, runners[0]) if applies else []

    def decided(self) -> Theorem:
        """What becomes of the claim by itself."""
        theorem = decided(self.theorem, self.prover.world, [self.breaks], self.broken)
        return self.proved() if theorem.outcome == "proved" else theorem

    def proved(self) -> Theorem:
        """The claim, which nobody breaks."""
        try:
            empty: bool | None = speaks_of_nobody(self.prover, self.claim, self.showing)
        except WeighedError:
            empty = None
        return replace(self.theorem, outcome="proved", empty=empty)


def speaks_of_nobody(prover: Prover, claim: Claim, showing: Showing) -> bool:
    """Whether there is nobody of whom a claim speaks; false when that was not decided."""
    if claim.when is None:
        return False
    premise = to_gate(claim.when)

    def is_shown_by(chosen: Chosen | None) -> bool:
        if chosen is None:
            return False
        facts = prover.facts(chosen)
        return holds(premise, facts) and not (claim.consistent and prover.contradictory(facts))

    if is_shown_by(first_said(premise, prover)) or is_shown_by(showing(premise)):
        return False
    return prover.can_hold(claim.when, consistent=claim.consistent, few=False).answer is False


def first_said(premise: GroundPremise, prover: Prover) -> Chosen:
    """The answers of somebody who says the first parts of a premise."""
    chosen: dict[Question, Option] = {}
    for fact in fold(premise, lambda fact: (fact,), lambda count, parts: tuple(fact for part in parts[:count] for fact in part)):
        for question, option in prover.space.options_of.get(fact, ()):
            if chosen.setdefault(question, option) is option:
                break
    return chosen


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
