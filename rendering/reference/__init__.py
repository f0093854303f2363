"""The clinical reference: a pack as Markdown pages that a clinician can read and review."""

from collections.abc import Callable

from hipexpert.knowledge import Pack
from hipexpert.rendering.reference.advice import advice_pages
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.conditions import condition_pages
from hipexpert.rendering.reference.constraints import constraint_pages
from hipexpert.rendering.reference.factors import factor_pages
from hipexpert.rendering.reference.findings import finding_pages
from hipexpert.rendering.reference.hazards import hazard_pages
from hipexpert.rendering.reference.index import index_pages
from hipexpert.rendering.reference.not_followed import not_followed_pages
from hipexpert.rendering.reference.patterns import pattern_pages
from hipexpert.rendering.reference.rules import rule_pages
from hipexpert.rendering.reference.sources import source_pages

__all__ = ["reference_pages"]

_PARTS: tuple[Callable[[Book], dict[str, str]], ...] = (
    index_pages,
    condition_pages,
    factor_pages,
    pattern_pages,
    finding_pages,
    rule_pages,
    advice_pages,
    source_pages,
    constraint_pages,
    hazard_pages,
    not_followed_pages,
)


def reference_pages(pack: Pack) -> dict[str, str]:
    """The pages of the reference: their text by their path in it, sorted. Equal packs give equal bytes."""
    book = Book(pack)
    pages = {path: text for part in _PARTS for path, text in part(book).items()}
    return dict(sorted(pages.items()))
