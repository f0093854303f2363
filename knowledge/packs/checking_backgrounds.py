"""What must hold of ``discriminating.yaml``: every answer that is told apart has a background, and bands follow one another."""

from collections.abc import Iterator, Mapping

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.pictures import Discriminating, values_of
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choices, Finding, Number, YesNo


def background_problems(pack: Pack) -> Iterator[Problem]:
    """All problems of ``discriminating.yaml``."""
    seen: set[str] = set()
    for each in pack.discriminating:
        place = pack.places.get("discriminating", {}).get(each.finding, "")
        finding = pack.findings.get(each.finding)
        if each.finding in seen:
            yield Problem("repeated-id", f"`{each.finding}` is described twice", place, "one entry for each finding")
        elif finding is None:
            yield Problem("unknown-finding", f"unknown finding `{each.finding}`", place, did_you_mean(each.finding, pack.findings))
        elif each.bands and not isinstance(finding, Number):
            yield Problem("bad-background", f"`{each.finding}` is no number and has no `bands`", place, "take them out")
        elif isinstance(finding, Number) and not each.bands:
            yield Problem("bad-band", f"the number `{each.finding}` needs `bands`", place, "write `bands: {name: [low, high]}`")
        else:
            yield from _band_problems(each, place)
            yield from _share_problems(each, finding, place)
        seen.add(each.finding)


def _share_problems(each: Discriminating, finding: Finding, place: str) -> Iterator[Problem]:
    """A finding of yes or no has one share, any other one for each answer that is told apart."""
    if isinstance(finding, YesNo) == isinstance(each.background, Mapping):
        form = "one number" if isinstance(finding, YesNo) else "one number for each answer"
        yield Problem("bad-background", f"`background` of `{each.finding}` is {form}", place, "it says how often each answer is given")
    elif isinstance(each.background, Mapping):
        values = values_of(finding, each)
        unknown = [value for value in each.background if value not in values]
        for value in unknown:
            yield Problem("unknown-value", f"`{value}` is no answer to `{each.finding}`", place, did_you_mean(value, values))
        for value in values:
            if value not in each.background and not unknown:  # what is misspelt is not missing as well
                yield Problem("missing-key", f"`background` of `{each.finding}` lacks `{value}`", place, f"add `{value}:` and its share")
        total = sum(each.background.values())
        if not isinstance(finding, Choices) and set(values) == set(each.background) and not 0.9 <= total <= 1.1:
            message = f"the shares of `{each.finding}` add up to {total:.2f}"
            yield Problem("bad-background", message, place, "one of the answers is given: they add up to 1")


def _band_problems(each: Discriminating, place: str) -> Iterator[Problem]:
    """Each band has an end and something in it, and none overlaps the next."""
    highest: float | None = None
    for number, (name, (low, high)) in enumerate(each.bands.items()):
        whose = f"`{name}` of `{each.finding}`"
        if low is None and high is None:
            yield Problem("bad-band", f"{whose} has no end at all", place, "write [low, high], one of which may be null")
        elif low is not None and high is not None and low > high:
            yield Problem("bad-band", f"{whose} is empty", place, "write [low, high]")
        elif number and (low is None or highest is None or low <= highest):
            yield Problem("bad-band", f"{whose} overlaps the band before", place, "bands follow one another")
        highest = high
