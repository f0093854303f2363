"""A pack with one entry as it was before: what a single change does to what runners are told."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from hipexpert.audit.difference.values import EntryKind
from hipexpert.knowledge.packs.pack import Pack

_LISTS: Mapping[EntryKind, str] = {
    "rule": "rules",
    "screen": "screen",
    "picture": "pictures",
    "condition": "conditions",
    "constraint": "constraints",
    "advice": "advice",
}


def reverted(pack: Pack, base: Pack, kind: EntryKind, name: str, before: Any, after: Any) -> Pack | None:
    """The pack with this entry as it is in the base: taken back, put in again, or changed back. None for a kind that stands in others."""
    if kind == "pack":
        return replace(pack, about=before)
    if kind == "finding" and None not in (before, after):
        groups = [replace(group, findings=tuple(before if each is after else each for each in group.findings)) for group in pack.groups]
        return replace(pack, groups=tuple(groups), safe_tests=_premise_of(pack.safe_tests, base.safe_tests, name))
    if kind not in _LISTS:
        return None
    key = _LISTS[kind]
    entries = [before if each is after else each for each in getattr(pack, key)]
    entries += [before] if after is None else []
    made = replace(pack, **{key: tuple(each for each in entries if each is not None)})
    return replace(made, safe_advice=_premise_of(pack.safe_advice, base.safe_advice, name)) if kind == "advice" else made


def _premise_of(now: Mapping[str, Any], then: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The premises with that of one entry as it was."""
    others = {key: premise for key, premise in now.items() if key != name}
    return {**others, name: then[name]} if name in then else others
