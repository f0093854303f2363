"""How good the evidence for a rule is, read off what it cites."""

from collections.abc import Iterable, Mapping

from hipexpert.knowledge.packs.pack import Citation, Grade, Source

CONSENSUS = "memory"  # the one source that stands for consensus without a reference
_BY_TYPE: Mapping[str, Grade] = {
    "guideline": "guideline",
    "review": "review",
    "study": "study",
    "textbook": "textbook",
    "patient_info": "patient_information",
    "seed": "article",
}
_BEST_FIRST: tuple[Grade, ...] = ("guideline", "review", "study", "textbook", "patient_information", "article", "consensus")


def grade_of(citations: Iterable[Citation], sources: Mapping[str, Source]) -> Grade:
    """The best kind of publication among the supporting sources; ``consensus`` when there is no reference at all."""
    grades = [source_grade(sources[each.ref]) for each in citations if each.stance == "support"]
    return min(grades, key=_BEST_FIRST.index, default="consensus")


def source_grade(source: Source) -> Grade:
    """The grade of a source by its kind of publication."""
    return "consensus" if source.id == CONSENSUS else _BY_TYPE[source.type]
