"""The findings that can be said about a runner."""

from collections.abc import Iterable

from hipexpert.knowledge import Pack, allowed_answers, finding_type
from hipexpert.knowledge.packs.vocabulary import Finding
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Point, Points, Report, code, plain, quiet


def findings_report(pack: Pack, found: Iterable[Finding]) -> Report:
    """Findings by group with their type, question and allowed values."""
    groups: dict[str, list[Point]] = {}
    for each in found:
        told = (Paragraph(each.question), Paragraph(quiet(allowed_answers(each))))
        groups.setdefault(pack.group_of[each.id].group, []).append(Point((code(each.id), quiet(f"  {plain(finding_type(each))}")), told))
    titles = {group.group: group.title for group in pack.groups}
    blocks: list[Block] = []
    for name, listed in groups.items():
        blocks += [Heading((titles[name], quiet(f"  ({name})"))), Points(tuple(listed))]
    return Report("Findings", tuple(blocks))
