"""Pictures: what is known of one condition's stance on the findings that tell conditions apart, and the weights made of it.

A weight is 10 log10 of how often people with the condition give an answer against how often all do who come with the
complaint (Good 1985), in whole decibans. So what all candidates share lifts none of them, and a condition gains nothing
by a longer file; see ``docs/decisions/0022-a-ranking-by-pictures.md``.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from hipexpert.knowledge.packs.facts import band
from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.premises import Denied, Is, Limit, Premise, Several, fact_of
from hipexpert.knowledge.packs.sourced import Citation, Review
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Id, Line, Number, YesNo

Stance = Literal["hallmark", "common", "sometimes", "seldom", "against"]
STANCES: tuple[Stance, ...] = get_args(Stance)
PRESENT, ABSENT = "present", "absent"
Share = Annotated[float, Meta(gt=0, lt=1)]
Values = str | tuple[str, ...]


class Discriminating(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A finding that tells conditions apart. ``background`` is how often each answer is given by all who come with the
    complaint, whatever they have; ``bands`` are the stretches of a number that are told apart, both ends included.

    What a picture does not name of ``choices`` is ``unlisted``: neutral, or against it, but a value that the vocabulary calls
    ``vague`` is neutral always; of one of several answers a ``vague`` one says nothing and has no background. Of the findings
    of one ``group`` only the strongest item counts.
    """

    finding: Id
    background: Share | Mapping[Id, Share]
    bands: Mapping[Id, tuple[float | None, float | None]] = NOTHING
    unlisted: Literal["neutral", "against"] = "neutral"
    group: str = ""

    def __post_init__(self) -> None:
        freeze(self, "background", "bands")

    def of(self, value: str) -> float:
        """The background of one answer."""
        return self.background[value] if isinstance(self.background, Mapping) else self.background


