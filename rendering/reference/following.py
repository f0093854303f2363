"""What follows from a condition or contributing factor: the advice that rests on it and the advice it forbids."""

from collections.abc import Iterator

from hipexpert.knowledge import Condition, Rule
from hipexpert.knowledge.packs.facts import FactKind
from hipexpert.knowledge.packs.pack import Concludes
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import bullets, heading
from hipexpert.rendering.reference.links import Links


def advice_sections(book: Book, condition: Condition, links: Links, level: int = 2) -> list[str]:
    """The two sections about advice, under headings of a level."""
    lines: list[str] = []
    sections: tuple[tuple[FactKind, str, str], ...] = (
        ("advise", "Advice that rests on it", "No advice rests on it alone or with others."),
        ("avoid", "Advice it forbids", "It forbids no advice."),
    )
    for kind, title, none in sections:
        lines += [*heading(level, title), *bullets(_advice(book, condition, links, kind), none)]
    return lines


def _advice(book: Book, condition: Condition, links: Links, kind: FactKind) -> Iterator[str]:
    found: dict[str, list[Rule]] = {}
    for rule in book.rules_about(condition.id):
        for conclusion in rule.conclusions:
            if isinstance(conclusion, Concludes) and conclusion.kind == kind:
                found.setdefault(conclusion.id, []).append(rule)
    for advice_id in sorted(found):
        yield f"{links.advice(advice_id)} by {', '.join(links.rule(rule) for rule in found[advice_id])}"
