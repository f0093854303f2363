"""In what an entry asks less than when it was last read: lowered by its logic, said weaker, or playing a danger down."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from hipexpert.audit.difference.claims import how_lowered
from hipexpert.audit.difference.weakened import weakened
from hipexpert.audit.guarding_words import lost_guards
from hipexpert.audit.review.frame_less import frame_less, leaves_in
from hipexpert.audit.review.last_read import Content
from hipexpert.audit.review.lowering import Implies, lowered
from hipexpert.audit.review.saying_opposite import texts_in
from hipexpert.audit.review.signable import is_danger
from hipexpert.audit.review.since_read import SinceRead, premise_of
from hipexpert.audit.review.words_less import words_less
from hipexpert.knowledge.packs.exercises import Exercise
from hipexpert.knowledge.packs.frozen import FrozenMapping
from hipexpert.knowledge.packs.governance import Hazard, NotFollowed, Suppression
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import (
    About,
    Advice,
    Claim,
    Condition,
    Constraint,
    Pack,
    Pattern,
    Rule,
    ScreenItem,
    Supports,
)
from hipexpert.knowledge.packs.phrases import Phrasing
from hipexpert.knowledge.packs.pictures import Picture
from hipexpert.knowledge.packs.programmes import Programme
from hipexpert.knowledge.packs.sourced import NEVER_REVIEWED, Source
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo
from hipexpert.knowledge.packs.weighing import Prior

_TYPES: Mapping[str, Any] = {
    "rule": Rule,
    "screen": ScreenItem,
    "picture": Picture,
    "finding": YesNo | Choice | Choices | Number,
    "words": Phrasing,
    "programme": Programme,
    "exercise": Exercise,
    "condition": Condition,
    "pattern": Pattern,
    "constraint": Constraint,
    "advice": Advice,
    "claim": Claim,
    "hazard": Hazard,
    "not_followed": NotFollowed,
    "source": Source,
    "suppression": Suppression,
    "pack": About,
}
_SCALE = {"hallmark": 2, "common": 1, "sometimes": 0, "seldom": -1, "against": -2}
"""How much an answer speaks for a condition whose picture says so of it."""
_PRIORS = get_args(Prior)
_CARDS = ("critical", "warning", "info")
"""How another program shows a level, what it shows first before the others."""
_GRADES = ("seed", "patient_info", "textbook", "study", "review", "guideline")
"""The kinds of sources, what counts for least first."""


def asks_less(each: SinceRead, pack: Pack, implies: Implies) -> tuple[str, ...]:
    """In what an entry asks less than it did, or says the opposite, each in words; empty where it does not, or that cannot be told."""
    if each.kind == "texts" and each.before is not None and each.now is not None:
        return tuple(_headings(dict(texts_in(each.before)), dict(texts_in(each.now))))
    framed = tuple(frame_less(each.kind, each.before, each.now))
    before, now = typed(each.kind, each.before), typed(each.kind, each.now)
    if before is None and (each.before is not None or now is None):
        return framed
    packs = (_with_safe(pack, each), pack)
    found = [*framed, *lowered(each.kind, each.name, before, now, packs, implies)]  # type: ignore[arg-type]
    if isinstance(before, Claim):
        found += how_lowered(before, now, implies) if isinstance(now, Claim) else ["the claim is gone"]
    elif isinstance(before, Phrasing):
        found += words_less(before, now, pack)
    if isinstance(before, Rule):
        found += [*weakened(before, now), *_evidence(before, now, pack, implies)]
    elif type(before) is type(now):
        found += _BY_TYPE[type(before)](before, now, pack) if type(before) in _BY_TYPE else ()
    return tuple(dict.fromkeys(found))


def typed(kind: str, content: Content | None) -> Any:
    """An entry as it stands in a pack; None where there is none, or where this program no longer knows such entries."""
    if content is None or kind not in _TYPES:
        return None
    wanted: Any = {**content, "reviewed": msgspec.to_builtins(NEVER_REVIEWED), "file": ""}
    known = _TYPES[kind]
    # A finding is one of several types; its group stands in no field.
    fields = known.__struct_fields__ if isinstance(known, type) and issubclass(known, Struct) else {*content} - {"group"}
    missing = {"id": "x", "title": "-", "version": "-", "authors": ("-",), "licence": "-"} if kind == "pack" else {}
    try:
        return msgspec.convert({**missing, **{key: value for key, value in wanted.items() if key in fields}}, known)
    except msgspec.ValidationError:
        return None


def _headings(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Which of the words of a field, most of them headings, say less often whom to see, or how soon."""
    for where, text in before.items():
        if where in now and (lost := lost_guards(text, now[where])):
            yield f"{where} no longer says {', '.join(f'“{each}”' for each in lost)}"