class PictureRow(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The stance on answers to one finding, or the published likelihood ratios of them; of a yes/no finding, ``present``.

    Without sources it is the judgement of the authors, and shown as that.
    """

    finding: Id
    hallmark: Values = ()
    common: Values = ()
    sometimes: Values = ()
    seldom: Values = ()
    against: Values = ()
    ratio: Mapping[Id, Annotated[float, Meta(gt=0)]] = NOTHING
    because: str = ""
    sources: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if self.ratio is not NOTHING:  # of thousands of rows hardly any has one
            freeze(self, "ratio")

    @property
    def stances(self) -> list[tuple[str, Stance]]:
        """Each value that it names with a stance."""
        found: list[tuple[str, Stance]] = []
        for stance in STANCES:
            named: Values = getattr(self, stance)
            if isinstance(named, str):
                found.append((named, stance))
            elif named:
                found += [(value, stance) for value in named]
        return found


class NoInformation(Struct, frozen=True, forbid_unknown_fields=True):
    """Findings on which nothing is known of a condition, and why."""

    findings: Annotated[tuple[Id, ...], Meta(min_length=1)]
    because: Line


class Picture(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One condition's complete stance on the findings that tell conditions apart."""

    id: Id
    reviewed: Review
    rows: Annotated[tuple[PictureRow, ...], Meta(min_length=1)]
    no_information: tuple[NoInformation, ...] = ()


class StanceScale(Struct, frozen=True, forbid_unknown_fields=True):
    """How often an answer is given where a picture says so: a share of people with the condition for the first three, a
    fraction of the background for the others. Of one of several answers at least the share ``left`` stays with those that a
    picture does not name. No weight is beyond ``cap`` decibans.
    """

    hallmark: Share
    common: Share
    sometimes: Share
    seldom: Share
    against: Share
    left: Share
    cap: Annotated[int, Meta(ge=1)]

    def share(self, stance: Stance, background: float) -> float:
        """How often people with the condition give the answer."""
        if stance in ("seldom", "against"):
            return float(getattr(self, stance)) * background
        return float(getattr(self, stance))


class Cell(Struct, frozen=True):
    """One weight of a picture: the answer, the fact that is counted for it, and the row that speaks of it (none where the
    answer is only left over). ``share`` and ``background`` are None where the ratio is published.
    """

    finding: str
    premise: Premise
    fact: str
    value: str
    weight: int
    row: PictureRow | None
    stance: Stance | None = None
    share: float | None = None
    background: float | None = None
    denied: bool = False


def band_premise(finding: str, low: float | None, high: float | None) -> Premise:
    """That a number lies in a band; an end that is None is open."""
    parts: list[Premise] = []
    if low is not None:
        parts.append(Limit(finding, ">=", low))
    if high is not None:
        parts.append(Limit(finding, "<=", high))
    return parts[0] if len(parts) == 1 else Several(2, tuple(parts))


def bands_of(discriminating: tuple[Discriminating, ...]) -> Iterator[tuple[str, Premise]]:
    """The fact of every band of a number, and when it holds."""
    for each in discriminating:
        for name, (low, high) in each.bands.items():
            yield band(each.finding, name).name, band_premise(each.finding, low, high)


def cells_of(
    picture: Picture, discriminating: Mapping[str, Discriminating], findings: Mapping[str, Finding], scale: StanceScale
) -> Iterator[Cell]:
    """Every weight of a picture, finding by finding; those that are nought as well, since a stance was taken there too."""
    for name, about in rows_of(picture).items():
        yield from cells_about(findings[name], about, discriminating[name], scale)


def rows_of(picture: Picture) -> dict[str, list[PictureRow]]:
    """The rows of a picture by the finding that they are about."""
    rows: dict[str, list[PictureRow]] = {}
    for row in picture.rows:
        rows.setdefault(row.finding, []).append(row)
    return rows


def cells_about(finding: Finding, rows: list[PictureRow], against: Discriminating, scale: StanceScale) -> Iterator[Cell]:
    """The weights that the rows about one finding give."""
    if isinstance(finding, YesNo):
        yield from _yes_no(rows, against, scale)
    elif isinstance(finding, Choices):
        yield from _choices(finding, rows, against, scale)
    else:
        yield from _one_of_several(finding, rows, against, scale)


def values_of(finding: Finding, about: Discriminating) -> tuple[str, ...]:
    """The answers to a finding that a picture can take a stance on."""
    if isinstance(finding, YesNo):
        return (PRESENT,)
    if isinstance(finding, Number):
        return tuple(about.bands)
    return tuple(value.id for value in finding.values if isinstance(finding, Choices) or not value.vague)


def _deciban(ratio: float, cap: int) -> int:
    return max(-cap, min(cap, round(10 * math.log10(ratio))))


def _yes_no(rows: list[PictureRow], against: Discriminating, scale: StanceScale) -> Iterator[Cell]:
    yes, no = Is(against.finding, "yes"), Is(against.finding, "no")
    background = against.of(PRESENT)
    published = {value for row in rows for value in row.ratio}  # what is published stands instead of a stance on the same answer
    for row in rows:
        for value, ratio in row.ratio.items():
            leaf = yes if value == PRESENT else no
            yield Cell(against.finding, leaf, fact_of(leaf), value, _deciban(ratio, scale.cap), row, denied=value == ABSENT)
        for _, stance in row.stances:
            share = scale.share(stance, background)
            if PRESENT not in published:
                weight = _deciban(share / background, scale.cap)
                yield Cell(against.finding, yes, fact_of(yes), PRESENT, weight, row, stance, share, background)
            if ABSENT not in published:
                weight = _deciban((1 - share) / (1 - background), scale.cap)
                yield Cell(against.finding, no, fact_of(no), PRESENT, weight, row, stance, share, background, denied=True)


def _choices(finding: Choices, rows: list[PictureRow], against: Discriminating, scale: StanceScale) -> Iterator[Cell]:
    """Each value is present or absent by itself."""
    named = {value: (stance, row) for row in rows for value, stance in row.stances}
    ratios = {value: (ratio, row) for row in rows for value, ratio in row.ratio.items()}
    for value in finding.values:
        yes, no = Is(finding.id, value.id), Denied(finding.id, value.id)
        if value.id in ratios:
            ratio, row = ratios[value.id]
            yield Cell(finding.id, yes, fact_of(yes), value.id, _deciban(ratio, scale.cap), row)
            continue
        background = against.of(value.id)
        if value.id in named:
            stance, told = named[value.id]
        elif against.unlisted == "against" and not value.vague:
            stance, told = "against", None
        else:
            continue
        share = scale.share(stance, background)
        yield Cell(finding.id, yes, fact_of(yes), value.id, _deciban(share / background, scale.cap), told, stance, share, background)
        weight = _deciban((1 - share) / (1 - background), scale.cap)
        yield Cell(finding.id, no, fact_of(no), value.id, weight, told, stance, share, background, denied=True)


def _one_of_several(finding: Choice | Number, rows: list[PictureRow], against: Discriminating, scale: StanceScale) -> Iterator[Cell]:
    """One of several answers is given: their shares add up to one."""
    named = {value: (stance, row) for row in rows for value, stance in row.stances}
    ratios = {value: (ratio, row) for row in rows for value, ratio in row.ratio.items()}
    values = values_of(finding, against)
    shares = {value: scale.share(stance, against.of(value)) for value, (stance, _) in named.items()}
    others = [value for value in values if value not in shares and value not in ratios]
    left = sum(map(against.of, others))
    most = 1 - (scale.left if others else 0)
    total = sum(shares.values())
    if total > most or not others:
        shares = {value: share * most / total for value, share in shares.items()}
    rest = 1 - sum(shares.values())
    for value in values:
        if isinstance(finding, Number):
            premise: Premise = band_premise(finding.id, *against.bands[value])
            fact = band(finding.id, value).name
        else:
            premise = leaf = Is(finding.id, value)
            fact = fact_of(leaf)
        background = against.of(value)
        if value in ratios:
            ratio, row = ratios[value]
            yield Cell(finding.id, premise, fact, value, _deciban(ratio, scale.cap), row)
        elif value in shares:
            stance, row = named[value]
            yield Cell(
                finding.id, premise, fact, value, _deciban(shares[value] / background, scale.cap), row, stance, shares[value], background
            )
        elif shares:
            share = min(1.0, rest / left) * background  # what is left over speaks for nothing
            yield Cell(finding.id, premise, fact, value, _deciban(share / background, scale.cap), None, None, share, background)
