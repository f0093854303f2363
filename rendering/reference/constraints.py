"""The page of the constraints: answers that cannot stand together."""

from hipexpert.knowledge.packs.written import as_written
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import code, counted, heading, sentence
from hipexpert.rendering.reference.links import CONSTRAINTS


def constraint_pages(book: Book) -> dict[str, str]:
    """The one page of the constraints, by id."""
    found = sorted(book.pack.constraints, key=lambda each: each.id)
    lines = [*heading(1, "Constraints"), f"{counted(len(found), 'constraint')}: answers that cannot all be true of one runner.", ""]
    for each in found:
        lines += [*heading(2, each.id.replace("-", " ").capitalize(), each.id), code(each.id), ""]
        lines += [f"**Never** {book.words(each.never)}.", "", "```yaml", *as_written(book.pack, each.never, "never"), "```", ""]
        lines += [f"**Because** {sentence(each.because)}", ""]
    return {CONSTRAINTS: book.page(lines)}
