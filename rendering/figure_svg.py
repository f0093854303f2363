"""A drawing in lines as SVG: in the colour of the text around it, without a style, a script or anything to load."""

from html import escape

from hipexpert.knowledge.packs.exercises import HEIGHT, WIDTH, LineDrawing, Stroke
from hipexpert.rendering.report.harmless import harmless

ABOVE = 14  # room for a head that stands out above the field
HEAD, LIMB, THING, ARROW, POINT = 9, 6, 3, 3, 9


def figure_svg(drawing: LineDrawing) -> str:
    """The drawing as an element of a page, with its words as its name."""
    name = escape(harmless(drawing.says))
    x, y = drawing.head
    parts = [_line(each, f'stroke-width="{THING}" stroke-opacity="0.5"') for each in drawing.things]
    parts += [_line(each, f'stroke-width="{LIMB}"') for each in drawing.body]
    parts.append(f'<circle cx="{x}" cy="{y}" r="{HEAD}" stroke-width="{LIMB - 1}"/>')
    for each in drawing.arrows:
        parts += [_line(each, f'stroke-width="{ARROW}"'), _point(each)]
    return (
        f'<svg role="img" aria-label="{name}" width="{WIDTH}" height="{HEIGHT + ABOVE}" viewBox="0 {-ABOVE} {WIDTH} {HEIGHT + ABOVE}" '
        f'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">{"".join(parts)}</svg>'
    )


def _line(stroke: Stroke, attributes: str) -> str:
    return f'<polyline points="{" ".join(f"{x},{y}" for x, y in stroke)}" {attributes}/>'


def _point(stroke: Stroke) -> str:
    """The head of an arrow at the end of a line, in whole numbers."""
    (x0, y0), (x1, y1) = stroke[-2:]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    sides = ((x1 - POINT * dx + side * POINT * dy / 2, y1 - POINT * dy - side * POINT * dx / 2) for side in (1, -1))
    corners = " ".join(f"{round(x)},{round(y)}" for x, y in sides)
    return f'<polygon points="{corners} {x1},{y1}" fill="currentColor" stroke-width="1"/>'
