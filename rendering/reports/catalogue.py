"""What a pack knows, side by side and of no runner in particular: its conditions, and its advice."""

from collections.abc import Iterable

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Advice, Condition
from hipexpert.knowledge.packs.texts import AdviceCategory
from hipexpert.rendering.report.blocks import (
    Block,
    Heading,
    Paragraph,
    Point,
    Points,
    Report,
    Row,
    Rows,
    code,
    plain,
    quiet,
    strong,
)
from hipexpert.rendering.report.exercises import exercise_blocks
from hipexpert.rendering.report.phrases import foot, knowledge_of, listed

LABEL = 10
NAMES = 4


def conditions_report(pack: Pack, found: Iterable[Condition]) -> Report:
    """Conditions one beneath the other: what each is, how urgent it usually is, how often it is seen, and how long it takes."""
    shown = tuple(Point((strong(each.name), " ", code(each.id)), tuple(_condition(pack, each))) for each in found)
    return Report("Conditions", (Points(shown), *foot(knowledge_of(pack), pack.about.disclaimer)))


def _condition(pack: Pack, each: Condition) -> Iterable[Block]:
    usual = pack.level_text(each.typical_urgency).title
    told = {
        "Usually": f"{usual[:1].lower()}{usual[1:]}",
        "Seen": plain(each.prior) if each.prior else "",
        "Recovery": each.recovery,
        "Also": listed(each.also_called, NAMES),
        "Part of": pack.condition_by_id[each.part_of].name if each.part_of else "",
    }
    yield Paragraph(each.plain)
    yield Rows(tuple(Row(label, text) for label, text in told.items() if text), LABEL)


def advice_report(pack: Pack, found: Iterable[Advice], *, shown: bool) -> Report:
    """Advice by category: what it says, how much of it, and where its source compares it with others, cost, effect and time; with the
    exercises ``shown``, how each of them is done.
    """
    blocks: list[Block] = [
        Paragraph(quiet("For nobody in particular: `hipexpert explain` says what is right in one case, and what is not."))
    ]
    listed_: dict[AdviceCategory, list[Point]] = {}
    for each in found:
        listed_.setdefault(each.category, []).append(
            Point((strong(each.title), " ", code(each.id)), tuple(_advice(pack, each, shown=shown)))
        )
    for category, points in listed_.items():
        blocks += [Heading(pack.texts.heading(category)), Points(tuple(points))]
    return Report("Advice", (*blocks, *foot(knowledge_of(pack), pack.about.disclaimer)))


def _advice(pack: Pack, each: Advice, *, shown: bool) -> Iterable[Block]:
    compare = each.compare
    first = "only once what speaks against it was asked about and denied" if each.id in pack.safe_advice else ""
    told = {
        "First": first,
        "How much": each.dose,
        "Cost": compare.cost if compare else "",
        "Effect": compare.effectiveness if compare else "",
        "Time": compare.time if compare else "",
        "Why": each.because,
    }
    yield Paragraph(each.says)
    yield Rows(tuple(Row(label, text) for label, text in told.items() if text), LABEL)
    if shown:
        yield from exercise_blocks(pack, each.id)
