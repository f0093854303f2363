"""What must hold of pictures, and of what tells conditions apart, before a pack may be used."""

from collections import Counter
from collections.abc import Iterator, Mapping

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.pictures import ABSENT, PRESENT, Discriminating, Picture, Row
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choices, Finding, Number, YesNo


def picture_problems(pack: Pack) -> Iterator[Problem]:
    """All problems of ``discriminating.yaml`` and of the pictures."""
    known: dict[str, Discriminating] = {}
    for each in pack.discriminating:
        place = pack.places.get("discriminating", {}).get(each.finding, "")
        if each.finding in known:
            yield Problem("repeated-id", f"`{each.finding}` is described twice", place, "one entry for each finding")
        elif (finding := pack.findings.get(each.finding)) is None:
            yield Problem("unknown-finding", f"unknown finding `{each.finding}`", place, did_you_mean(each.finding, pack.findings))
        else:
            yield from _background_problems(each, finding, place)
        known[each.finding] = each
    for picture in pack.pictures:
        yield from _of_picture(pack, known, picture, pack.places.get("pictures", {}).get(picture.id, ""))


def values_of(finding: Finding, about: Discriminating) -> tuple[str, ...]:
    """The answers to a finding that a picture can take a stance on."""
    if isinstance(finding, YesNo):
        return (PRESENT,)
    if isinstance(finding, Number):
        return tuple(about.bands)
    return tuple(value.id for value in finding.values if isinstance(finding, Choices) or value.id not in about.vague)


def _background_problems(each: Discriminating, finding: Finding, place: str) -> Iterator[Problem]:
    if each.bands and not isinstance(finding, Number):
        yield Problem("bad-background", f"`{each.finding}` is no number and has no `bands`", place, "take them out")
        return
    if isinstance(finding, Number):
        yield from _band_problems(each, place)
    if isinstance(finding, YesNo) == isinstance(each.background, Mapping):
        form = "one number" if isinstance(finding, YesNo) else "one number for each answer"
        yield Problem("bad-background", f"`background` of `{each.finding}` is {form}", place, "it says how often each answer is given")
        return
    if isinstance(each.background, Mapping):
        values = values_of(finding, each)
        for value in each.background:
            if value not in values:
                yield Problem("unknown-value", f"`{value}` is no answer to `{each.finding}`", place, did_you_mean(value, values))
        for value in values:
            if value not in each.background and (isinstance(finding, Choices) or value not in each.vague):
                yield Problem("missing-key", f"`background` of `{each.finding}` lacks `{value}`", place, f"add `{value}:` and its share")
        if not isinstance(finding, Choices) and not 0.9 <= sum(each.background.values()) <= 1.1:
            message = f"the shares of `{each.finding}` add up to {sum(each.background.values()):.2f}"
            yield Problem("bad-background", message, place, "one of the answers is given: they add up to 1")
        answers = () if isinstance(finding, (YesNo, Number)) else tuple(value.id for value in finding.values)
        for value in each.vague:
            if value not in answers:
                yield Problem("unknown-value", f"`{value}` is no answer to `{each.finding}`", place, did_you_mean(value, answers))


def _band_problems(each: Discriminating, place: str) -> Iterator[Problem]:
    """Bands follow one another: none overlaps the next."""
    highest: float | None = None
    for number, (name, (low, high)) in enumerate(each.bands.items()):
        if low is None and high is None:
            yield Problem(
                "bad-band", f"`{name}` of `{each.finding}` has no end at all", place, "write [low, high], one of which may be null"
            )
        if (low is None and number) or (highest is not None and low is not None and low <= highest):
            yield Problem("bad-band", f"`{name}` of `{each.finding}` overlaps the band before", place, "bands follow one another")
        if low is not None and high is not None and low > high:
            yield Problem("bad-band", f"`{name}` of `{each.finding}` is empty", place, "write [low, high]")
        highest = high
    if not each.bands:
        yield Problem("bad-band", f"the number `{each.finding}` needs `bands`", place, "write `bands: {name: [low, high]}`")


def _of_picture(pack: Pack, known: Mapping[str, Discriminating], picture: Picture, place: str) -> Iterator[Problem]:
    condition = pack.condition_by_id.get(picture.id)
    if condition is None or condition.prior is None:
        weighed = [each.id for each in pack.conditions if each.prior is not None]
        help_text = did_you_mean(picture.id, weighed, "a picture is of a condition with a `prior`")
        yield Problem("unknown-condition", f"`{picture.id}` is no condition that is weighed", place, help_text)
    said: Counter[tuple[str, str]] = Counter()
    for row in picture.rows:
        finding, about = pack.findings.get(row.finding), known.get(row.finding)
        if finding is None:
            yield Problem("unknown-finding", f"unknown finding `{row.finding}`", place, did_you_mean(row.finding, pack.findings))
        elif about is None:
            help_text = "describe it in discriminating.yaml: how often its answers are given"
            yield Problem("no-background", f"`{row.finding}` is not among what tells conditions apart", place, help_text)
        else:
            values = values_of(finding, about)
            for value in [value for value, _ in row.stances] + list(row.ratio):
                said[row.finding, value] += 1
                if value not in values and not (value == ABSENT and value in row.ratio and isinstance(finding, YesNo)):
                    yield Problem("unknown-value", f"`{value}` is no answer to `{row.finding}`", place, did_you_mean(value, values))
        yield from _row_problems(row, place)
    for (finding_id, value), count in said.items():
        if count > 1:
            yield Problem("repeated-value", f"`{finding_id}: {value}` has {count} stances", place, "a picture takes one on each answer")
    for each in picture.no_information:
        for finding_id in each.findings:
            if finding_id not in known:
                yield Problem("unknown-finding", f"`{finding_id}` does not tell conditions apart", place, did_you_mean(finding_id, known))
            elif any(row.finding == finding_id for row in picture.rows):
                yield Problem("repeated-value", f"`{finding_id}` has a stance and `no_information`", place, "one of the two")


def _row_problems(row: Row, place: str) -> Iterator[Problem]:
    if not row.ratio and not any(True for _ in row.stances):
        yield Problem(
            "empty-row", f"the row about `{row.finding}` says nothing", place, "name answers under hallmark, common, …, or a ratio"
        )
    if bool(row.because) != bool(row.sources):
        missing = "sources" if row.because else "because"
        yield Problem(
            "missing-key", f"the row about `{row.finding}` lacks `{missing}`", place, "a reason has its source; judgement has neither"
        )
    if row.ratio and not row.sources:
        yield Problem("missing-key", f"the ratio of `{row.finding}` has no source", place, "a ratio is published, or it is a stance")
