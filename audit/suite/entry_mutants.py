"""The mutants of what is no rule: what "none of these" means, how common a condition is, and what its picture says of an answer.

========  ===========================================================================================================
denial    "none of these" stands for no answer to a finding any more, or for another one
prior     a condition is a class more common, or rarer
stance    a picture says of an answer that it is a step more usual with the condition, or less
========  ===========================================================================================================

Of very many stances as many are tried as :data:`SAMPLED`, always the same, spread evenly over conditions and findings.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from hipexpert.audit.suite.values import Operator
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Condition
from hipexpert.knowledge.packs.pictures import STANCES, Picture, PictureRow, Stance
from hipexpert.knowledge.packs.vocabulary import Choice, Finding, Number

SAMPLED = 240


@dataclass(frozen=True)
class EntryChange:
    """One mutant: what was done to which entry, in words, the pack as it then is, and for a weight the condition it is about."""

    operator: Operator
    name: str
    place: str
    before: str
    after: str
    pack: Pack
    condition: str = ""


def denial_mutants(pack: Pack) -> Iterator[EntryChange]:
    """Every mutant of what a denied group says of a finding."""
    for number, group in enumerate(pack.groups):
        for place, finding in enumerate(group.findings):
            for other in _other_denials(finding):
                findings = (*group.findings[:place], other, *group.findings[place + 1 :])
                groups = (*pack.groups[:number], replace(group, findings=findings), *pack.groups[number + 1 :])
                said = [str(getattr(each, "denial", "")) or "nothing" for each in (finding, other)]
                where = pack.places.get("findings", {}).get(finding.id, "")
                yield EntryChange("denial", finding.id, where, f"denial: {said[0]}", f"denial: {said[1]}", replace(pack, groups=groups))


def _other_denials(finding: Finding) -> Iterator[Finding]:
    if isinstance(finding, Choice) and finding.denial:
        yield replace(finding, denial="")
        names = [each.id for each in finding.values]
        yield replace(finding, denial=names[(names.index(finding.denial) + 1) % len(names)])
    elif isinstance(finding, Number) and finding.denial is not None:
        yield replace(finding, denial=None)


def prior_mutants(pack: Pack) -> Iterator[EntryChange]:
    """Every mutant of a prior class."""
    ladder = sorted(pack.about.weighing.priors, key=lambda name: pack.about.weighing.priors[name])
    for number, condition in enumerate(pack.conditions):
        if condition.prior is None:
            continue
        step = ladder.index(condition.prior)
        for other in (*ladder[max(step - 1, 0) : step], *ladder[step + 1 : step + 2]):
            changed: Condition = replace(condition, prior=other)
            conditions = (*pack.conditions[:number], changed, *pack.conditions[number + 1 :])
            where = pack.places.get("conditions", {}).get(condition.id, "")
            mutated = replace(pack, conditions=conditions)
            yield EntryChange("prior", condition.id, where, f"prior: {condition.prior}", f"prior: {other}", mutated, condition.id)


def stance_mutants(pack: Pack) -> tuple[list[EntryChange], int]:
    """Mutants of stances, spread evenly over all, and how many there are in all."""
    every = list(_stances(pack))
    stride = max(1, -(-len(every) // SAMPLED))
    return [_stance(pack, *each) for each in every[::stride]], len(every)


def _stances(pack: Pack) -> Iterator[tuple[int, int, str, Stance, Stance]]:
    """Each picture, row, answer and stance with each stance beside it on the scale."""
    for number, picture in enumerate(pack.pictures):
        for place, row in enumerate(picture.rows):
            for value, stance in row.stances:
                step = STANCES.index(stance)
                for other in (*STANCES[max(step - 1, 0) : step], *STANCES[step + 1 : step + 2]):
                    yield number, place, value, stance, other


def _stance(pack: Pack, number: int, place: int, value: str, stance: Stance, other: Stance) -> EntryChange:
    picture = pack.pictures[number]
    row = picture.rows[place]
    left = tuple(each for each in _named(row, stance) if each != value)
    changed = replace(row, **{stance: left, other: (*_named(row, other), value)})
    drawn: Picture = replace(picture, rows=(*picture.rows[:place], changed, *picture.rows[place + 1 :]))
    pictures = (*pack.pictures[:number], drawn, *pack.pictures[number + 1 :])
    where = pack.places.get("pictures", {}).get(picture.id, "")
    before, after = (f"{each}: {row.finding} {value}" for each in (stance, other))
    return EntryChange("stance", picture.id, where, before, after, replace(pack, pictures=pictures), picture.id)


def _named(row: PictureRow, stance: Stance) -> tuple[str, ...]:
    named: str | tuple[str, ...] = getattr(row, stance)
    return (named,) if isinstance(named, str) else named
