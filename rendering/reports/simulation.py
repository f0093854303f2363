"""A simulation: urgency, rules that never or rarely fired, conditions never told apart."""

from collections.abc import Iterator

from hipexpert.knowledge.runner.random_runners import Simulation
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Report, Table, code, plain, points
from hipexpert.rendering.report.phrases import first, foot, more

RARE = 10
SHOWN = 40
LEVEL_HEADINGS: tuple[str, ...] = ("urgency", "people", "share", "still possible at most")
RULE_HEADINGS: tuple[str, ...] = ("rule", "fired for", "share")
PAIR_HEADINGS: tuple[str, ...] = ("never told apart", "from", "weighed in")


def simulation_report(simulation: Simulation, *, full: bool) -> Report:
    """What was found over all runners; when ``full``, with every rule."""
    title, most = f"{simulation.runners:,} simulated people", None if full else SHOWN
    silent = points(*map(code, first(simulation.never_fired, most))) or (Paragraph("None."),)
    pairs = tuple(_pair_rows(simulation, most))
    alike: Block = Table(PAIR_HEADINGS, pairs, (2,)) if pairs else Paragraph("None.")
    rules = tuple(_rule_rows(simulation))
    fired = [row for row, each in zip(rules, simulation.rules, strict=True) if each.runners]
    blocks = (
        Heading(title, 1),
        *map(Paragraph, summary(simulation)),
        Heading("Urgency"),
        Table(LEVEL_HEADINGS, tuple(_level_rows(simulation)), (1, 2, 3)),
        Heading(f"Rules that never fired: {len(simulation.never_fired)}"),
        *silent,
        *more(simulation.never_fired, most),
        Heading("Rules that fired least"),
        Table(RULE_HEADINGS, tuple(reversed(fired[-RARE:])), (1, 2)),
        Heading(f"Pairs of conditions never told apart: {len(simulation.never_separated)}"),
        alike,
        *more(simulation.never_separated, most),
        *((Heading("Every rule"), Table(RULE_HEADINGS, rules, (1, 2))) if full else ()),
        Paragraph(simulation.note),
        *foot(simulation.knowledge, simulation.disclaimer),
    )
    return Report(title, blocks)


def share(part: int, whole: int) -> str:
    """A share in per cent, with as many digits as a rare thing needs."""
    percent = 100 * part / whole if whole else 0.0
    return f"{percent:.1f} %" if percent >= 1 or not part else f"{percent:.2g} %"


def _level_rows(simulation: Simulation) -> list[tuple[str, ...]]:
    """How urgent the runners came out, and the highest that was still possible."""
    return [
        (plain(each.level), f"{each.runners:,}", share(each.runners, simulation.runners), f"{each.at_most:,}") for each in simulation.levels
    ]


def _rule_rows(simulation: Simulation) -> list[tuple[str, ...]]:
    """How often each rule fired."""
    return [(each.rule, f"{each.runners:,}", share(each.runners, simulation.runners)) for each in simulation.rules]


def _pair_rows(simulation: Simulation, most: int | None) -> list[tuple[str, ...]]:
    """The pairs of conditions that came out alike in every runner."""
    return [(each.first, each.second, f"{each.weighed:,}") for each in first(simulation.never_separated, most)]


def summary(simulation: Simulation) -> Iterator[str]:
    """What was done, in sentences."""
    answered = f"{100 * simulation.answered:.3g} %"
    yield (
        f"{simulation.runners:,} random people (seed {simulation.seed}), each question answered in {answered} of them. "
        f"{simulation.drawn - simulation.runners:,} more were drawn and left out because their answers contradict one another."
    )
    yield f"{len(simulation.rules) - len(simulation.never_fired):,} of {len(simulation.rules):,} rules fired for at least one of them."
    if simulation.never_fired:
        yield "A rule that never fired may only be rare: `hipexpert audit` proves whether it can fire at all."
