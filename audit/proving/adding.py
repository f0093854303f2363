"""The theorems about an added answer: the same runner twice, the second time with everything said before and perhaps more.

The two runs are two copies of the rules over two copies of the answers, of which the later holds all of the earlier. To *change*
an answer, also one that denied a whole group, is not to add one.
"""

from collections.abc import Callable
from typing import Any

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.red_flags import red_flag_rules
from hipexpert.audit.proving.theorem import Theorem, decided
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.knowledge.packs.ladder import StatedLevel, caution

BrokenByAdding = Callable[[ExplainedAssessment, ExplainedAssessment], list[str]]
"""What is wrong when a runner goes from the first to the second, in words; empty when nothing is."""


def red_flags_are_monotone(prover: Prover) -> Theorem:
    """An added red flag never calms."""
    flags = red_flag_rules(prover.pack)
    before, after = prover.twice
    solver = prover.world_of_two.solver

    def broken(earlier: ExplainedAssessment, later: ExplainedAssessment) -> list[str]:
        if caution(later.level) >= caution(earlier.level):
            return []
        added = [each.rule for each in flags if each.fires(later) and not each.fires(earlier)]
        return [f"{name} fires, and the level falls from {earlier.level} to {later.level}" for name in added]

    added = [
        solver.conjunction([after.encoding.premise(each.premise), solver.negation(before.encoding.premise(each.premise))]) for each in flags
    ]
    return _proved(
        prover,
        "red-flags-are-monotone",
        "An added answer that fires a red-flag rule never lowers the urgency.",
        f"{len(flags)} red-flag rules",
        solver.conjunction([solver.disjunction(added), _falls(prover, prover.pack.stated_levels[1:])]),
        broken,
    )


def alarms_stay(prover: Prover) -> Theorem:
    """What was raised, soon or more, stays raised, whatever is added."""

    def broken(earlier: ExplainedAssessment, later: ExplainedAssessment) -> list[str]:
        falls = caution("soon") <= caution(earlier.level) > caution(later.level)
        return [f"the level falls from {earlier.level} to {later.level}"] if falls else []

    return _proved(
        prover,
        "an-alarm-stays",
        "Once the level is raised, to soon or more, no added answer lowers it.",
        "all added answers",
        _falls(prover, ("soon", "urgent", "emergency")),
        broken,
    )


def _falls(prover: Prover, levels: tuple[StatedLevel, ...]) -> Any:
    """Whether one of the levels was reached before and is not reached after."""
    before, after = prover.twice
    solver = prover.world_of_two.solver
    lost = [solver.conjunction([before.at_least(level), solver.negation(after.at_least(level))]) for level in levels]
    return solver.disjunction(lost)


def _proved(prover: Prover, name: str, says: str, covers: str, wrong: Any, broken: BrokenByAdding) -> Theorem:
    return decided(Theorem(name, says, covers), prover.world_of_two, [wrong], lambda runners: broken(*map(prover.assessment, runners)))
