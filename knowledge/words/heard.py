"""What a phrase in a text says of a finding, and the classes of words that the reader itself asks for."""

from typing import NamedTuple

from hipexpert.knowledge.words.reading import Why
from hipexpert.knowledge.words.tokens import words_of

FINE = "FINE"
HURTS = "HURTS"
EASES = "EASES"
COMPLAINT = "COMPLAINT"
ELSEWHERE = "ELSEWHERE"
HAPPENED = "HAPPENED"  # what happened and is no habit: "fell on the stairs" says nothing of climbing them
MOVED = "MOVED"  # a part of the body that is only moved: "when I swing my leg out"
PLACES = "pain_site"  # the group of findings that say where it hurts
_SAY_NO_MORE = (  # of a place than that it is meant
    "it is my the his her a on in at of to side part left right l r both one only mainly mostly deep since for about now around over "
    "week weeks day days month months year years and plus down into near where pain really very just so bit more kind sort guess think "
    "i though up top bottom middle centre center dead area region spot round quite high low inside outside front back obviously also "
    "from towards toward between outer inner upper lower maybe somewhere always well basically that mine there same old new"
)
BARE = words_of(_SAY_NO_MORE)


class Heard(NamedTuple):
    """An answer, or a reason to ask: ``part`` is the value of a finding with several, ``why`` is empty for an answer."""

    finding: str
    part: str
    value: bool | float | str
    start: int
    end: int
    why: Why | None = None
    sure: bool = True
    beside: tuple[int, int] | None = None
