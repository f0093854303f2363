"""What differs between two assessments: of one runner if an answer were different, or of two runners."""

from collections.abc import Iterable

from hipexpert.graphs.explanations.difference import AdviceDifference, ConditionDifference, Difference, Named
from hipexpert.knowledge import Reason
from hipexpert.languages.catalogue import say
from hipexpert.rendering.report.blocks import (
    Block,
    Heading,
    Notice,
    Paragraph,
    Point,
    Points,
    Table,
    Words,
    code,
    level,
    plain,
    points,
    quiet,
    strong,
)
from hipexpert.rendering.report.phrases import first, more


def difference_blocks(answer: Difference, most: int | None) -> tuple[Block, ...]:
    """What differs: the answers, the urgency and why, the ranking, patterns and factors, the advice."""
    rows = tuple(
        (code(f"{each.finding}.{each.value}" if each.value else each.finding), quiet(each.before_says), each.after_says)
        for each in answer.changes
    )
    impossible = (
        Notice("doubt", say("These answers cannot all be true: %(because)s", because=because)) for because in answer.contradictions
    )
    return (
        Heading(say("Answers that differ")),
        Table((say("finding"), say("before"), say("after")), rows) if rows else Paragraph(say("none")),
        *_urgency(answer, most),
        *impossible,
        *_ranking(answer, most),
        *_came_and_went(say("Patterns"), answer.patterns_gained, answer.patterns_lost),
        *_came_and_went(say("Factors"), answer.factors_gained, answer.factors_lost),
        *_advice(answer, most),
    )


def _urgency(answer: Difference, most: int | None) -> tuple[Block, ...]:
    urgency = answer.urgency
    blocks: list[Block] = [Heading(say("Urgency"))]
    if urgency.before == urgency.after:
        blocks.append(Paragraph((say("the same: "), level(urgency.after))))
    else:
        blocks.append(Paragraph((level(urgency.before), say(" becomes "), level(urgency.after), strong(f": {urgency.title}"))))
        blocks.append(Paragraph(urgency.action))
    blocks += points(*_reasons(say("now"), first(urgency.gained, most)), *_reasons(say("no longer"), first(urgency.lost, most)))
    return tuple(blocks)


def _reasons(when: str, reasons: Iterable[Reason]) -> list[Words]:
    return [(f"{when}: {each.because}", quiet(f"  ({'; '.join(each.premises)})")) for each in reasons]


def _ranking(answer: Difference, most: int | None) -> tuple[Block, ...]:
    told = sorted(answer.differential, key=_prominence)
    if not told:
        return ()
    return (Heading(say("Ranking")), Points(tuple(_condition(each, most) for each in first(told, most))), *more(told, most))


def _prominence(each: ConditionDifference) -> tuple[int, int]:
    """The best place on either side first, then the larger move."""
    places = [place for place in (each.rank_before, each.rank_after) if place is not None]
    return min(places), -abs((each.decibans_after or 0) - (each.decibans_before or 0))


def _condition(each: ConditionDifference, most: int | None) -> Point:
    places = say(" to ").join(say("not ranked") if rank is None else f"{rank}." for rank in (each.rank_before, each.rank_after))
    said = [
        f"{when}: {item.decibans:+d} {item.says}"
        for when, items in ((say("now"), each.gained), (say("no longer"), each.lost))
        for item in first(items, most)
    ]
    return Point((strong(f"{places}  "), each.name, quiet(f"  {_weights(each)}")), points(*said))


def _weights(each: ConditionDifference) -> str:
    sides = [
        say("not weighed") if total is None or band is None else f"{plain(band)} ({total:+d})"
        for band, total in ((each.band_before, each.decibans_before), (each.band_after, each.decibans_after))
    ]
    return say(" to ").join(sides) if sides[0] != sides[1] else sides[0]


def _came_and_went(title: str, came: Iterable[Named], went: Iterable[Named]) -> tuple[Block, ...]:
    said = points(*(say("now: %(said)s", said=each.name) for each in came), *(say("no longer: %(name)s", name=each.name) for each in went))
    return (Heading(title, 3), *said) if said else ()


def _advice(answer: Difference, most: int | None) -> tuple[Block, ...]:
    said = [(each.title, quiet("  "), quiet(_told(each))) for each in first(answer.advice, most)]
    return (Heading(say("Advice")), *points(*said), *more(answer.advice, most)) if said else ()


def _told(advice: AdviceDifference) -> str:
    return say("%(before)s, now %(after)s", before=plain(advice.before), after=plain(advice.after))
