"""The theorem that answers which cannot all be true never calm: not below what any part of them alone would be told.

Whether answers contradict each other is read here from the pack's constraints themselves, not from the facts that the program
concludes of them: so a fault in what is made of a constraint is found.
"""

from collections.abc import Sequence

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.theorem import Theorem, decided
from hipexpert.engine import holds
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.packs.ladder import CAUTION, caution
from hipexpert.knowledge.packs.premises import to_gate


def contradictions_never_calm(prover: Prover) -> Theorem:
    """The level of contradictory answers is at least that of each part of them, so of each way to read them that can be true."""
    part, whole = prover.twice
    solver, pack = prover.world_of_two.solver, prover.pack
    never = [to_gate(each.never) for each in pack.constraints]

    def broken(runners: Sequence[Chosen]) -> list[str]:
        facts = prover.facts(runners[1])
        if not any(holds(each, facts) for each in never):
            return []
        less, all_ = map(prover.assessment, runners)
        # A fault of the program may leave somebody without a level, which another theorem is about.
        if less.level not in CAUTION or (all_.level in CAUTION and caution(all_.level) >= caution(less.level)):
            return []
        return [f"the answers contradict each other and the level is {all_.level}, and that of a part of them is {less.level}"]

    falls = [solver.conjunction([part.at_least(level), solver.negation(whole.at_least(level))]) for level in pack.stated_levels[1:]]
    return decided(
        Theorem(
            "contradictory-answers-never-calm",
            "Answers that contradict each other bring no level below the one that any part of them alone would bring.",
            f"{len(never)} constraints, all answers and every part of them",
        ),
        prover.world_of_two,
        [solver.disjunction([whole.encoding.premise(each) for each in never]), solver.disjunction(falls)],
        broken,
    )
