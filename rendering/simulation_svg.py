"""A simulation as a picture: how urgent the runners came out, and how often each rule fired."""

import math
from html import escape

from hipexpert.knowledge.runner.random_runners import Simulation
from hipexpert.rendering.report.harmless import harmless
from hipexpert.rendering.reports.simulation import share

WIDTH, MARGIN, LABEL, BAR = 760, 20, 110, 22
CURVE = 220
COLOURS = {
    "emergency": "#b3261e",
    "urgent": "#d9662b",
    "soon": "#c99a1b",
    "undetermined": "#75659b",
    "routine": "#2b7a9b",
    "self_care": "#3d8b4f",
}
INK, PALE = "#222222", "#cccccc"


def simulation_to_svg(simulation: Simulation) -> str:
    """One SVG picture, self-contained: no script, no font, no network."""
    parts: list[str] = []
    y = MARGIN + 14
    parts.append(_text(MARGIN, y, f"{simulation.runners:,} simulated people: urgency", bold=True))
    y += 12
    widest = WIDTH - 2 * MARGIN - LABEL - 160
    for each in simulation.levels:
        length = widest * each.runners / simulation.runners
        possible = widest * each.at_most / simulation.runners
        parts.append(_text(MARGIN, y + 16, each.level.replace("_", " ")))
        parts.append(f'<rect x="{MARGIN + LABEL}" y="{y + 3}" width="{length:.1f}" height="{BAR - 8}" fill="{COLOURS[each.level]}"/>')
        parts.append(f'<rect x="{MARGIN + LABEL}" y="{y + BAR - 4}" width="{possible:.1f}" height="3" fill="{PALE}"/>')
        parts.append(
            _text(MARGIN + LABEL + max(length, possible) + 6, y + 16, f"{each.runners:,} ({share(each.runners, simulation.runners)})")
        )
        y += BAR
    parts.append(_text(MARGIN + LABEL, y + 14, "grey: the highest level that unanswered questions still leave possible", small=True))
    y += 44
    fired = [each.runners for each in simulation.rules if each.runners]
    never = len(simulation.never_fired)
    parts.append(_text(MARGIN, y, f"How often each of {len(simulation.rules):,} rules fired, {never:,} of them never", bold=True))
    y += 12
    parts += _curve(fired, len(simulation.rules), simulation.runners, y)
    y += CURVE + 34
    about = simulation.knowledge
    parts.append(_text(MARGIN, y, f"{about.pack} {about.version}, seed {simulation.seed}. Random answers, not real people.", small=True))
    title = escape(f"{simulation.runners:,} simulated people")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + MARGIN}" width="{WIDTH}" height="{y + MARGIN}" role="img">'
    return "\n".join([head, f"<title>{title}</title>", '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>", ""])


def _curve(fired: list[int], rules: int, runners: int, top: int) -> list[str]:
    """The rules from the one that fired most to the one that fired least; each line across is a tenth of the one above."""
    left, width = MARGIN + LABEL, WIDTH - 2 * MARGIN - LABEL
    decades = max(1, math.ceil(math.log10(max(runners, 10))))
    parts = []
    for decade in range(decades + 1):
        height = top + CURVE * decade / decades
        label = f"{runners / 10**decade:,.0f}" if runners >= 10**decade else "fewer than 1"
        parts.append(f'<line x1="{left}" y1="{height:.1f}" x2="{left + width}" y2="{height:.1f}" stroke="{PALE}"/>')
        parts.append(_text(MARGIN, height + 4, label))
    points = [
        f"{left + width * (place + 0.5) / max(rules, 1):.1f},{top + CURVE * min(1.0, math.log10(runners / count) / decades):.1f}"
        for place, count in enumerate(fired)
    ]
    parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{COLOURS["routine"]}" stroke-width="2"/>')
    parts.append(_text(left, top + CURVE + 18, "rules, those that fired most often first; people on a logarithmic scale", small=True))
    return parts


def _text(x: float, y: float, words: str, *, bold: bool = False, small: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    size = 11 if small else 13
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="sans-serif" font-size="{size}"{weight} fill="{INK}">{escape(harmless(words))}</text>'
    )
