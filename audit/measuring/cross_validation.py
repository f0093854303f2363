"""Cross-validation by source: how good constants do that were chosen on other people's cases than those they are tried on.

Whoever tunes a constant on cases and measures it on the same is flattered. Here a setting is chosen on all sources but one
part of them, and measured on that part; the folds together are all cases, each measured once by a setting that no case of its
source had a say in (Stone, JRSS B 1974;36:111).
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Generic, TypeVar

from msgspec import Struct

from hipexpert.audit.measuring.measures import Ranking
from hipexpert.audit.measuring.proportions import ranking_of

Setting = TypeVar("Setting")
Places = Sequence[int | None]
FOLDS = 10


class Fold(Struct, Generic[Setting], frozen=True):
    """The sources left out of one choice, the setting that is best without them, and the places that it gives their cases."""

    sources: tuple[str, ...]
    chosen: Setting
    places: tuple[int | None, ...]


class CrossValidation(Struct, Generic[Setting], frozen=True):
    """The ranking of all cases, each under the setting that was chosen without its source; the interval is Wilson's."""

    folds: tuple[Fold[Setting], ...]
    ranking: Ranking


def hits(places: Places) -> int:
    """How good places are: of each case how many of M1, M3 and M5 it counts in."""
    return sum(place is not None and place <= most for place in places for most in (1, 3, 5))


def cross_validated(
    sources: Sequence[str],
    settings: Sequence[Setting],
    places_under: Callable[[Setting], Places],
    *,
    goodness: Callable[[Places], float] = hits,
    folds: int = FOLDS,
) -> CrossValidation[Setting]:
    """What the best of several settings comes to on cases of sources that it was not chosen on.

    ``sources`` has the source of each case, and ``places_under`` gives under a setting the place of the right condition of each
    case in the same order. Of equally good settings the earliest is chosen, so put the one in use first. There are as many
    folds as sources where those are fewer than ``folds``. Raises ValueError where there is nothing to choose from, nothing to
    leave out, or another number of places than of cases.
    """
    names = sorted(set(sources))
    if not settings or len(names) < 2 or folds < 2:
        raise ValueError("cross-validation needs a setting, two sources and two folds")
    Random(0).shuffle(names)  # noqa: S311 (an order, and always the same)
    found = [tuple(places_under(setting)) for setting in settings]
    if any(len(places) != len(sources) for places in found):
        raise ValueError("a setting must give a place, or None, for each case")
    made = []
    for number in range(min(folds, len(names))):
        left_out = set(names[number :: min(folds, len(names))])
        kept = [goodness([place for place, source in zip(places, sources, strict=True) if source not in left_out]) for places in found]
        best = kept.index(max(kept))
        measured = tuple(place for place, source in zip(found[best], sources, strict=True) if source in left_out)
        made.append(Fold(tuple(sorted(left_out)), settings[best], measured))
    return CrossValidation(tuple(made), ranking_of(place for fold in made for place in fold.places))
