"""In what the frame of a pack asks less: what is asked together and of whom, how common an answer is, on what an entry rests."""

from collections.abc import Iterator, Mapping
from typing import Any

from hipexpert.audit.review.last_read import Content

OFTEN = 2.0
"""From how many times as often, or as seldom, an answer counts as another one."""


def frame_less(kind: str, before: Content | None, now: Content | None) -> Iterator[str]:
    """What can be told of an entry of any kind from its content alone."""
    if before is None:
        return
    after: Mapping[str, Any] = now or {}
    match kind:
        case "interview":
            yield from _interview(before, after)
        case "discriminating":
            yield from _shares(before, after)
        case "finding_group" if now is not None:
            yield from (
                f"{each} was {before[each]}, and is {now[each]}" for each in ("answered_by", "context") if before[each] != now[each]
            )
        case "finding" if now is not None and before.get("group") != now.get("group"):
            yield f"it stands in another group, so that another no denies it: {before.get('group')} → {now.get('group')}"
    if now is not None and (gone := [ref for ref in _refs(before) if ref not in _refs(now)]):
        yield f"it no longer rests on {gone[0]}"


def _interview(before: Content, after: Mapping[str, Any]) -> Iterator[str]:
    if gone := [each for each in _asked(before) if each not in _asked(after)]:
        yield f"it no longer asks {gone[0]} there"
    for name, values in before.get("only", {}).items():
        asked = after.get("only", {}).get(name)
        if asked and (lost := [each for each in values if each not in asked]):
            yield f"it no longer asks {name} for {lost[0]}"
    if "stage" in after and after["stage"] != before["stage"]:
        yield f"it is asked at another stage: {before['stage']} → {after['stage']}"


def _asked(item: Mapping[str, Any]) -> list[str]:
    return [*item.get("of", ()), *item.get("parts", {}), *item.get("values", ())]


def _shares(before: Content, after: Mapping[str, Any]) -> Iterator[str]:
    shares = dict(leaves_in(after.get("background", {})))
    for value, share in leaves_in(before.get("background", {})):
        now = shares.get(value, 0)
        if isinstance(share, (int, float)) and isinstance(now, (int, float)) and now != share and not share / OFTEN < now < share * OFTEN:
            yield f"{value or 'yes'} is said of {now:.3g} of all runners, and was of {share:.3g}"


def leaves_in(content: object, where: str = "") -> Iterator[tuple[str, object]]:
    """Each value in nested mappings, by the names that lead to it."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield from leaves_in(value, f"{where} {key}".strip())
    else:
        yield where, content


def _refs(content: Mapping[str, Any]) -> list[str]:
    sources = content.get("sources", ())
    return [str(each["ref"]) for each in sources if isinstance(each, Mapping) and "ref" in each]
