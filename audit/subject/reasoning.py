"""What of a pack decides what follows for whom: all of it but the texts, the sources and the dates of review.

What rests on this alone needs no second look when a text is mended. What is taken out is not there any more: a check that is given
this part cannot read what it does not depend on. A text that stays in only makes a check be run once too often.
"""

import datetime
from typing import TypeVar

import msgspec

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.frozen import NOTHING, FrozenMapping
from hipexpert.knowledge.packs.pack import Rule, Supports
from hipexpert.knowledge.packs.sourced import Citation, Review

UNSEEN = Review(datetime.date.min, "nobody")
T = TypeVar("T", bound=msgspec.Struct)


def reasoning_of(pack: Pack) -> Pack:
    """The part of a pack that decides. Of each text that nothing is decided by its place is left, so that the order of texts can be
    told; kept are the names of what stays, the bibliography, the texts that a theorem is stated in, and what stands about a condition.
    """
    # Conditions that stand in one file are one family.
    files = FrozenMapping({each: place.partition(":")[0] for each, place in pack.places.get("conditions", {}).items()})
    cited = tuple(Citation(each.id) for each in pack.sources[:1])  # an entry has to cite something
    found = msgspec.structs.replace(
        pack,
        rules=_without(pack.rules, ("title", "because"), sources=cited, reviewed=UNSEEN),
        advice=_without(pack.advice, ("title", "says", "because", "dose"), sources=cited, reviewed=UNSEEN),
        claims=_without(pack.claims, ("because",), sources=cited, reviewed=UNSEEN),
        screen=_without(pack.screen, ("because",), sources=cited, reviewed=UNSEEN),
        constraints=_without(pack.constraints, ("because",), reviewed=None),
        groups=tuple(msgspec.structs.replace(each, findings=_without(each.findings, ("question",))) for each in pack.groups),
        patterns=_without(pack.patterns, ("name", "says")),
        hazards=(),
        not_followed=(),
        suppressions=(),
        places=FrozenMapping({"conditions": files}),
        content_hash="",
        packed_phrasings=b"",
        packed_translations=NOTHING,
    )
    return found.drawn_like(pack)


def vocabulary_of(pack: Pack) -> Pack:
    """What of a pack says how answers are given and read, in all its words: a check that is given this need not be run again when a rule,
    an advice or a condition changes.
    """
    return msgspec.structs.replace(
        pack,
        **dict.fromkeys(("conditions", "patterns", "rules", "constraints", "sources", "advice", "not_followed", "hazards"), ()),
        **dict.fromkeys(("suppressions", "claims", "discriminating", "pictures", "programmes", "exercises", "screen", "conversation"), ()),
        **dict.fromkeys(("safe_tests", "safe_advice", "places", "packed_translations"), NOTHING),
        content_hash="",
    )


def unweighed(pack: Pack) -> Pack:
    """A pack without how strongly rules speak for and against conditions: a check of texts that is given this cannot read it, and need
    not be run again when it changes. Whether a rule speaks for or against is left.
    """
    return msgspec.structs.replace(pack, rules=tuple(map(_unweighed, pack.rules)), content_hash="").drawn_like(pack)


def _unweighed(rule: Rule) -> Rule:
    conclusions = tuple(
        msgspec.structs.replace(each, weight=(each.weight > 0) - (each.weight < 0), ratio=None) if isinstance(each, Supports) else each
        for each in rule.conclusions
    )
    return msgspec.structs.replace(rule, conclusions=conclusions)


def _without(entries: tuple[T, ...], texts: tuple[str, ...], **blank: object) -> tuple[T, ...]:
    """Entries without their texts, and with other parts as given."""
    return tuple(
        msgspec.structs.replace(each, **{text: f"{each.id} {text}" for text in texts if getattr(each, text)}, **blank)  # type: ignore[attr-defined]
        for each in entries
    )
