"""The difference of two assessments on a terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from hipexpert.cli.terminal import COLOURS
from hipexpert.graphs.explanations.difference import ConditionDifference, Difference

SHOWN = 5


def draw_difference(console: Console, answer: Difference) -> None:
    """Draw what differs: the answers, the urgency and why, the ranking, patterns and factors, the advice."""
    _answers(console, answer)
    _urgency(console, answer)
    for because in answer.contradictions:
        console.print(Text(f"These answers cannot all be true: {because}", style="yellow"))
    _ranking(console, answer)
    for title, gained, lost in (
        ("Patterns", answer.patterns_gained, answer.patterns_lost),
        ("Factors", answer.factors_gained, answer.factors_lost),
    ):
        if gained or lost:
            words = [*(f"+ {each.name}" for each in gained), *(f"- {each.name}" for each in lost)]
            console.print(Text(f"{title}  ", style="bold") + Text(", ".join(words)))
    _advice(console, answer)


def _answers(console: Console, answer: Difference) -> None:
    console.print(Line("Answers that differ", style="dim"))
    if not answer.changes:
        console.print("none")
    table = Table.grid(padding=(0, 1))
    for _ in range(3):
        table.add_column(ratio=1)
    for change in answer.changes:
        name = f"{change.finding}.{change.value}" if change.value else change.finding
        table.add_row(Text(name, style="cyan"), Text(change.before_says, style="dim"), Text(change.after_says))
    console.print(table)


def _urgency(console: Console, answer: Difference) -> None:
    urgency = answer.urgency
    console.print(Line("Urgency", style="dim"))
    before, after = (Text(f" {each.replace('_', ' ').upper()} ", style=COLOURS[each]) for each in (urgency.before, urgency.after))
    if urgency.before == urgency.after:
        console.print(Text("the same: ") + after)
    else:
        console.print(before + Text(" becomes ") + after + Text(f" {urgency.title}", style="bold"))
        console.print(Text(urgency.action))
    for sign, reasons in (("+", urgency.gained), ("-", urgency.lost)):
        for reason in reasons[:SHOWN]:
            line = Text(f"{sign} {reason.because}") + Text(f"  ({'; '.join(reason.premises)})", style="dim")
            console.print(Padding(line, (0, 0, 0, 2)))
    if urgency.at_most_before != urgency.at_most_after:
        words = f"could at most become {urgency.at_most_after.replace('_', ' ')} (was {urgency.at_most_before.replace('_', ' ')})"
        console.print(Text(words, style="dim"))


def _ranking(console: Console, answer: Difference) -> None:
    if not answer.differential:
        return
    console.print(Line("Ranking", style="dim"))
    told = sorted(answer.differential, key=_prominence)
    for each in told[:SHOWN]:
        console.print(Text(f"{_place(each.rank_before)} to {_place(each.rank_after)}  ", style="bold") + Text(each.name))
        console.print(Padding(Text(_weights(each), style="dim"), (0, 0, 0, 2)))
        for sign, items in (("+", each.gained), ("-", each.lost)):
            for item in items[:SHOWN]:
                console.print(Padding(Text(f"{sign} {item.decibans:+d} {item.says}"), (0, 0, 0, 4)))
    if len(told) > SHOWN:
        console.print(Text(f"and {len(told) - SHOWN} other conditions with --format json", style="dim"))


def _prominence(each: ConditionDifference) -> tuple[int, int]:
    """The best place on either side first, then the larger move."""
    places = [place for place in (each.rank_before, each.rank_after) if place is not None]
    return min(places), -abs((each.decibans_after or 0) - (each.decibans_before or 0))


def _place(rank: int | None) -> str:
    return "not ranked" if rank is None else f"{rank}."


def _weights(each: ConditionDifference) -> str:
    sides = [
        "not weighed" if total is None or band is None else f"{band.replace('_', ' ')} ({total:+d})"
        for band, total in ((each.band_before, each.decibans_before), (each.band_after, each.decibans_after))
    ]
    return " to ".join(sides) if sides[0] != sides[1] else sides[0]


def _advice(console: Console, answer: Difference) -> None:
    if not answer.advice:
        return
    console.print(Line("Advice", style="dim"))
    for each in answer.advice[:SHOWN]:
        console.print(Text(each.title) + Text(f"  {each.before}, now {each.after}", style="dim"))
    if len(answer.advice) > SHOWN:
        console.print(Text(f"and {len(answer.advice) - SHOWN} other pieces of advice with --format json", style="dim"))
