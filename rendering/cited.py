"""How citations are named in text: where they were looked up, or that nobody has, and the grade that they give."""

from collections.abc import Iterable

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.grading import grade_is_unverified, grade_of, is_unverified
from hipexpert.knowledge.packs.sourced import Citation
from hipexpert.languages.catalogue import later

UNVERIFIED = later("unverified")
JUDGEMENT = later("judgement")  # what a picture says without a source


def place_in(citation: Citation) -> str:
    """Where in its source a citation was looked up, or that it was not; empty for consensus, which has no places."""
    return UNVERIFIED if is_unverified(citation) else citation.at


def grade_words(pack: Pack, citations: Iterable[Citation]) -> str:
    """The grade that citations give, in words, and whether nobody looked up any that gives it."""
    citations = tuple(citations)
    grade = grade_of(citations, pack.source_by_id).replace("_", " ")
    return f"{grade}, {UNVERIFIED}" if grade_is_unverified(citations, pack.source_by_id) else grade
