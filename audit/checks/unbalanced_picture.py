"""Finds what `unbalanced_picture.md` describes."""

from collections.abc import Iterable, Iterator, Mapping
from statistics import median

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pictured import answer_words
from hipexpert.knowledge.packs.pictures import Cell
from hipexpert.knowledge.packs.vocabulary import Choices

FACTOR = 2  # of the median, in what a picture can weigh at most
FAR = 3  # times a background, in what the pictures say of an answer


def _find(subject: Subject) -> Iterator[Found]:
    pack = subject.pack
    heaviest = {name: _heaviest(pack, cells) for name, cells in subject.drawn.items()}
    middle = median(heaviest.values()) if heaviest else 0
    for name, most in heaviest.items():
        if not middle / FACTOR <= most <= middle * FACTOR:
            more = "more" if most > middle else "less"
            yield Found.about(
                "pictures",
                name,
                f"all that speaks for it can weigh {most} decibans, far {more} than that of most pictures ({middle:g})",
                "look at what its rows say beside those of its neighbours",
                (f"condition:{name}",),
            )
    yield from _backgrounds(pack, subject.drawn)


def _heaviest(pack: Pack, cells: Iterable[Cell]) -> int:
    """What a picture can weigh at most: the best answer to each finding, of several answers each, and of a group one."""
    best: dict[tuple[str, str], int] = {}
    for cell in cells:
        several = isinstance(pack.findings[cell.finding], Choices)
        key = cell.finding, cell.value if several else ""
        best[key] = max(best.get(key, 0), cell.weight)
    groups: dict[str, int] = {}
    for (finding, value), weight in best.items():
        group = pack.discriminating_by_id[finding].group or f"{finding}={value}"
        groups[group] = max(groups.get(group, 0), weight)
    return sum(groups.values())


def _backgrounds(pack: Pack, drawn: Mapping[str, Iterable[Cell]]) -> Iterator[Found]:
    """Answers whose background is far from what the pictures say, each weighed by how common its condition is."""
    priors = {each.id: 10 ** (pack.about.weighing.priors[each.prior] / 10) for each in pack.conditions if each.prior is not None}
    pictured = {picture.id: priors[picture.id] for picture in pack.pictures if picture.id in priors}
    told: dict[tuple[str, str], dict[str, float]] = {}
    for name in pictured:
        for cell in drawn[name]:
            if cell.share is not None and not cell.denied:
                told.setdefault((cell.finding, cell.value), {})[name] = cell.share
    for (finding, value), shares in told.items():
        background = pack.discriminating_by_id[finding].of(value)
        mean = _mean(pictured, shares, background)
        if not background / FAR <= mean <= background * FAR:
            yield Found.about(
                "discriminating",
                finding,
                f"{background:.1%} of all say that {answer_words(pack, finding, value)}, by the pictures it would be {mean:.1%}",
                "move the background, or look for the stances that are too strong",
                (f"finding:{finding}",),
            )


def _mean(pictured: Mapping[str, float], shares: Mapping[str, float], background: float) -> float:
    """How often an answer is given by all, if the pictures are right; a picture without a stance says what the background is."""
    return sum(weight * shares.get(name, background) for name, weight in pictured.items()) / sum(pictured.values())


CHECK = Check("unbalanced-picture", "completeness", "note", _find, unworded=True, unweighed=True)
