"""Conclusions as a clinician writes them, read from the ``then`` of a rule."""

import math
from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.converting import Place, Reader
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.pack import About, ConcludedKind, Concludes, Conclusion, Supports
from hipexpert.knowledge.packs.premises import Is, Names, PremiseReader, Several, is_number
from hipexpert.knowledge.packs.reading import describe
from hipexpert.knowledge.packs.suggestions import did_you_mean

KINDS = ("pattern", "contributes", "supports", "opposes", "excludes", "suspect", "urgency", "advise", "avoid")
CONCLUDED: Mapping[str, ConcludedKind] = {
    "pattern": "pattern",
    "contributes": "contributing",
    "excludes": "excluded",
    "suspect": "suspected",
    "urgency": "urgency",
    "advise": "advise",
    "avoid": "avoid",
}
EVIDENCE_KEYS = {"strength", "lr", "group", "unless"}
# What a ConclusionReader reads; its JSON Schema is that of the conclusions in `schemas/grammar.py`.
WrittenConclusions = Annotated[object, Meta(extra_json_schema={"$ref": "#/$defs/conclusions"})]


def decibans(ratio: float) -> int:
    """A likelihood ratio in whole decibans: 10 log10 of it (Good 1985, "Weight of evidence: a brief survey")."""
    return round(10 * math.log10(ratio))


class ConclusionReader(Reader):
    """Reads conclusions, collecting a problem for everything that is wrong with them."""

    def __init__(self, names: Names, about: About | None, place: Place, problems: list[Problem] | None = None) -> None:
        super().__init__(place, problems)
        self.names = names
        self.about = about

    def read(self, data: object, *path: str | int) -> tuple[Conclusion, ...]:
        """The conclusions; when any has problems (they are in ``problems``) only the others."""
        if not isinstance(data, list) or not data:
            self._wrong(
                "bad-conclusion", f"a list of conclusions is needed here, not {describe(data) if data != [] else 'an empty one'}", path
            )
            return ()
        read: list[Conclusion] = []
        for number, each in enumerate(data):
            if isinstance(each, dict) and list(each) == ["avoid"] and isinstance(each["avoid"], dict):
                read += [avoided for avoided in self._tagged(each["avoid"], *path, number, "avoid") if avoided not in read]
            elif (conclusion := self._conclusion(each, *path, number)) is not None:
                read.append(conclusion)
        return tuple(read)

    def _tagged(self, data: dict[str, object], *path: str | int) -> list[Concludes]:
        """All advice that carries a tag, to be avoided."""
        tag = data.get("all")
        if list(data) != ["all"]:
            self._wrong("bad-conclusion", "`avoid` takes the id of an advice, or `all` with a tag of advice", path)
        elif not isinstance(tag, str) or tag not in self.names.tagged:
            help_text = did_you_mean(str(tag), self.names.tagged, "no advice carries it")
            self._wrong("unknown-tag", f"unknown tag `{tag}`", (*path, "all"), help_text)
        else:
            return [Concludes("avoid", each) for each in self.names.tagged[tag]]
        return []

    def _conclusion(self, data: object, *path: str | int) -> Conclusion | None:
        kinds = [kind for kind in KINDS if isinstance(data, dict) and kind in data]
        if not isinstance(data, dict) or len(kinds) != 1:
            key = next(iter(data), "") if isinstance(data, dict) else ""
            self._wrong("bad-conclusion", f"a conclusion has one of {', '.join(KINDS)}", path, did_you_mean(str(key), KINDS))
            return None
        kind, name = kinds[0], data[kinds[0]]
        extra = set(data) - {kind} - (EVIDENCE_KEYS if kind in ("supports", "opposes") else set())
        if extra:
            self._wrong("unknown-key", f"unknown key `{sorted(map(str, extra))[0]}` beside `{kind}`", path)
            return None
        known = self._known(kind)
        if not isinstance(name, str) or name not in known:
            self._wrong(
                "unknown-conclusion",
                f"unknown {'level' if kind == 'urgency' else 'id'} `{name}`",
                (*path, kind),
                did_you_mean(str(name), known),
            )
            return None
        return self._evidence(kind, name, data, path) if kind in ("supports", "opposes") else Concludes(CONCLUDED[kind], name)

    def _known(self, kind: str) -> frozenset[str]:
        if kind == "urgency":
            return frozenset(LEVELS)
        if kind in ("advise", "avoid"):
            return self.names.advice
        return self.names.concluded[CONCLUDED[kind] if kind in ("pattern", "contributes") else "suspected"]

    def _evidence(self, kind: str, condition: str, data: dict[str, object], path: tuple[str | int, ...]) -> Supports | None:
        group = data.get("group", "")
        if not isinstance(group, str):
            self._wrong("bad-conclusion", "`group` is a word", (*path, "group"))
            return None
        if ("strength" in data) == ("lr" in data):
            self._wrong("bad-conclusion", "evidence needs either `strength` or `lr`", path, "`lr` is a published likelihood ratio")
            return None
        unless = self._exceptions(data["unless"], *path, "unless") if "unless" in data else ()
        if unless is None:
            return None
        if "lr" in data:
            ratio = data["lr"]
            if not is_number(ratio) or not (float(ratio) > 1 if kind == "supports" else 0 < float(ratio) < 1):  # type: ignore[arg-type]
                message = f"the likelihood ratio `{ratio}` does not {'support' if kind == 'supports' else 'oppose'}"
                self._wrong("bad-conclusion", message, (*path, "lr"), "above 1 supports, below 1 opposes")
                return None
            number = float(ratio)  # type: ignore[arg-type]
            return Supports(condition, decibans(number), group, number, unless)
        if self.about is None:  # pack.yaml has problems of its own; without it no strength is known
            return Supports(condition, 0, group)
        weights = self.about.weighing.strengths
        strength = data["strength"]
        if not isinstance(strength, str) or strength not in weights:
            self._wrong(
                "bad-conclusion",
                f"unknown strength `{strength}`",
                (*path, "strength"),
                did_you_mean(str(strength), weights, "defining, strong, moderate or weak"),
            )
            return None
        weight = weights[strength]  # type: ignore[index]
        return Supports(condition, weight if kind == "supports" else -weight, group, unless=unless)

    def _exceptions(self, data: object, *path: str | int) -> tuple[Is, ...] | None:
        """The facts that each keep an item of evidence from counting."""
        premise = PremiseReader(self.names, self.place, self.problems).read(data, *path)
        if premise is None:
            return None
        parts = premise.of if isinstance(premise, Several) and premise.count == 1 else (premise,)
        exceptions = tuple(part for part in parts if isinstance(part, Is))
        if len(exceptions) < len(parts):
            self._wrong("bad-conclusion", "`unless` takes one finding with one value or a list of values", path)
            return None
        return exceptions
