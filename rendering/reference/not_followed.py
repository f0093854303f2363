"""The page of the claims that the pack does not follow, each with the reason."""

from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import bullets, code, counted, heading, sentence
from hipexpert.rendering.reference.links import NOT_FOLLOWED


def not_followed_pages(book: Book) -> dict[str, str]:
    """The one page of the claims not followed, by id."""
    links = book.links(NOT_FOLLOWED)
    found = sorted(book.pack.not_followed, key=lambda each: each.id)
    lines = [*heading(1, "Claims that are not followed"), f"{counted(len(found), 'claim')} of sources that no rule carries.", ""]
    for claim in found:
        lines += [*heading(2, claim.claim, claim.id), code(claim.id), "", f"**Because** {sentence(claim.because)}", ""]
        if claim.instead:
            link = links.advice(claim.instead) if claim.instead in book.pack.advice_by_id else links.rule(claim.instead)
            lines += [f"**Instead** {link}", ""]
        lines += ["**Sources**", "", *bullets(book.citation(links, each) for each in claim.sources)]
    return {NOT_FOLLOWED: book.page(lines)}
