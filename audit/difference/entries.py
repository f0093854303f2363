"""What changed in the files of a pack, entry by entry: by id, with each field that differs in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from hipexpert.audit.difference.seen import touched
from hipexpert.audit.difference.values import COMPARED, ChangedEntry, Compared, EntryKind, FieldChange
from hipexpert.audit.difference.weakened import weakened
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Pack, Rule
from hipexpert.knowledge.packs.pictures import Picture
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Several
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.wording import Wording

STANCE = "stance on "
NAMES = {"premise": "when", "conclusions": "then"}


def changed_entries(old: Pack, new: Pack) -> tuple[ChangedEntry, ...]:
    """Every entry that was added, removed or changed: rules first, then the rest, each in the order of the packs."""
    words = (PackWords(old), PackWords(new))
    found: list[ChangedEntry] = []
    for kind, part in ENTRIES_OF.items():
        before, after = part(old), part(new)
        for name in dict.fromkeys([*before, *after]):
            entry = _entry(kind, name, before.get(name), after.get(name), words)
            if kind == "finding":
                entry = _moved(entry, name, (old, new))
            if entry is not None:
                found.append(entry)
    return tuple(found)


def _by_id(items: Iterable[Any]) -> dict[str, Any]:
    return {item.id: item for item in items}


ENTRIES_OF: Mapping[EntryKind, Callable[[Pack], dict[str, Any]]] = {
    "rule": lambda pack: _by_id(pack.rules),
    "screen": lambda pack: _by_id(pack.screen),
    "picture": lambda pack: _by_id(pack.pictures),
    "discriminating": lambda pack: dict(pack.discriminating_by_id),
    "finding": lambda pack: dict(pack.findings),
    "words": lambda pack: {each.of: each for each in pack.phrasings},
    "interview": lambda pack: _by_id(pack.conversation),
    "programme": lambda pack: dict(pack.programme_by_id),
    "exercise": lambda pack: _by_id(pack.exercises),
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
    "texts": lambda pack: {"texts.yaml": pack.texts},
}
"""The entries of a pack by id, for each kind of them."""


def _entry(kind: EntryKind, name: str, before: Any, after: Any, words: "tuple[PackWords, PackWords]") -> ChangedEntry | None:
    there = after if after is not None else before
    title = next((getattr(there, key) for key in ("title", "name", "question", "because") if hasattr(there, key)), "")
    if before is None or after is None:
        inferred, bears = _bears(before, after)
        return ChangedEntry(
            kind, name, title, "removed" if after is None else "added", inferred, bears_on=bears, weaker=weakened(before, after)
        )
    if before == after:
        return None
    told = [words[number].fields(each) for number, each in enumerate((before, after))]
    names = dict.fromkeys([*told[0], *told[1]])
    if isinstance(before, Picture):
        differing = [field for field in names if told[0].get(field) != told[1].get(field)]
    else:
        differing = [field for field in names if _raw(before, field) != _raw(after, field)]
    inferred, bears = _bears(before, after)
    fields = tuple(FieldChange(NAMES.get(field, field), told[0].get(field, ""), told[1].get(field, "")) for field in differing)
    return ChangedEntry(kind, name, title, "changed", inferred, fields, bears, weakened(before, after))


def _moved(entry: ChangedEntry | None, name: str, packs: tuple[Pack, Pack]) -> ChangedEntry | None:
    """The entry of a finding; where it moved to another group, "none of these" denies it in other words, and others may answer it."""
    if any(name not in pack.findings for pack in packs) or packs[0].group_of[name].group == packs[1].group_of[name].group:
        return entry
    field = FieldChange("group", *(pack.group_of[name].group for pack in packs))
    known = entry or ChangedEntry("finding", name, packs[1].findings[name].question, "changed", inferred=True)
    bears = tuple(each for each in COMPARED if each in {*known.bears_on, "answering"})
    return msgspec.structs.replace(known, inferred=True, fields=(*known.fields, field), bears_on=bears)


def _bears(before: Any, after: Any) -> tuple[bool, tuple[Compared, ...]]:
    """Whether inference can notice a change, and what else it bears on."""
    aspects = touched(before, after)
    return "concluded" in aspects, tuple(each for each in COMPARED if each in aspects)


def _raw(item: Any, field: str) -> object:
    return type(item).__struct_config__.tag if field == "type" and not hasattr(item, "type") else getattr(item, field, None)


class PackWords:
    """The fields of an entry as text, in the words of one pack."""

    def __init__(self, pack: Pack) -> None:
        spoken = _all_spoken_of(pack)
        self.wording = Wording(spoken, AnswerKey(spoken), Intake({}))

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


def _all_spoken_of(pack: Pack) -> Pack:
    """The pack with words for every comparison with a number that its drafts, retired rules and claims make, not only its rules."""
    claimed = [premise for each in pack.claims for premise in (each.when, each.never, each.concluded) if premise is not None]
    rules = [msgspec.structs.replace(each, status="active") for each in pack.rules]
    rules += [msgspec.structs.replace(each, premise=premise) for each in rules[:1] for premise in claimed]
    return msgspec.structs.replace(pack, rules=tuple(rules))


def _conclusion(conclusion: Conclusion) -> str:
    if isinstance(conclusion, Concludes):
        return f"{conclusion.kind} {conclusion.id}"
    unless = f" unless {', '.join(f'{each.finding}={each.value}' for each in conclusion.unless)}" if conclusion.unless else ""
    group = f" in group {conclusion.group}" if conclusion.group else ""
    return f"{conclusion.weight:+d} for {conclusion.condition}{group}{unless}"
