"""Pain and load over time as one picture: bars for the kilometres of a week, a line for its worst pain."""

from collections.abc import Sequence

from hipexpert.companion.patterns.found import PainAndLoad
from hipexpert.rendering.report.phrases import counted

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 900, 300, 50, 40, 30, 40
_HIGHEST = 10
_LABELS = 8


def to_pain_and_load_svg(weeks: Sequence[PainAndLoad]) -> str:
    """The picture, with a sentence for those who cannot see it."""
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    step = wide / max(1, len(weeks))
    most = max((week.distance_km for week in weeks), default=0.0) or 1.0
    bars, dots, lines = [], [], []
    last: tuple[float, float] | None = None
    for number, week in enumerate(weeks):
        left, tall = _LEFT + number * step, high * week.distance_km / most
        bars.append(f'<rect x="{left + step * 0.1:.1f}" y="{_TOP + high - tall:.1f}" width="{step * 0.8:.1f}" height="{tall:.1f}"/>')
        if week.pain is None:
            last = None
            continue
        here = (left + step / 2, _TOP + high * (1 - week.pain / _HIGHEST))
        dots.append(f'<circle cx="{here[0]:.1f}" cy="{here[1]:.1f}" r="3"/>')
        if last is not None:
            lines.append(f'<line x1="{last[0]:.1f}" y1="{last[1]:.1f}" x2="{here[0]:.1f}" y2="{here[1]:.1f}"/>')
        last = here
    every = max(1, -(-len(weeks) // _LABELS))
    named = [(number, week.monday) for number, week in enumerate(weeks) if number % every == 0]
    labels = "".join(f'<text x="{_LEFT + number * step:.1f}" y="{_HEIGHT - 15}">{monday}</text>' for number, monday in named)
    marks = [(each, _TOP + high * (1 - each / _HIGHEST) + 4) for each in (0, 5, 10)]
    scale = "".join(f'<text x="{_WIDTH - 30}" y="{y:.1f}">{each}</text>' for each, y in marks)
    worst = max((week.pain or 0 for week in weeks), default=0)
    about = f"{counted(len(weeks), 'week')}: up to {most:.0f} km a week; worst pain {worst} of {_HIGHEST}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{about}" '
        f'font-family="sans-serif" font-size="12" fill="#333"><title>{about}</title>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/><g fill="#9ab8d6">{"".join(bars)}</g>'
        f'<g stroke="#a3302a" stroke-width="2">{"".join(lines)}</g><g fill="#a3302a">{"".join(dots)}</g>'
        f'<text x="{_LEFT}" y="18">bars: kilometres a week, up to {most:.0f}; line: worst pain of the week, 0 to {_HIGHEST}</text>'
        f"{labels}{scale}</svg>\n"
    )