def _with_safe(pack: Pack, each: SinceRead) -> Pack:
    """The pack with what was safe to advise, or to try, when it was last read."""
    key = {"advice": "safe_advice", "finding": "safe_tests"}.get(each.kind)
    if key is None or each.before is None:
        return pack
    was = premise_of(each.before.get("safe_when"))
    others = {name: premise for name, premise in getattr(pack, key).items() if name != each.name}
    return replace(pack, **{key: FrozenMapping(others | ({each.name: was} if was is not None else {}))})


def _evidence(before: Rule, now: Rule | None, pack: Pack, implies: Implies) -> Iterator[str]:
    """Evidence that turned round, and what speaks less for what must not be missed."""
    if before.status != "active":
        return
    after = now.conclusions if now is not None and now.status == "active" else ()
    for condition in dict.fromkeys(each.condition for each in (*before.conclusions, *after) if isinstance(each, Supports)):
        known = pack.condition_by_id.get(condition)
        was, is_ = (
            next((each for each in conclusions if isinstance(each, Supports) and each.condition == condition), None)
            for conclusions in (before.conclusions, after)
        )
        weights = [each.weight if each is not None else 0 for each in (was, is_)]
        if weights[0] * weights[1] < 0:
            yield f"it speaks {'for' if weights[1] > 0 else 'against'} {condition}, and spoke {'for' if weights[0] > 0 else 'against'} it"
        elif was is not None and is_ is not None and was.group and is_.group != was.group and (other := _beside(now, was, pack)):
            yield f"it is counted for {condition} beside {other}, with which it counted once ({was.group})"
        elif known is not None and is_danger(known):
            if weights[1] < weights[0]:
                yield f"it speaks less for {condition}, which must not be missed: {weights[0]:+d} → {weights[1]:+d}"
            elif was is not None and is_ is not None and weights[1] > 0 and (new := [one for one in is_.unless if one not in was.unless]):
                yield f"it does not speak for {condition} any more where {', '.join(f'{one.finding}={one.value}' for one in new)}"
            elif now is not None and weights[0] > 0 and not implies(before.premise, now.premise):
                yield f"it speaks of fewer people for {condition}, which must not be missed"


def _beside(rule: Rule | None, was: Supports, pack: Pack) -> str:
    """Another rule whose evidence for a condition is of the group that evidence was of; empty where there is none."""
    others = (each for each in pack.active_rules if rule is None or each.id != rule.id)
    alike = (
        each.id
        for each in others
        for one in each.conclusions
        if isinstance(one, Supports) and (one.condition, one.group) == (was.condition, was.group) and one.weight * was.weight > 0
    )
    return next(alike, "")


def _condition(before: Condition, now: Condition, _pack: Pack) -> Iterator[str]:
    if rank(now.typical_urgency) < rank(before.typical_urgency) < rank("urgent"):
        yield f"{before.typical_urgency} → {now.typical_urgency}"
    if is_danger(before) and before.prior and now.prior and _PRIORS.index(now.prior) > _PRIORS.index(before.prior):
        yield f"what must not be missed starts rarer: {before.prior} → {now.prior}"
    codes = [(each.icd10cm or "").rstrip("0") for each in (before, now)]
    another = all(codes) and not (codes[0].startswith(codes[1]) or codes[1].startswith(codes[0]))  # neither only says it more exactly
    if another and (before.name, before.plain) == (now.name, now.plain):
        yield f"its code is another illness's, or another form's: {before.icd10cm} → {now.icd10cm}"


