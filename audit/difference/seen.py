"""What of a pack a runner can notice, field by field: what is concluded (which is proved), and what is read as it stands.

INVARIANT: every field of every type of a pack is here. What nobody who answers or is told something can notice is
:class:`Unseen`, with the reason; a field that is missing here is an error, and so is a type.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from hipexpert.audit.difference.values import Compared
from hipexpert.knowledge.packs import conversation, exercises, governance, phrases, programmes, sourced, texts, vocabulary
from hipexpert.knowledge.packs import pack as packs
from hipexpert.knowledge.packs import pictures as pictured
from hipexpert.knowledge.packs.weighing import Weighing

Aspect = Literal["concluded", Compared]
"""What a field bears on: what is ``concluded`` (level, plan, totals: decided by proof), how people can answer, what they are asked,
how the ranking is shown, how they come back to running, what they read, and which sources they are shown.
"""


@dataclass(frozen=True)
class Unseen:
    """A field that no runner notices, and why."""

    because: str


class Parts:
    """A field whose parts are looked at one by one."""


PARTS = Parts()
REVIEWERS = Unseen("for those who review the pack; no report for a runner shows it")
NAMES_THE_PACK = Unseen("names the pack; it changes with every release")
PLACE = Unseen("where it stands in the files")
IDENTITY = Unseen("its name: an entry of another name is one removed and one added")
Seen = tuple[Aspect, ...] | Unseen | Parts
_CONCLUDED: tuple[Aspect, ...] = ("concluded",)
_ANSWERING: tuple[Aspect, ...] = ("answering",)
_QUESTIONS: tuple[Aspect, ...] = ("questions",)
_RANKING: tuple[Aspect, ...] = ("ranking",)
_TEXTS: tuple[Aspect, ...] = ("texts",)
_SOURCES: tuple[Aspect, ...] = ("sources",)
_RETURNING: tuple[Aspect, ...] = ("returning",)
_DECIDING = ("stops", "steps_back", "holds")
_ASKED: Mapping[str, Seen] = {
    "id": IDENTITY,
    "question": _QUESTIONS,
    "help": _QUESTIONS,
    "synonyms": _ANSWERING,
    "safe_when": _CONCLUDED,
    "context": _CONCLUDED,
    "fixed": _QUESTIONS,
    "lasts": _QUESTIONS,
}
FIELDS: Mapping[type, Mapping[str, Seen]] = {
    vocabulary.YesNo: {**_ASKED, "present": _TEXTS, "absent": _TEXTS},
    vocabulary.Choice: {**_ASKED, "values": PARTS, "denial": ("answering", "concluded")},
    vocabulary.Choices: {**_ASKED, "values": PARTS},
    vocabulary.Number: {
        **_ASKED,
        "noun": _TEXTS,
        "unit": ("questions", "texts"),
        "minimum": _ANSWERING,
        "maximum": _ANSWERING,
        "whole": _ANSWERING,
        "denial": ("answering", "concluded"),
    },
    vocabulary.Value: {
        "id": _ANSWERING,
        "label": _QUESTIONS,
        "says": _TEXTS,
        "denies": _TEXTS,
        "synonyms": _ANSWERING,
        "vague": _CONCLUDED,
    },
    vocabulary.FindingGroup: {
        "group": IDENTITY,
        "title": _QUESTIONS,
        "answered_by": _ANSWERING,
        "findings": PARTS,
        "context": _CONCLUDED,
    },
    sourced.Source: {
        "id": IDENTITY,
        "title": _SOURCES,
        "type": _SOURCES,
        "publisher": _SOURCES,
        "year": _SOURCES,
        "doi": _SOURCES,
        "url": _SOURCES,
        "tells": PARTS,
    },
    sourced.Testimony: dict.fromkeys(("row", "of", "of_condition", "supports", "opposes", "at_least"), REVIEWERS),
    sourced.Citation: {"ref": _SOURCES, "stance": _SOURCES, "at": _SOURCES, "row": REVIEWERS},
    sourced.Review: {"date": REVIEWERS, "by": REVIEWERS},
    packs.Overlap: {"condition": _TEXTS, "told_apart_by": _TEXTS, "sources": PARTS},
    packs.Condition: {
        "id": IDENTITY,
        "name": _TEXTS,
        "plain": _TEXTS,
        "kind": ("concluded", "ranking"),
        "typical_urgency": ("concluded", "ranking"),
        "regions": _TEXTS,
        "sources": PARTS,
        "prior": _CONCLUDED,
        "icd10cm": _TEXTS,
        "also_called": _TEXTS,
        "recovery": _TEXTS,
        "notes": _TEXTS,
        "part_of": _RANKING,
        "overlaps": PARTS,
    },
    packs.Comparison: dict.fromkeys(("cost", "effectiveness", "time"), _TEXTS),
    packs.Advice: {
        "id": IDENTITY,
        "category": ("concluded", "texts"),
        "title": _TEXTS,
        "says": _TEXTS,
        "because": _TEXTS,
        "sources": PARTS,
        "reviewed": PARTS,
        "status": _CONCLUDED,
        "dose": _TEXTS,
        "regions": _TEXTS,
        "phase": _TEXTS,
        "compare": PARTS,
        "tags": _CONCLUDED,
        "prevents": _TEXTS,
        "rules_out": _CONCLUDED,
        "covers": _TEXTS,
        "safe_when": _CONCLUDED,
    },
    packs.Pattern: {"id": IDENTITY, "name": _TEXTS, "says": _TEXTS},
    packs.Supports: {
        "condition": _CONCLUDED,
        "weight": _CONCLUDED,
        "group": _CONCLUDED,
        "ratio": _TEXTS,
        "unless": _CONCLUDED,
    },
    packs.Concludes: {"kind": _CONCLUDED, "id": _CONCLUDED},
    packs.Rule: {
        "id": IDENTITY,
        "title": _TEXTS,
        "premise": _CONCLUDED,
        "conclusions": PARTS,
        "because": _TEXTS,
        "sources": PARTS,
        "reviewed": PARTS,
        "status": _CONCLUDED,
        "file": PLACE,
        "made_from": PLACE,
        "counts": _CONCLUDED,
    },
    packs.Constraint: {"id": IDENTITY, "never": _CONCLUDED, "because": _TEXTS, "reviewed": PARTS},
    packs.Claim: {
        "id": IDENTITY,
        **dict.fromkeys(("title", "because", "sources", "reviewed"), REVIEWERS),
        **dict.fromkeys(
            ("when", "never", "at_least", "at_most", "concluded", "never_given", "consistent"),
            Unseen("a claim tells a runner nothing; whether one is lowered is a question of its own"),
        ),
    },
    packs.ScreenItem: {
        "id": IDENTITY,
        "ask": ("concluded", "questions"),
        "because": _TEXTS,
        "sources": PARTS,
        "reviewed": PARTS,
        "unless": _CONCLUDED,
        "denial": ("answering", "concluded"),
    },
    packs.LevelText: {
        "title": _TEXTS,
        "action": _TEXTS,
        "cds_hooks": _TEXTS,
        "meanwhile": _TEXTS,
        "until": _TEXTS,
        "rules_out": _CONCLUDED,
    },
    packs.Harm: {"id": _TEXTS, "title": _TEXTS},
    Weighing: {
        "strengths": Unseen("the weights of the rules are made of it, and they are compared"),
        "priors": _CONCLUDED,
        "bands": ("concluded", "ranking"),
        "behind": _RANKING,
        "stances": PARTS,
    },
    pictured.StanceScale: dict.fromkeys(pictured.StanceScale.__struct_fields__, _CONCLUDED),
    packs.About: {
        **dict.fromkeys(("id", "title", "version", "authors", "licence", "released"), NAMES_THE_PACK),
        "intended_use": _TEXTS,
        "disclaimer": _TEXTS,
        "urgency": PARTS,
        "weighing": PARTS,
        "harms": PARTS,
        "sends": REVIEWERS,
        "group_synonyms": _ANSWERING,
    },
    pictured.Discriminating: {
        "finding": IDENTITY,
        "background": _CONCLUDED,
        "bands": _CONCLUDED,
        "unlisted": _CONCLUDED,
        "group": _CONCLUDED,
    },
    pictured.PictureRow: {
        **dict.fromkeys(("finding", *pictured.STANCES, "ratio"), _CONCLUDED),
        "because": _TEXTS,
        "sources": PARTS,
    },
    pictured.NoInformation: dict.fromkeys(("findings", "because"), _TEXTS),
    pictured.Picture: {"id": IDENTITY, "reviewed": PARTS, "rows": PARTS, "no_information": PARTS},
    conversation.ConversationItem: {
        **dict.fromkeys(conversation.ConversationItem.__struct_fields__, _QUESTIONS),
        "id": IDENTITY,
        "together": PARTS,
    },
    conversation.Together: dict.fromkeys(conversation.Together.__struct_fields__, _QUESTIONS),
    exercises.Exercise: {
        **dict.fromkeys(exercises.Exercise.__struct_fields__, _TEXTS),
        "id": IDENTITY,
        **dict.fromkeys(("drawing", "sources", "reviewed"), PARTS),
    },
    exercises.LineDrawing: dict.fromkeys(exercises.LineDrawing.__struct_fields__, _TEXTS),
    programmes.Programme: {
        **dict.fromkeys(programmes.Programme.__struct_fields__, _RETURNING),
        "id": IDENTITY,
        "title": _TEXTS,
        "says": _TEXTS,
        "because": _TEXTS,
        "sources": PARTS,
        "reviewed": PARTS,
        **dict.fromkeys(("phases", *_DECIDING, "resumes"), PARTS),
    },
    programmes.Phase: {
        "id": IDENTITY,
        "allowed": _RETURNING,
        "sessions": _RETURNING,
        **dict.fromkeys(("advice", "title", "says"), _TEXTS),
        **dict.fromkeys((*_DECIDING, "advances"), PARTS),
    },
    programmes.Decision: {"id": IDENTITY, "when": _RETURNING, "because": _TEXTS, "sources": PARTS},
    programmes.Session: dict.fromkeys(programmes.Session.__struct_fields__, _RETURNING),
    programmes.PainAllowed: dict.fromkeys(programmes.PainAllowed.__struct_fields__, _RETURNING),
    texts.Texts: {**dict.fromkeys(texts.Texts.__struct_fields__, _TEXTS), **dict.fromkeys(("areas", "start", "letter"), PARTS)},
    texts.AreaTexts: dict.fromkeys(texts.AreaTexts.__struct_fields__, _QUESTIONS),
    texts.StartTexts: dict.fromkeys(texts.StartTexts.__struct_fields__, _QUESTIONS),
    texts.LetterTexts: dict.fromkeys(texts.LetterTexts.__struct_fields__, _TEXTS),
    phrases.Phrasing: {**dict.fromkeys(phrases.Phrasing.__struct_fields__, _ANSWERING), "of": IDENTITY},
    governance.NotFollowed: dict.fromkeys(governance.NotFollowed.__struct_fields__, REVIEWERS),
    governance.Hazard: dict.fromkeys(governance.Hazard.__struct_fields__, REVIEWERS),
    governance.Suppression: dict.fromkeys(governance.Suppression.__struct_fields__, REVIEWERS),
    packs.Pack: {
        **dict.fromkeys(
            (
                *("about", "groups", "conditions", "patterns", "rules", "constraints", "sources", "advice", "not_followed", "hazards"),
                *("suppressions", "claims", "discriminating", "pictures", "screen", "conversation", "programmes", "exercises", "texts"),
            ),
            PARTS,
        ),
        "safe_tests": Unseen("made of `safe_when` of the findings, which are compared"),
        "safe_advice": Unseen("made of `safe_when` of the advice, which is compared"),
        "content_hash": NAMES_THE_PACK,
        "places": PLACE,
        "packed_translations": Unseen("what is concluded is the same in every language, and the audit says what of one is missing"),
        "language": Unseen("a pack as it is written is in English"),
        "left_in_english": Unseen("a pack as it is written is in English"),
        "packed_phrasings": Unseen("holds the phrasings packed; they are unpacked and compared one by one"),
    },
}


def touched(before: object, after: object) -> frozenset[Aspect]:
    """What a change of an entry bears on; an entry that was added or removed is None on the other side."""
    return frozenset(_touched(before, after))


def _touched(before: object, after: object) -> Iterator[Aspect]:
    if before == after:
        return
    if type(before) is not type(after) and None not in (before, after):
        yield from (*_touched(before, None), *_touched(None, after))
        if isinstance(before, msgspec.Struct):  # a question of another type takes other answers
            yield "answering"
        return
    there = after if before is None else before
    if isinstance(there, msgspec.Struct):
        if not _is_idle(before) or not _is_idle(after):
            for field, seen in FIELDS[type(there)].items():
                yield from _field(seen, getattr(before, field, None), getattr(after, field, None))
        return
    for one, other in _pairs(before, after):
        yield from _touched(one, other)


def _is_idle(entry: object) -> bool:
    """Whether a pack makes nothing of an entry: it has none, or a draft, or one that was retired. A hazard has a status too."""
    return entry is None or (isinstance(entry, (packs.Rule, packs.Advice)) and entry.status != "active")


def _field(seen: Seen, before: object, after: object) -> Iterator[Aspect]:
    if isinstance(seen, Unseen) or before == after:
        return
    if isinstance(seen, Parts):
        yield from _touched(before, after)
    elif before or after:  # nothing, in whatever form, is not told
        yield from seen


def _pairs(before: Any, after: Any) -> Iterator[tuple[object, object]]:
    """The parts of two mappings or lists, those that belong together in pairs; where one has none, None."""
    if isinstance(before or after, Mapping):
        sides = (before or {}, after or {})
        for key in dict.fromkeys([*sides[0], *sides[1]]):
            yield sides[0].get(key), sides[1].get(key)
    else:
        yield from _paired(before or (), after or ())


def _paired(before: tuple[object, ...], after: tuple[object, ...]) -> Iterator[tuple[object, object]]:
    """The parts that differ, those of one name together, the rest in their order; the order alone makes no difference."""
    gone, come = [each for each in before if each not in after], [each for each in after if each not in before]
    for each in [*gone]:
        name = _name(each)
        same = next((other for other in come if name and _name(other) == name), None)
        if same is not None:
            gone.remove(each)
            come.remove(same)
            yield each, same
    length = max(len(gone), len(come))
    yield from zip([*gone, *[None] * (length - len(gone))], [*come, *[None] * (length - len(come))], strict=True)


def _name(part: object) -> str:
    return str(getattr(part, "id", "") or getattr(part, "finding", "") or getattr(part, "condition", "") or getattr(part, "ref", ""))
