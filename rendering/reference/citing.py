"""Everything that cites each source, for the bibliography."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.exercises import Exercise
from hipexpert.knowledge.packs.governance import NotFollowed
from hipexpert.knowledge.packs.pack import Advice, Condition, Rule, ScreenItem
from hipexpert.knowledge.packs.pictures import Picture
from hipexpert.knowledge.packs.programmes import Programme
from hipexpert.knowledge.packs.sourced import Citation
from hipexpert.rendering.cited import place_in
from hipexpert.rendering.reference.escaping import markdown, text
from hipexpert.rendering.reference.links import Links

_ID = attrgetter("id")
Citing = dict[str, dict[str, dict[Markup, list[Citation]]]]


class CitedProgramme(NamedTuple):
    """A programme, and what it and its rules cite."""

    id: str
    sources: tuple[Citation, ...]

    @classmethod
    def of(cls, programme: Programme) -> "CitedProgramme":
        """Each citation of a programme once."""
        return cls(programme.id, tuple(dict.fromkeys(programme.cited)))


class CitedPicture(NamedTuple):
    """The picture of a condition, and what all its rows cite."""

    id: str
    sources: tuple[Citation, ...]


def cited_by(picture: Picture) -> tuple[Citation, ...]:
    """What the rows of a picture cite, each citation once."""
    return tuple(dict.fromkeys(citation for row in picture.rows for citation in row.sources))


Sourced = Rule | Condition | Advice | NotFollowed | CitedPicture | CitedProgramme | Exercise | ScreenItem


def citing(pack: Pack, links: Links) -> Citing:
    """What cites each source: by source, kind of citing entry, and link to it."""
    entries: tuple[tuple[str, Callable[[str], Markup], Sourced], ...] = (
        *(("rules", links.rule, each) for each in sorted(pack.rules, key=_ID)),
        *((f"{each.kind.replace('_', ' ')}s", links.condition, each) for each in sorted(pack.conditions, key=_ID)),
        *(("advice", links.advice, each) for each in sorted(pack.advice, key=_ID)),
        *(("pictures", links.condition, CitedPicture(each.id, cited_by(each))) for each in sorted(pack.pictures, key=_ID)),
        *(("the screen", links.screen_item, each) for each in pack.screen),
        *(("exercises", links.exercise, each) for each in pack.exercises),
        *(("programmes", links.programme, CitedProgramme.of(each)) for each in pack.programmes),
        *(("claims that are not followed", links.claim, each) for each in sorted(pack.not_followed, key=_ID)),
    )
    found: Citing = {}
    for kind, link, each in entries:
        for citation in each.sources:
            found.setdefault(citation.ref, {}).setdefault(kind, {}).setdefault(link(each.id), []).append(citation)
    return found


def where_cited(citations: Iterable[Citation]) -> Markup:
    """Where a source is cited for something, in brackets; against it where it refutes."""
    places = [text(place_in(each)) + (markdown("; **refutes**") if each.stance == "refute" else "") for each in citations]
    shown = ", ".join(place.removeprefix("; ") for place in places if place)
    return markdown(f" ({shown})" if shown else "")
