"""What a pack said when it was last read: each entry by its meaning, kept beside its files as ``last_read.json.gz``.

A signature holds the hash of an entry; what it was when it was signed needs the whole of it. Another place, order or date of review is no
other meaning: premises are kept in one form, and what stands in no order is sorted.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from hipexpert.audit.difference.entries import ENTRIES_OF
from hipexpert.audit.review.signable import NAMING, UNSIGNED, told
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import PREMISE_TAGS
from hipexpert.knowledge.packs.translations import translations_of
from hipexpert.knowledge.packs.vocabulary import Number

NAME = "last_read.json.gz"
SCHEMA = "hipexpert.last-read/1"
PACKED_BYTES, BYTES = 20_000_000, 100_000_000
Content = Mapping[str, Any]
"""What an entry says, by its fields."""
_IN_ORDER = frozenset(("programme", "exercise", "interview", "texts", "pack"))
_WORD = re.compile(r"\w{4,}|\d+|\bnot?\b")


class LastRead(Struct, frozen=True):
    """What each entry said, by its kind and id (``rule fever-is-urgent``), and each translation: language, text, place, words."""

    schema: str
    entries: Mapping[str, Content]
    translations: tuple[tuple[str, str, str, str], ...] = ()


def _said_by(pack: Pack) -> LastRead:
    """What a pack says now."""
    entries = {f"{kind} {name}": dict(content) for kind, name, content in _contents(pack)}
    translations = [
        (language, each.text, each.at, each.says)
        for language in sorted(pack.packed_translations)
        for each in translations_of(pack, language)
    ]
    return LastRead(SCHEMA, entries, tuple(sorted(translations)))


def _contents(pack: Pack) -> Iterator[tuple[str, str, Content]]:
    """Kind, id and content of each entry, without who read it and when."""
    for kind, part in ENTRIES_OF.items():
        left_out = UNSIGNED | (NAMING if kind == "pack" else frozenset())
        for name, entry in part(pack).items():
            if kind == "rule" and entry.made_from:
                continue
            content = {key: value for key, value in msgspec.to_builtins(entry).items() if key not in left_out}
            if kind == "finding":
                content |= {"group": pack.group_of[name].group, "safe_when": msgspec.to_builtins(pack.safe_tests.get(name))}
            elif kind == "advice":
                content["safe_when"] = msgspec.to_builtins(pack.safe_advice.get(name))
            yield kind, name, content
    for each in pack.suppressions:
        yield "suppression", f"{each.check} {each.reason[:40]}", msgspec.to_builtins(each)
    yield "interview", "order", {"order": [each.id for each in pack.conversation]}


def meaning_of(kind: str, content: Content, pack: Pack) -> Any:
    """A content in one form, whatever the order in which it is written."""
    whole = frozenset(each.id for each in pack.findings.values() if isinstance(each, Number) and each.whole)
    said = {key: value for key, value in told(content).items() if key != "id"}
    if kind in ("rule", "claim") and "title" in said:
        said["title"] = sorted(set(_WORD.findall(said["title"].casefold())))
    return _one_form(said, whole, in_order=kind in _IN_ORDER)


def _one_form(content: Any, whole: frozenset[str], *, in_order: bool) -> Any:
    if isinstance(content, str):
        return " ".join(content.split())
    if isinstance(content, list):
        parts = [_one_form(each, whole, in_order=in_order) for each in content]
        return parts if in_order or any(isinstance(each, (int, float)) or each is None for each in parts) else sorted(parts, key=_order)
    if not isinstance(content, dict):
        return content
    if content.get("type") in PREMISE_TAGS:
        return _premise(content, whole)
    return {key: _one_form(value, whole, in_order=in_order) for key, value in content.items()}


def _premise(content: Content, whole: frozenset[str]) -> Any:
    """A premise in one form: what is joined alike in one row, each part once, in alphabetical order; bounds of whole numbers inclusive."""
    if content["type"] == "limit" and content["finding"] in whole and content["operator"] in "<>" and float(content["bound"]).is_integer():
        bound = content["bound"] + (1 if content["operator"] == ">" else -1)
        return {**content, "operator": f"{content['operator']}=", "bound": float(bound)}
    if content["type"] == "limit":
        return {**content, "bound": float(content["bound"])}
    if content["type"] != "several":
        return dict(content)
    parts = [_premise(each, whole) for each in content["of"]]
    if content["count"] not in (1, len(parts)):
        return {"type": "several", "count": content["count"], "of": sorted(parts, key=_order)}
    row: dict[bytes, Any] = {}
    for each in parts:
        alike = each["type"] == "several" and each["count"] == (1 if content["count"] == 1 else len(each["of"]))
        row.update((_order(one), one) for one in (each["of"] if alike else (each,)))
    ordered = [row[key] for key in sorted(row)]
    if len(ordered) == 1:
        return ordered[0]
    return {"type": "several", "count": 1 if content["count"] == 1 else len(ordered), "of": ordered}


def _order(content: Any) -> bytes:
    return msgspec.json.encode(content, order="sorted")


def written(pack: Pack) -> bytes:
    """What a pack says now, as it is written down."""
    return msgspec.json.encode(_said_by(pack), order="sorted")


def packed(pack: Pack) -> bytes:
    """The same as the file that is kept."""
    return gzip.compress(written(pack), mtime=0)  # equal packs give equal bytes


def digest_in(folder: Path) -> str:
    """The hash of the file that lies in a folder; empty where there is none."""
    path = folder / NAME
    return hashlib.sha256(reading.read_bytes(path, PACKED_BYTES)).hexdigest() if path.is_file() else ""


def last_read_in(folder: Path) -> bytes | None:
    """What was kept in the folder of a pack, as it was written down; None where nothing was. Raises ProblemsError for what is none."""
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        return zlib.decompressobj(wbits=31).decompress(reading.read_bytes(path, PACKED_BYTES), BYTES)
    except zlib.error:
        raise _unusable("it is not what `hipexpert review keep` writes") from None


def both_read(kept: bytes, pack: Pack) -> tuple[LastRead, LastRead] | None:
    """What a pack said when it was last read, and what it says now; None where that is the same to the letter. Raises ProblemsError."""
    now = written(pack)
    if kept == now:
        return None
    try:
        last = msgspec.json.decode(kept, type=LastRead)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _unusable("it is not what `hipexpert review keep` writes") from None
    if last.schema != SCHEMA:
        raise _unusable(f"it is of the form `{last.schema}`, not `{SCHEMA}`")
    return last, msgspec.json.decode(now, type=LastRead)


def _unusable(why: str) -> ProblemsError:
    help_text = "get it as it was kept, or read the pack and keep it anew: `hipexpert review keep`"
    return ProblemsError([Problem("no-last-read", f"what was read last cannot be compared: {why}", NAME, help_text)])
