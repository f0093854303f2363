"""Phrases that several reports share."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from hipexpert.knowledge import Pack
from hipexpert.knowledge.runner.results import Knowledge
from hipexpert.languages.catalogue import say
from hipexpert.rendering.report.blocks import Block, Paragraph, Span, quiet

T = TypeVar("T")


def listed(words: Iterable[str], most: int) -> str:
    """The first words of a list, and how many more there are."""
    found = list(words)
    rest = say(" (+%(rest)s more)", rest=len(found) - most) if len(found) > most else ""
    return ", ".join(found[:most]) + rest


def listed_on_a_line(words: Iterable[str], room: int) -> str:
    """The first words of a list that fit into so many characters, at least one of them, and how many more there are."""
    found = list(words)
    fitting = [most for most in range(2, len(found) + 1) if len(listed(found, most)) <= room]
    return listed(found, max(fitting, default=1))


def counted(number: int, thing: str) -> str:
    """``1 case``, ``2 cases``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def first(items: Sequence[T], most: int | None) -> Sequence[T]:
    """The first items, or all of them where there is no limit."""
    return items if most is None else items[:most]


def more(items: Sequence[object], most: int | None, where: str = "") -> tuple[Block, ...]:
    """How many items :func:`first` left out, and where they are: with ``--format json`` unless it is said."""
    rest = 0 if most is None else len(items) - most
    return (Paragraph(quiet(say("and %(rest)s more %(where)s", rest=rest, where=where or say("with --format json")))),) if rest > 0 else ()


def knowledge_of(pack: Pack) -> Knowledge:
    """A pack as a result names it."""
    return Knowledge(pack.about.id, pack.about.version, pack.content_hash)


def named(knowledge: Knowledge) -> str:
    """A pack by id, version and the first digits of its hash."""
    return f"{knowledge.pack} {knowledge.version} ({knowledge.content_hash[:12]})"


def foot(knowledge: Knowledge, disclaimer: str = "") -> tuple[Block, ...]:
    """The limits of a result and the knowledge it rests on."""
    limits = (Paragraph(Span(disclaimer, "emphasis")),) if disclaimer else ()
    return (*limits, Paragraph(quiet(say("Knowledge: %(pack)s", pack=named(knowledge)))))
