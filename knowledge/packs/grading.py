"""How good the evidence for an entry is, read off what it cites, and whether anybody looked it up there."""

from collections.abc import Iterable, Iterator, Mapping

from hipexpert.knowledge.packs.pack import Grade, Pack
from hipexpert.knowledge.packs.sourced import Citation, Source

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


def is_unverified(citation: Citation) -> bool:
    """Whether a publication is cited without the place in it at which this was looked up."""
    return citation.ref != CONSENSUS and not citation.at.strip()


def grade_is_unverified(citations: Iterable[Citation], sources: Mapping[str, Source]) -> bool:
    """Whether nobody has said where in any of the publications that give the grade it stands."""
    citations = tuple(citations)
    grade = grade_of(citations, sources)
    giving = [each for each in citations if each.stance == "support" and source_grade(sources[each.ref]) == grade]
    return bool(giving) and all(map(is_unverified, giving))


def citations_of(pack: Pack) -> Iterator[tuple[str, str, tuple[Citation, ...]]]:
    """What each entry of a pack cites: the kind of entry, which is the key of its list, its id, and its citations."""
    for kind, entries in (
        ("rules", pack.rules),
        ("conditions", pack.conditions),
        ("advice", pack.advice),
        ("not_followed", pack.not_followed),
        ("claims", pack.claims),
        ("screen", pack.screen),
    ):
        yield from ((kind, each.id, each.sources) for each in entries)
    yield from (("conditions", each.id, other.sources) for each in pack.conditions for other in each.overlaps)
    yield from (("exercises", each.id, each.sources) for each in pack.exercises)
    yield from (("programmes", each.id, each.cited) for each in pack.programmes)
    yield from (("pictures", picture.id, row.sources) for picture in pack.pictures for row in picture.rows if row.sources)
