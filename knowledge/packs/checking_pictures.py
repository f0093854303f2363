"""What must hold of pictures, and of what tells conditions apart, before a pack may be used."""

from collections import Counter
from collections.abc import Iterator, Mapping

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.checking_backgrounds import background_problems
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.pictures import ABSENT, Discriminating, Picture, PictureRow, values_of
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Finding, YesNo


def picture_problems(pack: Pack) -> Iterator[Problem]:
    """All problems of ``discriminating.yaml`` and of the pictures."""
    yield from background_problems(pack)
    for picture in pack.pictures:
        place = pack.places.get("pictures", {}).get(picture.id, "")
        yield from _condition_problems(pack, picture, place)
        for row in picture.rows:
            yield from _finding_problems(pack, row, place)
            yield from _row_problems(row, place)
        yield from _repeated(picture, place)
        yield from _no_information_problems(pack, picture, place)


def _condition_problems(pack: Pack, picture: Picture, place: str) -> Iterator[Problem]:
    condition = pack.condition_by_id.get(picture.id)
    if condition is None or condition.prior is None:
        weighed = [each.id for each in pack.conditions if each.prior is not None]
        help_text = did_you_mean(picture.id, weighed, "a picture is of a condition with a `prior`")
        yield Problem("unknown-condition", f"`{picture.id}` is no condition that is weighed", place, help_text)


def _finding_problems(pack: Pack, row: PictureRow, place: str) -> Iterator[Problem]:
    """A row is about answers to a finding that has a background."""
    finding, about = pack.findings.get(row.finding), pack.discriminating_by_id.get(row.finding)
    if finding is None:
        yield Problem("unknown-finding", f"unknown finding `{row.finding}`", place, did_you_mean(row.finding, pack.findings))
    elif about is None:
        help_text = "describe it in discriminating.yaml: how often its answers are given"
        yield Problem("no-background", f"`{row.finding}` is not among what tells conditions apart", place, help_text)
    else:
        yield from _value_problems(row, finding, about, place)


def _value_problems(row: PictureRow, finding: Finding, about: Discriminating, place: str) -> Iterator[Problem]:
    """A stance is on an answer that is told apart; that a sign is absent may have a ratio, and no stance."""
    values = values_of(finding, about)
    with_ratio = (*values, ABSENT) if isinstance(finding, YesNo) else values
    named = [(value, values) for value, _ in row.stances] + [(value, with_ratio) for value in row.ratio]
    for value, allowed in named:
        if value not in allowed:
            yield Problem("unknown-value", f"`{value}` is no answer to `{row.finding}`", place, did_you_mean(value, allowed))


def _repeated(picture: Picture, place: str) -> Iterator[Problem]:
    said = Counter((row.finding, value) for row in picture.rows for value in (*(value for value, _ in row.stances), *row.ratio))
    for (finding, value), count in said.items():
        if count > 1:
            yield Problem("repeated-value", f"`{finding}: {value}` has {count} stances", place, "a picture takes one on each answer")


def _no_information_problems(pack: Pack, picture: Picture, place: str) -> Iterator[Problem]:
    known: Mapping[str, Discriminating] = pack.discriminating_by_id
    spoken = {row.finding for row in picture.rows}
    for finding in (name for each in picture.no_information for name in each.findings):
        if finding not in known:
            yield Problem("unknown-finding", f"`{finding}` does not tell conditions apart", place, did_you_mean(finding, known))
        elif finding in spoken:
            yield Problem("repeated-value", f"`{finding}` has a stance and `no_information`", place, "one of the two")


def _row_problems(row: PictureRow, place: str) -> Iterator[Problem]:
    if not row.ratio and not row.stances:
        help_text = "name answers under hallmark, common, …, or a ratio"
        yield Problem("empty-row", f"the row about `{row.finding}` says nothing", place, help_text)
    if row.ratio and not row.sources:
        yield Problem("missing-key", f"the ratio of `{row.finding}` has no source", place, "a ratio is published, or it is a stance")
    elif bool(row.because) != bool(row.sources):
        missing, help_text = "sources" if row.because else "because", "a reason has its source; judgement has neither"
        yield Problem("missing-key", f"the row about `{row.finding}` lacks `{missing}`", place, help_text)
