"""What comes before more pain, as far as a diary can tell, with the course of pain and load."""

from collections.abc import Sequence

from hipexpert.companion.patterns.found import FEWEST, PainAndLoad, PatternFound, PatternReport
from hipexpert.languages.catalogue import capital
from hipexpert.rendering.pain_and_load_svg import to_pain_and_load_svg
from hipexpert.rendering.report.blocks import Block, Chart, Heading, Paragraph, Point, Points, Report, points, quiet, strong
from hipexpert.rendering.report.phrases import counted

_BARS = "▁▂▃▄▅▆▇█"
_WEEKS = 60
_HIGHEST = 10
_NO_PROOF = "A pattern is no proof: it may be something else about those days. Change one thing at a time, and see."


def patterns_report(report: PatternReport) -> Report:
    """The picture, what was found, what was looked at without a pattern, and what needs more runs."""
    blocks: list[Block] = [Heading("Patterns in your log", 1)]
    if report.weeks:
        blocks.append(Chart(to_pain_and_load_svg(report.weeks), sparklines(report.weeks)))
    if not report.enough:
        have = f"there are {report.days} days with a run and with pain that was noted and changed; {FEWEST} are the least"
        blocks.append(Paragraph((strong("Not enough runs yet. "), f"Between {report.since} and {report.until} {have}.")))
    found = [one for one in report.found if one.verdict == "pattern"]
    if found:
        blocks += [Points(tuple(Point((strong(one.sentence), quiet(f" {_how_sure(one)}"))) for one in found)), Paragraph(_NO_PROOF)]
    elif report.enough:
        blocks.append(Paragraph((strong("No pattern seen. "), "Either nothing you noted brings the pain on, or it takes more runs.")))
    blocks += _others("Looked at, no pattern seen", [one for one in report.found if one.verdict == "none-seen"])
    blocks += _others(
        "Not enough runs yet to tell", [one for one in report.found if one.verdict == "not-enough" and one.runs and one.others]
    )
    blocks += _notes(report)
    return Report("Patterns", tuple(blocks))


def _others(title: str, those: Sequence[PatternFound]) -> tuple[Block, ...]:
    """What was looked at and is no pattern, under what its sentences begin with."""
    told = [one.sentence.partition(": ")[2] for one in those]
    return (Heading(title, 3), *points(*map(capital, told))) if told else ()


def _how_sure(one: PatternFound) -> str:
    if one.difference is None or one.low is None or one.high is None or one.p is None:
        return ""
    chance = "less than 1 in 1,000" if one.p < 0.001 else f"{one.p:.3f}"
    if one.worse * one.others <= one.worse_of_others * one.runs:  # the sentence tells of points: shares would contradict it
        return f"It shows in how much it hurt, not in how often; p {chance}, corrected for all that was looked at."
    return (
        f"That is {100 * one.difference:.0f} more of 100 runs (95 % interval {100 * one.low:.0f} to {100 * one.high:.0f}), "
        f"drawn towards none as far as the numbers are small; p {chance}, corrected for all that was looked at."
    )


def _notes(report: PatternReport) -> list[Block]:
    notes = []
    if report.without_pain:
        silent, have = counted(report.without_pain, "day"), "has" if report.without_pain == 1 else "have"
        notes.append(
            f"{silent} with a run {have} no pain noted and {'was' if have == 'has' else 'were'} not counted: write 0 when nothing hurt."
        )
    if report.compared_with == "usual" and report.enough:
        notes.append("Pain before the run is noted too seldom to compare with: with --before the patterns become clearer.")
    if report.enough:
        notes.append("Of all that was looked at, no more than 1 log in 20 without a pattern shows one by chance (docs/log.md).")
    return [Paragraph(quiet(note)) for note in notes]


def sparklines(weeks: Sequence[PainAndLoad]) -> str:
    """Load and pain as two lines of bars, a week each, the newest at the right."""
    shown = weeks[-_WEEKS:]
    most = max((week.distance_km for week in shown), default=0.0)
    load = "".join(_bar(week.distance_km / most) if most and week.distance_km else " " for week in shown)
    pain = "".join(" " if week.pain is None else _bar(week.pain / _HIGHEST) for week in shown)
    ends = f"{shown[0].monday} to {shown[-1].monday}, a week each"
    return f"load  {load}  up to {most:.0f} km\npain  {pain}  worst of the week, of {_HIGHEST}\n      {ends}"


def _bar(share: float) -> str:
    return _BARS[min(len(_BARS) - 1, int(share * len(_BARS)))]
