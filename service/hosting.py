"""The packs that a service answers with, side by side, and their exchange while it runs."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from hipexpert.embedding import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Pack, did_you_mean
from hipexpert.knowledge.packs.languages import in_language
from hipexpert.knowledge.packs.suggestions import one_by_one
from hipexpert.languages.catalogue import ENGLISH, speaking

HASH_CHARACTERS = 12  # of a content hash, enough to name a pack


def speaking_with(engine: Engine) -> AbstractContextManager[None]:
    """Say everything in the language of an engine's pack for as long as this lasts."""
    return speaking(engine.pack.language, engine.pack.left_in_english)


class UnknownPackError(ProblemsError):
    """A pack was asked for that this service does not have."""


class Hosted:
    """The packs of a service. The first is the one that answers when a request names none.

    ``packs`` are packs, folders of packs, or None for the hip pack that ships; none at all: the hip pack alone. A single one stands
    for itself. Two versions of one pack may stand side by side. Raises :class:`hipexpert.PackError` for a folder that does not hold a
    whole pack.
    """

    def __init__(self, packs: Iterable[Pack | str | Path | None] | Pack | str | Path = ()) -> None:
        self.sources = one_by_one(packs) or (None,)
        self._engines = tuple(map(Engine, self.sources))
        self._translated: dict[tuple[str, str], Engine] = {}

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engines, one a pack. Whoever works on a request takes one once and keeps it: a reload may exchange them meanwhile."""
        return self._engines

    def engine(self, name: str | None = None, *, language: str = ENGLISH) -> Engine:
        """The engine of a pack in a language (English where it has no translation), which its id names, or ``id@version``, or the
        first twelve or more characters of its content hash.

        Of several versions an id names the first. Raises :class:`UnknownPackError`.
        """
        if language != ENGLISH:
            return self._speaking(self.engine(name), language)
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

    def _speaking(self, engine: Engine, language: str) -> Engine:
        """The engine of the same pack in another language: made when it is first asked for, and kept for as long as the pack is hosted."""
        if language not in engine.pack.packed_translations:
            return engine
        kept = self._translated
        if (key := (engine.pack.content_hash, language)) not in kept:
            hosted = {each.pack.content_hash for each in self._engines}
            made = Engine(in_language(engine.pack, language))
            self._translated = {**{one: other for one, other in kept.items() if one[0] in hosted}, key: made}
            return made
        return kept[key]

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
