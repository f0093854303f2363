"""What a pack knows, side by side and of no runner in particular: its conditions, and its advice."""

from collections.abc import Iterable, Sequence

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.ladder import LEVELS
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
    points,
    quiet,
    strong,
)
from hipexpert.rendering.report.exercises import exercise_blocks
from hipexpert.rendering.report.phrases import foot, knowledge_of, listed

LABEL = 10
NAMES = 4
MANY = 5  # of more, a terminal shows the names alone: one page


def conditions_report(pack: Pack, found: Sequence[Condition]) -> Report:
    """Conditions one beneath the other: what each is, how urgent it usually is, how often it is seen, and how long it takes. Of more
    than a page holds only the names, by how urgent each usually is, and how often it is seen.
    """
    if len(found) > MANY:
        return Report("Conditions", (*_names(pack, found), *foot(knowledge_of(pack), pack.about.disclaimer)))
    shown = tuple(Point((strong(each.name), " ", code(each.id)), tuple(_condition(pack, each))) for each in found)
    return Report("Conditions", (Points(shown), *foot(knowledge_of(pack), pack.about.disclaimer)))


def _names(pack: Pack, found: Sequence[Condition]) -> Iterable[Block]:
    yield Paragraph(quiet("Each under what it usually needs. `hipexpert conditions NAME` says what one is and how long it takes."))
    for level in reversed(LEVELS):
        of_level = [each for each in found if each.typical_urgency == level]
        if of_level:
            yield Heading(pack.level_text(level).title)
            yield from points(*((each.name, quiet(f", {plain(each.prior)}" if each.prior else "")) for each in of_level))


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


def advice_report(pack: Pack, found: Sequence[Advice], *, shown: bool, brief: bool = False) -> Report:
    """Advice by category: what it says, how much of it, and where its source compares it with others, cost, effect and time; with the
    exercises ``shown``, how each of them is done. ``brief`` are the titles alone, and how much of each.
    """
    note = "For nobody in particular: `hipexpert explain` says what is right in one case, and what is not."
    blocks: list[Block] = [Paragraph(quiet(f"{note} `hipexpert advice WORDS` says what to do, why, and how." if brief else note))]
    listed_: dict[AdviceCategory, list[Point]] = {}
    for each in found:
        listed_.setdefault(each.category, []).append(
            Point((each.title, quiet(f", {each.dose}" if each.dose else "")))
            if brief
            else Point((strong(each.title), " ", code(each.id)), tuple(_advice(pack, each, shown=shown)))
        )
    for category, entries in listed_.items():
        blocks += [Heading(pack.texts.heading(category)), Points(tuple(entries))]
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
