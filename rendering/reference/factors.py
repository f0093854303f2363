"""The page of the contributing factors: what each is, which rules conclude it, and what follows."""

from hipexpert.knowledge import Condition
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.conditions import described
from hipexpert.rendering.reference.following import advice_sections
from hipexpert.rendering.reference.layout import bullets, counted, heading, sentence
from hipexpert.rendering.reference.links import FACTORS


def factor_pages(book: Book) -> dict[str, str]:
    """The one page of the contributing factors."""
    factors = sorted((each for each in book.pack.conditions if each.kind == "contributing_factor"), key=lambda each: each.id)
    links = book.links(FACTORS)
    lines = heading(1, "Contributing factors")
    lines += [f"{counted(len(factors), 'factor')}. A factor is noted with the rules that saw it; it is not weighed.", ""]
    lines += bullets(links.to(FACTORS, each.id, sentence(each.name).rstrip(".")) for each in factors)
    for factor in factors:
        lines += _factor(book, factor)
    return {FACTORS: book.page(lines)}


def _factor(book: Book, factor: Condition) -> list[str]:
    links = book.links(FACTORS)
    lines = [*heading(2, factor.name, factor.id), sentence(factor.plain), "", *described(book, factor)]
    lines += [sentence(factor.notes), ""] if factor.notes else []
    lines += [*heading(3, "Sources"), *bullets(book.citation(links, each) for each in factor.sources)]
    found = book.concluding.get(Fact("contributing", factor.id).name, ())
    lines += heading(3, "Concluded by")
    lines += bullets((f"{links.rule(rule)}: {book.words(rule.premise)}" for rule in found), "No active rule concludes it.")
    return [*lines, *advice_sections(book, factor, links, 3)]