def _picture(before: Picture, now: Picture, pack: Pack) -> Iterator[str]:
    known = pack.condition_by_id.get(before.id)
    danger = known is not None and is_danger(known)
    told = [{(row.finding, value): stance for row in each.rows for value, stance in row.stances} for each in (before, now)]
    for (finding, value), stance in told[0].items():
        after = told[1].get((finding, value))
        was, is_ = _SCALE[stance], 0 if after is None else _SCALE[after]
        if was * is_ < 0 or (danger and is_ < was):
            yield f"{finding}={value} was {stance}, and is {after or 'no part of it'}"


def _source(before: Source, now: Source, _pack: Pack) -> Iterator[str]:
    if _GRADES.index(now.type) > _GRADES.index(before.type):
        yield f"it counts for more: {before.type} → {now.type}"
    later = {each.row: each for each in now.tells}
    for told in before.tells:
        after = later.get(told.row)
        if after is None:
            yield f"it no longer tells `{told.row}`, against which the rules are held"
        elif told.at_least is not None and (after.at_least is None or rank(after.at_least) < rank(told.at_least)):
            yield f"`{told.row}` tells {told.at_least} → {after.at_least or 'no level'}"
        elif (told.supports, told.opposes) == (after.opposes, after.supports) != ("", ""):
            yield f"`{told.row}` tells the opposite"
        elif lost := [each for each in told.of if each not in after.of]:
            yield f"`{told.row}` no longer tells of {lost[0]}"


def _suppression(before: Suppression, now: Suppression, _pack: Pack) -> Iterator[str]:
    if more := [each for each in now.rules if each not in before.rules]:
        yield f"the audit is silent about more: {', '.join(more)}"


def _about(before: About, now: About, _pack: Pack) -> Iterator[str]:
    if more := [each for each in now.sends if each not in before.sends]:
        yield f"“{more[0]}” now counts as sending somewhere"
    if gone := [each.id for each in before.harms if each not in now.harms]:
        yield f"what prevents {gone[0]} may be left out, or stands later"
    for level, text in before.urgency.items():
        if level in now.urgency and _CARDS.index(now.urgency[level].cds_hooks) > _CARDS.index(text.cds_hooks):
            yield f"{level} is shown to programs as {now.urgency[level].cds_hooks}, and was {text.cds_hooks}"
    weighed = [dict(leaves_in(msgspec.to_builtins(each.weighing))) for each in (before, now)]
    for name, weight in weighed[0].items():
        if weighed[1].get(name) != weight:
            yield f"everything is weighed otherwise: {name} {weight} → {weighed[1].get(name, 'nothing')}"


def _yes_no(before: YesNo, now: YesNo, _pack: Pack) -> Iterator[str]:
    if (before.present, before.absent) == (now.absent, now.present):
        yield "what is said of a yes and of a no are exchanged"
    if now.context and not before.context:
        yield "its answer brings nothing up by itself any more"


def _values(before: Any, now: Any, _pack: Pack) -> Iterator[str]:
    if now.context and not before.context:
        yield "its answer brings nothing up by itself any more"
    was, later = ({each.id: each for each in one.values} for one in (before, now))
    for part in ("label", "says", "denies"):
        said = {getattr(each, part): name for name, each in was.items() if getattr(each, part)}
        for name, each in later.items():
            other = said.get(getattr(each, part))
            if other is not None and name in was and other != name and getattr(was[name], part) != getattr(each, part):
                yield f"`{part}` of {name} is what {other} said"


_BY_TYPE: Mapping[type, Any] = {
    About: _about,
    Choice: _values,
    Choices: _values,
    Condition: _condition,
    Picture: _picture,
    Source: _source,
    Suppression: _suppression,
    YesNo: _yes_no,
}
