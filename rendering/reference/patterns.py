"""The page of the patterns: the intermediate conclusions between answers and conditions."""

from hipexpert.knowledge.packs.facts import Fact
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import bullets, code, counted, heading, text
from hipexpert.rendering.reference.links import PATTERNS


def pattern_pages(book: Book) -> dict[str, str]:
    """The one page of the patterns."""
    links = book.links(PATTERNS)
    patterns = sorted(book.pack.patterns, key=lambda each: each.id)
    lines = [*heading(1, "Patterns"), f"{counted(len(patterns), 'pattern')}: what a clinician would recognise on the way.", ""]
    for pattern in patterns:
        lines += [*heading(2, pattern.name, pattern.id), f"{code(pattern.id)} reads: {text(pattern.says)}.", ""]
        lines += heading(3, "Concluded by")
        found = book.concluding.get(Fact("pattern", pattern.id).name, ())
        lines += bullets((f"{links.rule(rule)}: {book.words(rule.premise)}" for rule in found), "No active rule concludes it.")
        lines += heading(3, "Used by")
        using = book.resting_on.get(Fact("pattern", pattern.id).name, ())
        lines += bullets((f"{links.rule(rule)}: {text(rule.title)}" for rule in using), "No active rule uses it.")
    return {PATTERNS: book.page(lines)}
