"""A simulation in rows of words: the same for a terminal and for a page."""

from collections.abc import Iterator

from hipexpert.cohort.random_runners import Simulation

Row = tuple[str, ...]
RARE = 10
SHOWN = 40
LEVEL_HEADINGS: Row = ("urgency", "runners", "share", "still possible at most")
RULE_HEADINGS: Row = ("rule", "fired for", "share")
PAIR_HEADINGS: Row = ("never told apart", "from", "weighed in")


def share(part: int, whole: int) -> str:
    """A share in per cent, with as many digits as a rare thing needs."""
    percent = 100 * part / whole if whole else 0.0
    return f"{percent:.1f} %" if percent >= 1 or not part else f"{percent:.2g} %"


def level_rows(simulation: Simulation) -> list[Row]:
    """How urgent the runners came out, and how urgent they could still be."""
    return [
        (each.level.replace("_", " "), f"{each.runners:,}", share(each.runners, simulation.runners), f"{each.at_most:,}")
        for each in simulation.levels
    ]


def rare_rule_rows(simulation: Simulation) -> list[Row]:
    """The rules that fired least often, those that did at all."""
    fired = [each for each in simulation.rules if each.runners]
    return [(each.rule, f"{each.runners:,}", share(each.runners, simulation.runners)) for each in reversed(fired[-RARE:])]


def pair_rows(simulation: Simulation) -> list[Row]:
    """The pairs of conditions that came out alike in every runner."""
    return [(each.first, each.second, f"{each.weighed:,}") for each in simulation.never_separated[:SHOWN]]


def summary(simulation: Simulation) -> Iterator[str]:
    """What was done, in sentences."""
    answered = f"{100 * simulation.answered:.3g} %"
    yield (
        f"{simulation.runners:,} random runners (seed {simulation.seed}), each question answered in {answered} of them. "
        f"{simulation.drawn - simulation.runners:,} more were drawn and left out because their answers contradict one another."
    )
    yield f"{len(simulation.rules) - len(simulation.never_fired):,} of {len(simulation.rules):,} rules fired for at least one runner."
    if simulation.never_fired:
        yield "A rule that never fired may only be rare: `hipexpert audit` proves whether it can fire at all."
