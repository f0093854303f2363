"""The packs that a service answers with, side by side, and their exchange while it runs."""

from collections.abc import Iterable
from pathlib import Path

from hipexpert.embedding import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Pack, did_you_mean

HASH_CHARACTERS = 12  # of a content hash, enough to name a pack


class UnknownPackError(ProblemsError):
    """A pack was asked for that this service does not have."""


class Hosted:
    """The packs of a service. The first is the one that answers when a request names none.

    ``packs`` are packs, folders of packs, or None for the hip pack that ships; none at all: the hip pack alone. Two versions of
    one pack may stand side by side. Raises :class:`hipexpert.PackError` for a folder that does not hold a whole pack.
    """

    def __init__(self, packs: Iterable[Pack | str | Path | None] = ()) -> None:
        self.sources = tuple(packs) or (None,)
        self._engines = tuple(Engine(source) for source in self.sources)

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engines, one a pack. Whoever works on a request takes one once and keeps it: a reload may exchange them meanwhile."""
        return self._engines

    def engine(self, name: str | None = None) -> Engine:
        """The engine of a pack, which its id names, or ``id@version``, or the first twelve or more characters of its content hash.

        Of several versions an id names the first. Raises :class:`UnknownPackError`.
        """
        engines = self._engines
        if name is None:
            return engines[0]
        for engine in engines:
            about, content = engine.pack.about, engine.pack.content_hash
            if name in (about.id, f"{about.id}@{about.version}") or (len(name) >= HASH_CHARACTERS and content.startswith(name)):
                return engine
        names = [f"{each.pack.about.id}@{each.pack.about.version}" for each in engines]
        known = f"this service has {', '.join(names)}"
        raise UnknownPackError([Problem("unknown-pack", f"there is no pack `{name}`", "", did_you_mean(name, names, known))])

    def names(self) -> dict[str, Pack]:
        """Every name that stands for a pack, but for its hash: the ids, and ``id@version``."""
        found: dict[str, Pack] = {}
        for each in self._engines:
            found.setdefault(each.pack.about.id, each.pack)
            found.setdefault(f"{each.pack.about.id}@{each.pack.about.version}", each.pack)
        return found

    def exchange(self, number: int, engine: Engine) -> None:
        """Put another engine in the place of one, for every request that comes from now on."""
        engines = self._engines
        self._engines = (*engines[:number], engine, *engines[number + 1 :])
