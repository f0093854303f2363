"""A pack that was put together in Python, checked by the reader of files: it is written down as its files would be, and read.

What comes out must be what was given. So whatever files cannot say, or are refused for, no other pack can hold either.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct, structs

from hipexpert.engine import Problem
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.limits import limit_problems
from hipexpert.knowledge.packs.pack import Concludes, Constraint, Pack, Rule, Supports
from hipexpert.knowledge.packs.parsing import parse_texts
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Several
from hipexpert.knowledge.packs.programmes import SESSION
from hipexpert.knowledge.packs.sealing import PackError
from hipexpert.knowledge.packs.translations import translations_of
from hipexpert.knowledge.packs.written import conclusion_data, premise_data

LISTS = {
    **{
        name: name
        for name in (
            *("conditions", "patterns", "rules", "constraints", "sources", "advice", "not_followed", "hazards", "suppressions", "claims"),
            *("discriminating", "pictures", "screen", "programmes", "exercises"),
        )
    },
    "conversation": "interview",
}
"""The fields of a pack that are lists of entries, with the key that a file has them under."""
NAMES_IT = ("content_hash", "places", "language", "left_in_english")  # what no file of the pack says
HELP = "make it of files or of their texts with load_pack, which says what each may hold"


class _Part(reading.Text, frozen=True):
    """Part of a pack in Python: a place is the way to it."""

    within: str = ""

    def place(self, *path: str | int) -> str:
        """Such as ``rules[3].when``."""
        steps = [self.within, *(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)]
        return "".join(steps).lstrip(".") or self.name


def read_again(pack: Pack) -> Pack:
    """A copy of the pack that was typed and read as files are. Raises :class:`PackError` with every problem."""
    typed = _typed(pack)
    if problems := limit_problems(typed):
        raise PackError(problems)
    read = parse_texts({each.name: each for each in _texts(typed)}, typed.content_hash).pack
    files = [rule.file for rule in typed.rules]
    if len(files) == len(read.rules):
        read = structs.replace(read, rules=tuple(structs.replace(rule, file=file) for rule, file in zip(read.rules, files, strict=True)))
    read = structs.replace(read, **{name: getattr(typed, name) for name in NAMES_IT})
    if problems := list(_differing(typed, read)):
        raise PackError(problems)
    return read


def _typed(pack: Pack) -> Pack:
    """A copy of which every part has the type that it is declared with."""
    try:
        typed = msgspec.msgpack.decode(msgspec.msgpack.encode(pack), type=Pack)
        _ = typed.phrasings, [translations_of(typed, language) for language in typed.packed_translations]  # typed when they are unpacked
        return typed
    except RecursionError:
        raise PackError([Problem("too-deep", "the pack holds values too deep within one another", "the pack", HELP)]) from None
    except (msgspec.MsgspecError, TypeError, ValueError, OverflowError) as error:
        message, _, path = str(error).partition(" - at `$.")
        place = path.rstrip("`") or "the pack"
        raise PackError([Problem("bad-type", f"{message[:1].lower()}{message[1:]}", place, HELP)]) from None


def _texts(pack: Pack) -> Iterator[_Part]:
    """The files of the pack, as data."""
    written = _Writer(pack)
    yield _Part("pack.yaml", written.data(pack.about), within="about")
    yield _Part("texts.yaml", written.data(pack.texts), within="texts")
    for number, group in enumerate(pack.groups):
        yield _Part(f"findings/{number}.yaml", written.data(group), within=f"groups[{number}]")
    for name, key in LISTS.items():
        yield _Part(f"{key}.yaml", {key: written.data(getattr(pack, name))})
    yield _Part("words.yaml", {"words": written.data(pack.phrasings)})
    for language in pack.packed_translations:
        said = {"translations": written.data(translations_of(pack, language))}
        yield _Part(f"translations/{language}/all.yaml", said, within=f"translations.{language}")


class _Writer:
    """Values as the data that a file would hold."""

    def __init__(self, pack: Pack) -> None:
        self.findings = {**SESSION, **pack.findings}
        self.strengths = pack.about.weighing.strengths

    def data(self, value: Any) -> Any:
        """A value as data. INVARIANT: the limits were checked, so that no premise is deeper than the stack."""
        match value:
            case Is() | Denied() | Limit() | Established() | Several():
                return premise_data(self.findings, value)
            case Concludes() | Supports():
                return conclusion_data(self.findings, self.strengths, value)
            case Rule():
                return {
                    **self._fields(value, "premise", "conclusions"),
                    "when": self.data(value.premise),
                    "then": self.data(value.conclusions),
                }
            case Struct():
                tag = type(value).__struct_config__.tag
                return {**({} if tag is None else {"type": tag}), **self._fields(value)}
            case tuple() | list():
                return [self.data(each) for each in value]
            case Mapping():
                return {key: self.data(each) for key, each in value.items()}
        return value

    def _fields(self, value: Struct, *others: str) -> dict[str, Any]:
        left_out = {*others, *({"file"} if isinstance(value, Rule) else ())}
        fields = [each for each in structs.fields(value) if each.name not in left_out]
        said = {each.encode_name: (getattr(value, each.name), each.default) for each in fields}
        return {name: self.data(each) for name, (each, default) in said.items() if default is msgspec.NODEFAULT or each != default}


def _differing(given: Pack, read: Pack) -> Iterator[Problem]:
    """A problem for each part that is read as something else than what was given."""
    for name in (each.name for each in structs.fields(Pack)):
        one, other = getattr(given, name), getattr(read, name)
        if one == other:
            continue
        if not isinstance(one, tuple) or len(one) != len(other):
            yield Problem("not-as-read", f"`{name}` is not what the other parts of the pack make of it", name, HELP)
            continue
        for number, (each, again) in enumerate(zip(one, other, strict=True)):
            if each != again:
                said = f"`{each.id}`" if isinstance(each, Rule | Constraint) or hasattr(each, "id") else f"`{name}`"
                yield Problem("not-as-read", f"{said} says what no file of a pack can say", f"{name}[{number}]", HELP)
