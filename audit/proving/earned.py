"""The theorem that what is calm is earned: nobody of whom a question of the screen is open is told so.

The items are read here from the pack and from the answers themselves, not from the rule that is made of them, nor from its
conclusion: so a fault in that rule, or in what is made of it, is found.
"""

from typing import Any

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.theorem import Theorem, decided
from hipexpert.engine import holds
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.knowledge.packs.ladder import CALM
from hipexpert.knowledge.packs.pack import Pack, ScreenItem
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.packs.vocabulary import Choices


def calm_is_earned(prover: Prover) -> Theorem:
    """Nothing calm is said while a question of the screen is open."""
    solver, pack = prover.world.solver, prover.pack

    def broken(assessment: ExplainedAssessment) -> list[str]:
        if assessment.level not in CALM:
            return []
        left = [item for item in pack.screen if not _is_settled(item, assessment)]
        return [f"the level is {assessment.level}, and `{item.id}` of the screen is open" for item in left]

    calm = solver.disjunction([prover.outcomes.is_level(level) for level in CALM])
    left = solver.disjunction([solver.negation(_settled(prover, item, pack)) for item in pack.screen])
    return decided(
        Theorem(
            "calm-is-earned",
            "Something calm is said only to somebody of whom every question of the screen is answered, or need not be asked.",
            f"{len(pack.screen)} items of the screen",
        ),
        prover.world,
        [calm, left],
        lambda runners: broken(prover.assessment(runners[0])),
    )


def _settled(prover: Prover, item: ScreenItem, pack: Pack) -> Any:
    """The formula that an item is settled, over the answers to its finding."""
    encoding, several = prover.outcomes.encoding, isinstance(pack.findings[item.ask], Choices)
    ways = []
    for question, options in prover.space.options.items():
        if question.finding == item.ask:
            given = zip(options, prover.world.runners[0].options(question), strict=True)
            ways += [formula for option, formula in given if option.answer is True or not several]
    if item.unless is not None:
        ways.append(encoding.premise(to_gate(item.unless)))
    return prover.world.solver.disjunction(ways)


def _is_settled(item: ScreenItem, assessment: ExplainedAssessment) -> bool:
    """Whether an item is settled, by what the runner said."""
    said = assessment.assessor.key.said(assessment.intake)
    several = isinstance(assessment.pack.findings[item.ask], Choices)
    answers = [answer for question, answer in said.items() if question.finding == item.ask]
    if any(answer is True or not several for answer in answers):
        return True
    return item.unless is not None and holds(to_gate(item.unless), assessment.run.facts)
