"""Which packs were read and checked as a whole: a mark that only reading puts on a pack, and that nothing carries over.

A pack is a value that anybody can build, or change into another with ``replace``. The mark lies beside its fields, so that what is
built, replaced or unpickled has none: it is checked before anything is concluded from it.
"""

from typing import Final

from hipexpert.knowledge.packs.pack import Pack

_MARK: Final = "_read_and_checked"
_WITNESS: Final = object()


def marked(pack: Pack) -> Pack:
    """The same pack, with the mark. INVARIANT: the whole checker has passed it."""
    pack.__dict__[_MARK] = _WITNESS
    return pack


def is_marked(pack: Pack) -> bool:
    """Whether the pack was read and checked in this process."""
    return pack.__dict__.get(_MARK) is _WITNESS
