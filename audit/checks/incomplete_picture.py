"""Finds what `incomplete_picture.md` describes."""

from collections import Counter
from collections.abc import Iterator, Mapping

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Condition

FEWEST = 4  # pictures of a region that make a comparison
SHARE, NEARLY_ALL = 0.5, 0.9
LISTED = 6


def _find(subject: Subject) -> Iterator[Found]:
    pack = subject.pack
    if not pack.pictures:
        return
    stances = {picture.id: frozenset(row.finding for row in picture.rows) for picture in pack.pictures}
    weighed = [condition for condition in pack.conditions if condition.prior is not None]
    by_region = {region: _among(region, weighed, stances) for condition in weighed for region in condition.regions}
    for condition in weighed:
        if condition.id not in stances:
            message = f"the condition `{condition.id}` is weighed and has no picture"
            yield Found.about("conditions", condition.id, message, "write one, or take out its `prior`", severity="warning")
            continue
        yield from _gaps(pack, condition, stances[condition.id], by_region)


def _among(region: str, weighed: list[Condition], stances: Mapping[str, frozenset[str]]) -> Mapping[str, float]:
    """How many of the pictures of a region take a stance on each finding, as a share; empty when too few are there."""
    pictures = [stances[each.id] for each in weighed if region in each.regions and each.id in stances]
    if len(pictures) < FEWEST:
        return {}
    count = Counter(finding for findings in pictures for finding in findings)
    return {finding: number / len(pictures) for finding, number in count.items()}


def _gaps(pack: Pack, condition: Condition, told: frozenset[str], by_region: Mapping[str, Mapping[str, float]]) -> Iterator[Found]:
    explained = {finding for each in pack.picture_of[condition.id].no_information for finding in each.findings}
    wanted: dict[str, float] = {}
    for region in condition.regions:
        for finding, share in by_region[region].items():
            if share >= SHARE and finding not in told | explained:
                wanted[finding] = max(share, wanted.get(finding, 0))
    for severity, names in (
        ("warning", [finding for finding, share in wanted.items() if share >= NEARLY_ALL]),
        ("note", [finding for finding, share in wanted.items() if share < NEARLY_ALL]),
    ):
        if names:
            names.sort(key=lambda finding: (-wanted[finding], finding))
            listed = ", ".join(f"`{each}`" for each in names[:LISTED]) + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")
            how_many = "nearly all" if severity == "warning" else "at least half"
            yield Found.about(
                "pictures",
                condition.id,
                f"the picture takes no stance on {listed}, on which {how_many} of the pictures of its region do",
                "take a stance, or say under `no_information` why there is none",
                (f"condition:{condition.id}", *(f"finding:{each}" for each in names)),
                severity=severity,
            )


CHECK = Check("incomplete-picture", "completeness", "warning", _find, unworded=True, unweighed=True)
