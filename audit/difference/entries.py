"""What changed in the files of a pack, entry by entry: by id, with each field that differs in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from hipexpert.audit.difference.values import ChangedEntry, EntryKind, FieldChange
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Pack, Rule
from hipexpert.knowledge.packs.pictures import Picture
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Several
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.wording import Wording

INFERRED: Mapping[EntryKind, frozenset[str]] = {
    "rule": frozenset({"premise", "conclusions", "status"}),
    "screen": frozenset({"ask", "unless", "denial"}),
    "discriminating": frozenset({"background", "bands", "unlisted", "vague", "group"}),
    "finding": frozenset({"type", "values", "minimum", "maximum", "whole", "denial", "context", "safe_when"}),
    "finding_group": frozenset({"context"}),
    "condition": frozenset({"prior", "typical_urgency", "kind"}),
    "constraint": frozenset({"never"}),
    "advice": frozenset({"status", "category", "tags", "rules_out", "safe_when"}),
    "pack": frozenset({"weighing"}),
}
"""The fields of each kind of entry that inference can notice; texts and sources are none. Of a picture they are its stances."""
STANCE = "stance on "
NAMES = {"premise": "when", "conclusions": "then"}


def changed_entries(old: Pack, new: Pack) -> tuple[ChangedEntry, ...]:
    """Every entry that was added, removed or changed: rules first, then the rest, each in the order of the packs."""
    words = (PackWords(old), PackWords(new))
    found: list[ChangedEntry] = []
    for kind, part in _PARTS.items():
        before, after = part(old), part(new)
        for name in dict.fromkeys([*before, *after]):
            entry = _entry(kind, name, before.get(name), after.get(name), words)
            if entry is not None:
                found.append(entry)
    return tuple(found)


def _by_id(items: Iterable[Any]) -> dict[str, Any]:
    return {item.id: item for item in items}


_PARTS: Mapping[EntryKind, Callable[[Pack], dict[str, Any]]] = {
    "rule": lambda pack: _by_id(pack.rules),
    "screen": lambda pack: _by_id(pack.screen),
    "picture": lambda pack: _by_id(pack.pictures),
    "discriminating": lambda pack: dict(pack.discriminating_by_id),
    "finding": lambda pack: dict(pack.findings),
    "finding_group": lambda pack: {group.group: msgspec.structs.replace(group, findings=()) for group in pack.groups},
    "condition": lambda pack: _by_id(pack.conditions),
    "pattern": lambda pack: _by_id(pack.patterns),
    "constraint": lambda pack: _by_id(pack.constraints),
    "advice": lambda pack: _by_id(pack.advice),
    "claim": lambda pack: _by_id(pack.claims),
    "hazard": lambda pack: _by_id(pack.hazards),
    "not_followed": lambda pack: _by_id(pack.not_followed),
    "source": lambda pack: _by_id(pack.sources),
    "pack": lambda pack: {"pack.yaml": pack.about},
}


def _entry(kind: EntryKind, name: str, before: Any, after: Any, words: "tuple[PackWords, PackWords]") -> ChangedEntry | None:
    there = after if after is not None else before
    title = next((getattr(there, key) for key in ("title", "name", "question", "because") if hasattr(there, key)), "")
    if before is None or after is None:
        inferred = kind in {*INFERRED, "picture"} and getattr(there, "status", "active") == "active"
        return ChangedEntry(kind, name, title, "removed" if after is None else "added", inferred)
    if before == after:
        return None
    told = [words[number].fields(each) for number, each in enumerate((before, after))]
    names = dict.fromkeys([*told[0], *told[1]])
    if isinstance(before, Picture):
        differing = [field for field in names if told[0].get(field) != told[1].get(field)]
        noticed = any(field.startswith(STANCE) for field in differing)
    else:
        differing = [field for field in names if _raw(before, field) != _raw(after, field)]
        noticed = not INFERRED.get(kind, frozenset()).isdisjoint(differing)
    fields = tuple(FieldChange(NAMES.get(field, field), told[0].get(field, ""), told[1].get(field, "")) for field in differing)
    return ChangedEntry(kind, name, title, "changed", noticed, fields)


def _raw(item: Any, field: str) -> object:
    return type(item).__struct_config__.tag if field == "type" and not hasattr(item, "type") else getattr(item, field, None)


class PackWords:
    """The fields of an entry as text, in the words of one pack."""

    def __init__(self, pack: Pack) -> None:
        self.wording = Wording(pack, AnswerKey(pack), Intake({}))

    def fields(self, item: Any) -> dict[str, str]:
        """Each field of an entry, as text; of a picture the stances on each finding are one field, and the reasons another."""
        if isinstance(item, Picture):
            return self._picture(item)
        tag = {"type": str(type(item).__struct_config__.tag)} if type(item).__struct_config__.tag else {}
        skip = {"id", "file"} if isinstance(item, Rule) else {"id"}
        return {**tag, **{name: self._text(getattr(item, name)) for name in item.__struct_fields__ if name not in skip}}

    def _picture(self, picture: Picture) -> dict[str, str]:
        stances: dict[str, list[str]] = {}
        reasons: dict[str, list[str]] = {}
        for row in picture.rows:
            said = [f"{value} {stance}" for value, stance in row.stances] + [f"{value} LR {ratio:g}" for value, ratio in row.ratio.items()]
            stances.setdefault(f"{STANCE}{row.finding}", []).extend(said)
            if row.because or row.sources:
                reasons.setdefault(f"reason for {row.finding}", []).append(f"{row.because} {self._text(row.sources)}")
        whole = {**stances, **reasons}
        return {
            **{name: "; ".join(sorted(parts)) for name, parts in whole.items()},
            "no_information": self._text(picture.no_information),
            "reviewed": self._text(picture.reviewed),
        }

    def _text(self, value: object) -> str:
        if isinstance(value, (Is, Denied, Limit, Established, Several)):
            return self.wording.open_phrase(value)
        if isinstance(value, tuple) and value and all(isinstance(each, Conclusion) for each in value):
            return "; ".join(map(_conclusion, value))
        if value is None or isinstance(value, str):
            return value or ""
        plain = msgspec.to_builtins(value)
        return plain if isinstance(plain, str) else msgspec.json.encode(plain, order="sorted").decode()


def _conclusion(conclusion: Conclusion) -> str:
    if isinstance(conclusion, Concludes):
        return f"{conclusion.kind} {conclusion.id}"
    unless = f" unless {', '.join(f'{each.finding}={each.value}' for each in conclusion.unless)}" if conclusion.unless else ""
    group = f" in group {conclusion.group}" if conclusion.group else ""
    return f"{conclusion.weight:+d} for {conclusion.condition}{group}{unless}"
