"""The theorem about who asks for a clearance: nobody comes back to running past the clinician who must clear them."""

from itertools import product

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.theorem import Theorem, decided
from hipexpert.engine import holds
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.packs.programmes import Programme


def no_common_way_back_beside_one_that_asks_for_clearance(prover: Prover) -> Theorem:
    """Nobody for whom a programme asks for a clearance is given the advice by which one opens that does not."""
    solver, outcomes = prover.world.solver, prover.outcomes
    careful = [each for each in prover.pack.programmes if each.clearance]
    common = [each for each in prover.pack.programmes if not each.clearance]

    def is_for(programme: Programme, facts: frozenset[str]) -> bool:
        return programme.who is None or holds(to_gate(programme.who), facts)

    def broken(assessment: ExplainedAssessment) -> list[str]:
        given = {each.id for each in assessment.plan.advice}
        asked = [each for each in careful if is_for(each, assessment.run.facts)]
        return [
            f"{one.id} asks for a clearance, and {other.entry} is given" for one, other in product(asked, common) if other.entry in given
        ]

    wrong = []
    for one, other in product(careful, common):
        who = [] if one.who is None else [outcomes.encoding.premise(to_gate(one.who))]
        wrong.append(solver.conjunction([*who, outcomes.given(other.entry)]))
    return decided(
        Theorem(
            "no-common-way-back-beside-one-that-asks-for-clearance",
            "Nobody for whom a programme asks for a clearance is given the advice by which one opens that asks for none.",
            f"all answers, {len(careful)} programmes that ask for a clearance and {len(common)} that do not",
        ),
        prover.world,
        [solver.disjunction(wrong)],
        lambda runners: broken(prover.assessment(runners[0])),
    )
