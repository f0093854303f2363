"""What a pack says otherwise than when it was last read: entry by entry, what was said and what is, and in what it asks less."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

import msgspec

from hipexpert.audit.review.last_read import Content, LastRead, meaning_of
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import PREMISE_TAGS, Premise, as_written, fact_of, leaves

SHORT, ROUND = 90, 4
"""How many characters of a text are shown, and how many words round what differs in it."""
_NAMES = {"premise": "when", "conclusions": "then"}
_KEYS = ("id", "finding", "condition", "row", "ref")
"""By which a part of an entry is known again."""


class SinceRead(NamedTuple):
    """An entry that says something else. ``parts`` are what differs, in words; ``before`` and ``now`` what it said and says, None where
    there is nothing. Of a translation ``name`` is its text, and ``language`` says of which language it is.
    """

    kind: str
    name: str
    change: Literal["added", "removed", "changed"]
    parts: tuple[str, ...]
    before: Content | None
    now: Content | None
    language: str = ""


def since_read(last: LastRead, said: LastRead, pack: Pack) -> tuple[SinceRead, ...]:
    """What says something else now, in the order of the pack; last what is gone. What has another name only says the same."""
    differing = [name for name in {**said.entries, **last.entries} if said.entries.get(name) != last.entries.get(name)]
    meanings = [
        {name: meaning_of(_kind(name), entries[name], pack) for name in differing if name in entries}
        for entries in (last.entries, said.entries)
    ]
    gone = [name for name in meanings[0] if name not in meanings[1]]
    new = [name for name in meanings[1] if name not in meanings[0]]
    for name in list(new):
        same = [each for each in gone if _kind(each) == _kind(name) and _untitled(meanings[0][each]) == _untitled(meanings[1][name])]
        if same:
            gone.remove(same[0])
            new.remove(name)
    found = []
    for name in differing:
        content, (kind, own) = said.entries.get(name, {}), _halves(name)
        if name in new:
            found.append(SinceRead(kind, own, "added", (f"is new: {_short(_core(content))}",), None, content))
        elif name in meanings[0] and name in meanings[1] and meanings[0][name] != meanings[1][name]:
            before = last.entries[name]
            parts = tuple(_differing(before, content, meanings[0][name], meanings[1][name]))
            found.append(SinceRead(kind, own, "changed", parts, before, content))
    found += [
        SinceRead(*_halves(name), "removed", (f"is gone: {_short(_core(last.entries[name]))}",), last.entries[name], None) for name in gone
    ]
    return (*found, *_translations(last, said))


def _translations(last: LastRead, said: LastRead) -> Iterator[SinceRead]:
    """What is said otherwise in a language, of a text that is as it was; that one has no translation is told by another check."""
    before = {each[:3]: each[3] for each in last.translations}
    for language, text, at, words in said.translations:
        was, where = before.get((language, text, at)), ""
        if was is None and at:
            was, where = before.get((language, text, "")), f", at `{at}`"
        if was is not None and was.split() != words.split():
            parts = (f"`{language}`: {_text(was, words)}{where}",)
            yield SinceRead("translation", text, "changed", parts, {"says": was}, {"says": words}, language)


def _kind(name: str) -> str:
    return name.partition(" ")[0]


def _halves(name: str) -> tuple[str, str]:
    kind, _, own = name.partition(" ")
    return kind, own


def _untitled(meaning: Any) -> Any:
    return {key: value for key, value in meaning.items() if key != "title"}


def _core(content: Content) -> Any:
    """What says most of an entry in few words."""
    keys = ("premise", "never", "question", "says", "title", "name")
    return next((content[key] for key in keys if content.get(key)), content)


def _differing(before: Content, now: Content, was: Any, is_: Any, within: str = "") -> Iterator[str]:
    """What differs between two contents of a kind, part by part; ``was`` and ``is_`` are the same in one form."""
    for key in dict.fromkeys((*before, *now)):
        one, other = was.get(key), is_.get(key)
        if one != other:
            yield from _part(f"{within}{_NAMES.get(key, key)}", before.get(key), now.get(key), one, other)


def _part(where: str, before: Any, now: Any, was: Any, is_: Any) -> Iterator[str]:
    if _is_premise(before) or _is_premise(now):
        yield f"`{where}` {_premises(before, now)}"
    elif isinstance(before, str) and isinstance(now, str) and before and now:
        yield f"`{where}` {_text(before, now)}"
    elif isinstance(before, Mapping) and isinstance(now, Mapping):
        yield from _differing(before, now, was or {}, is_ or {}, f"{where} ")
    elif isinstance(was, list) and isinstance(is_, list):
        yield from _lists(where, was, is_)
    else:
        yield f"`{where}` was {_short(before)}, is {_short(now)}"


def _lists(where: str, was: Sequence[Any], is_: Sequence[Any]) -> Iterator[str]:
    lost, added = [each for each in was if each not in is_], [each for each in is_ if each not in was]
    if not lost and not added:
        yield f"`{where}`: {_cut(', '.join(map(_short, moved(was, is_))))} stand elsewhere"
    for each in lost:
        known = _known(each)
        same = [other for other in added if known and _known(other) == known]
        if len(same) == 1 and isinstance(each, dict):
            added.remove(same[0])
            yield from _differing(each, same[0], each, same[0], f"{where} {known} ")
        else:
            yield f"`{where}` no longer has {_short(each)}"
    for each in added:
        yield f"`{where}` now has {_short(each)}"


def moved(before: Sequence[Any], now: Sequence[Any]) -> list[Any]:
    """The parts of a list that stand elsewhere among the others."""
    first, second = ([msgspec.json.encode(each, order="sorted") for each in one] for one in (before, now))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return [each for what, _, _, start, end in blocks if what != "equal" for each in now[start:end]]


def _known(part: Any) -> str:
    return next((str(part[key]) for key in _KEYS if part.get(key)), "") if isinstance(part, Mapping) else ""


def _is_premise(content: Any) -> bool:
    return isinstance(content, Mapping) and content.get("type") in PREMISE_TAGS


def premise_of(content: Any) -> Premise | None:
    """The premise that a content says, in whichever form it is; None for none, and for one that this program no longer knows."""
    try:
        return msgspec.convert(content, Premise) if _is_premise(content) else None
    except msgspec.ValidationError:
        return None


def _premises(before: Any, now: Any) -> str:
    one, other = premise_of(before), premise_of(now)
    if one is None or other is None:
        return f"was {_short(before)}, is {_short(now)}"
    told = [dict.fromkeys(map(fact_of, leaves(each))) for each in (one, other)]
    lost, added = [each for each in told[0] if each not in told[1]], [each for each in told[1] if each not in told[0]]
    found = [f"no longer asks for `{each}`" for each in lost] + [f"now asks for `{each}`" for each in added]
    joined = "" if found else "joins the same otherwise: "
    return f"{joined}{', '.join(found)}{'; ' if found else ''}was `{_cut(as_written(one))}`, is `{_cut(as_written(other))}`"


def _text(before: str, now: str) -> str:
    """What two texts say where they differ, with some words round it."""
    words = (before.split(), now.split())
    blocks = [each for each in SequenceMatcher(None, *words, autojunk=False).get_opcodes() if each[0] != "equal"]
    if not blocks:
        return f"was “{before}”, is “{now}”"
    first, last = blocks[0], blocks[-1]
    shown = [
        _cut(" ".join(part[max(0, start - ROUND) : end + ROUND]))
        for part, start, end in ((words[0], first[1], last[2]), (words[1], first[3], last[4]))
    ]
    return f"was “{shown[0]}”, is “{shown[1]}”"


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT // 2]}…{text[-SHORT // 2 :]}"


def _short(content: Any) -> str:
    """A part of an entry in few words."""
    if content is None or content in ("", [], {}):
        return "nothing"
    if isinstance(content, str):
        return f"“{_cut(content)}”"
    if isinstance(content, bool):
        return "yes" if content else "no"
    if isinstance(content, (int, float)):
        return f"{content:g}"
    if (premise := premise_of(content)) is not None:
        return f"`{_cut(as_written(premise))}`"
    if isinstance(content, Mapping):
        if content.get("type") == "concludes":
            return f"`{content['kind']} {content['id']}`"
        parts = [f"{key} {_short(value)}" for key, value in content.items() if value not in (None, "", [], {}, False) and key != "type"]
        return _cut(re.sub(r"[“”]", "", " ".join(parts)))
    return _cut(", ".join(map(_short, content)))
