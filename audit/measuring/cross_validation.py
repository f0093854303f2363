"""Cross-validation by source: how good constants do that were chosen on other people's cases than those they are tried on.

Whoever tunes a constant on cases and measures it on the same is flattered. Here a setting is chosen on all sources but those of
one fold, and measured on that fold; the folds together are all cases, each measured once under a setting that no case of its
source had a say in (Stone, JRSS B 1974;36:111).
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from hipexpert.audit.measuring.measures import BySource, CaseOutcome
from hipexpert.audit.measuring.measuring import outcomes_of
from hipexpert.audit.measuring.parts import place_of, rankings_of
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.cases.cases import Case
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.weighing import Weighing
from hipexpert.knowledge.runner.assessment import Assessor

Setting = TypeVar("Setting")
Outcome = TypeVar("Outcome")
FOLDS = 10


class Fold(Struct, Generic[Setting, Outcome], frozen=True):
    """The sources left out of one choice, the setting that is best without them, and what their cases come to under it."""

    sources: tuple[str, ...]
    chosen: Setting
    outcomes: tuple[Outcome, ...]


def cross_validated(
    sources: Sequence[str],
    settings: Sequence[Setting],
    outcomes_under: Callable[[Setting], Sequence[Outcome]],
    goodness: Callable[[Sequence[Outcome]], float],
    folds: int = FOLDS,
) -> tuple[Fold[Setting, Outcome], ...]:
    """What the best of several settings comes to on cases of sources that it was not chosen on.

    ``sources`` has the source of each case; ``outcomes_under`` gives what each case comes to under a setting, in the same order,
    and ``goodness`` says how good some outcomes are. Of equally good settings the earliest is chosen, so put the one in use first.
    There are as many folds as sources where those are fewer than ``folds``. Raises ValueError where there is nothing to choose
    from, nothing to leave out, or another number of outcomes than of cases.
    """
    names = sorted(set(sources))
    if not settings or len(names) < 2 or folds < 2:
        raise ValueError("cross-validation needs a setting, two sources and two folds")
    Random(0).shuffle(names)  # noqa: S311 (an order, and always the same)
    found = [tuple(outcomes_under(setting)) for setting in settings]
    if any(len(outcomes) != len(sources) for outcomes in found):
        raise ValueError("a setting must give an outcome for each case")
    made = []
    for first in range(count := min(folds, len(names))):
        left_out = set(names[first::count])
        kept = [goodness([each for each, source in zip(outcomes, sources, strict=True) if source not in left_out]) for outcomes in found]
        best = kept.index(max(kept))
        measured = tuple(each for each, source in zip(found[best], sources, strict=True) if source in left_out)
        made.append(Fold(tuple(sorted(left_out)), settings[best], measured))
    return tuple(made)


def hits(outcomes: Sequence[CaseOutcome]) -> int:
    """How good a ranking is: of each case in how many of M1, M3 and M5 it counts, exact and accepted."""
    places = [place_of(right) for each in outcomes for right in (each.right, each.right_exact)]
    return sum(place is not None and place <= most for place in places for most in (1, 3, 5))


def by_source(cases: Sequence[Case], pack: Pack, settings: Sequence[Weighing], assessor_of: Callable[[Pack], Assessor[Any]]) -> BySource:
    """The ranking of the cases in scope where the weighing of the pack is chosen, among several, without their sources.

    The weighing of the pack itself is the first to choose from. Raises :class:`ProblemsError` where all cases are of one source.
    """
    scope = [case for case in cases if case.expected.in_scope]
    every = (pack.about.weighing, *settings)

    def outcomes_under(number: int) -> tuple[CaseOutcome, ...]:
        return outcomes_of(scope, assessor_of(replace(pack, about=replace(pack.about, weighing=every[number]))))

    sources = [case.source or case.id for case in scope]
    if len(set(sources)) < 2:
        help_text = "measure cases of several sources; a case without `source:` is one of its own"
        raise ProblemsError([Problem("one-source", "all cases in scope are of one source: none can be left out", "", help_text)])
    folds = cross_validated(sources, range(len(every)), outcomes_under, hits)
    rankings = rankings_of([outcome for fold in folds for outcome in fold.outcomes])
    return BySource(len(every), sum(len(fold.sources) for fold in folds), tuple(fold.chosen for fold in folds), rankings)
