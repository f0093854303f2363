"""A simulation as a Markdown page."""

from collections.abc import Sequence

from hipexpert.cohort.random_runners import Simulation
from hipexpert.rendering.simulation_words import (
    LEVEL_HEADINGS,
    PAIR_HEADINGS,
    RULE_HEADINGS,
    SHOWN,
    Row,
    level_rows,
    pair_rows,
    rare_rule_rows,
    share,
    summary,
)


def simulation_to_markdown(simulation: Simulation) -> str:
    """The page: urgency, rules that never or rarely fired, conditions never told apart, and every rule."""
    about = simulation.knowledge
    lines = [f"# {simulation.runners:,} simulated runners", "", *summary(simulation), "", simulation.note, ""]
    lines += ["## Urgency", "", *_table(LEVEL_HEADINGS, level_rows(simulation)), ""]
    lines += ["## Rules that never fired", "", *([f"- `{name}`" for name in simulation.never_fired] or ["None."]), ""]
    lines += ["## Rules that fired least", "", *_table(RULE_HEADINGS, rare_rule_rows(simulation)), ""]
    lines += ["## Conditions never told apart", ""]
    pairs = pair_rows(simulation)
    lines += [*(_table(PAIR_HEADINGS, pairs) if pairs else ["None."]), ""]
    if len(simulation.never_separated) > SHOWN:
        lines += [f"And {len(simulation.never_separated) - SHOWN} more pairs.", ""]
    every = [(f"`{each.rule}`", f"{each.runners:,}", share(each.runners, simulation.runners)) for each in simulation.rules]
    lines += ["## Every rule", "", *_table(RULE_HEADINGS, every), ""]
    lines += [f"*{simulation.disclaimer} Knowledge: {about.pack} {about.version} ({about.content_hash[:12]}).*", ""]
    return "\n".join(lines)


def _table(headings: Row, rows: Sequence[Row]) -> list[str]:
    right = " | ".join(["---", *["---:"] * (len(headings) - 1)])
    return [f"| {' | '.join(headings)} |", f"| {right} |", *(f"| {' | '.join(row)} |" for row in rows)]
