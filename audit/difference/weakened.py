"""In what an entry says less to keep somebody safe than it did: what no proof looks at, because nothing is concluded from it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hipexpert.audit.guarding_words import lost_guards, other_figures
from hipexpert.knowledge.packs.exercises import Exercise
from hipexpert.knowledge.packs.governance import Hazard, NotFollowed
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import SAFETY_NET, About, Advice, Condition, Pattern
from hipexpert.knowledge.packs.premises import leaves
from hipexpert.knowledge.packs.programmes import Decision, Phase, Programme, Session
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo

_WORD = re.compile(r"[a-z]{4,}")


def weakened(before: Any, after: Any) -> tuple[str, ...]:
    """In what an entry that changed says less than before, each in words; empty where it says as much, or nothing was there before.

    That something is asked, concluded or kept back of fewer runners is not looked at here: it is proved.
    """
    return tuple(dict.fromkeys(_weakened(before, after)))


def _weakened(before: Any, after: Any) -> Iterator[str]:
    looked_at = _BY_TYPE.get(type(before))
    if looked_at is not None and (type(after) is type(before) or (after is None and type(before) in _MISSED)):
        yield from looked_at(before, after)


def _exercise(before: Exercise, after: Exercise) -> Iterator[str]:
    if other_figures(before.dose, after.dose):
        yield f"dose: {before.dose} → {after.dose}"
    if before.advice != after.advice:
        yield f"it is shown beside other advice: {', '.join(before.advice)} → {', '.join(after.advice)}"
    yield from _fewer_words("stop", before.stop, after.stop)
    if lost := [each for each in before.mistakes if each not in after.mistakes]:
        yield f"it no longer warns of: {lost[0]}"
    for one in before.how:
        yield from _less("how", one, max(after.how, key=lambda other: _shared(one, other), default=""))


def _condition(before: Condition, after: Condition) -> Iterator[str]:
    if rank(before.typical_urgency) >= rank("urgent") and (lost := [each for each in before.regions if each not in after.regions]):
        yield f"no longer said to hurt in {', '.join(lost)}"
    yield from _less("plain", before.plain, after.plain)
    if other_figures(before.recovery, after.recovery):
        yield f"recovery: {before.recovery or 'nothing'} → {after.recovery or 'nothing'}"


def _pattern(before: Pattern, after: Pattern) -> Iterator[str]:
    if 2 * _shared(before.says, after.says) <= len(set(_WORD.findall(before.says.casefold()))):
        yield f"says something else: {before.says} → {after.says}"


def _asked(before: Finding, after: Finding) -> Iterator[str]:
    for part in ("question", "help"):
        one, other = getattr(before, part), getattr(after, part)
        yield from _less(part, one, other)
        if other_figures(one, other):
            yield f"{part}: {one or 'nothing'} → {other or 'nothing'}"


def _number(before: Number, after: Number) -> Iterator[str]:
    yield from _asked(before, after)
    if (before.minimum, before.maximum) != (after.minimum, after.maximum):
        yield f"it takes other numbers: {before.minimum:g} to {before.maximum:g} → {after.minimum:g} to {after.maximum:g}"


def _not_followed(before: NotFollowed, after: NotFollowed | None) -> Iterator[str]:
    if after is None or (before.instead and not after.instead):
        yield "it is no longer told what is done instead"


def _advice(before: Advice, after: Advice) -> Iterator[str]:
    if before.status != "active" or after.status != "active":
        return
    for part in ("says", "dose"):
        yield from _less(part, getattr(before, part), getattr(after, part))
    if other_figures(before.dose, after.dose):
        yield f"dose: {before.dose or 'nothing'} → {after.dose or 'nothing'}"
    if other_figures(before.says, after.says):
        yield f"says other figures: {before.says} → {after.says}"
    if before.category == SAFETY_NET:
        yield from _fewer_words("title", before.title, after.title)
    if before.prevents and before.prevents != after.prevents:
        yield f"it prevented {before.prevents}, and now {after.prevents or 'nothing'}"


def _hazard(before: Hazard, after: Hazard | None) -> Iterator[str]:
    if after is None:
        yield "the hazard is gone"
        return
    for part in ("rules", "claims", "causes"):
        if lost := [each for each in getattr(before, part) if each not in getattr(after, part)]:
            yield f"{part}: no longer {', '.join(lost)}"
    for part in ("likelihood", "severity", "residual_likelihood", "residual_severity"):
        if getattr(after, part) < getattr(before, part):
            yield f"{part}: {getattr(before, part)} → {getattr(after, part)}"
    if before.status == "open" and after.status != "open":
        yield f"open → {after.status}"


def _levels(before: About, after: About) -> Iterator[str]:
    for level, words in before.urgency.items():
        if (now := after.urgency.get(level)) is not None:
            for part in ("title", "action", "meanwhile", "until"):
                yield from _less(f"{level} {part}", getattr(words, part), getattr(now, part))


def _programme(before: Programme, after: Programme) -> Iterator[str]:
    if before.clearance and not after.clearance:
        yield "it needs no clearance any more"
    if before.who != after.who:
        now = set(leaves(after.who)) if after.who is not None else set()
        if before.who is not None and after.who is not None and (lost := set(leaves(before.who)) - now):
            yield f"it is no longer for {', '.join(sorted(map(_leaf, lost)))}"
        else:
            yield "it is for others than before"
    for part in ("rest_days", "pause_days", "look_again_days"):
        if getattr(after, part) != getattr(before, part):
            yield f"{part}: {getattr(before, part)} → {getattr(after, part)}"
    yield from _decisions(before, after)
    phases: Mapping[str, Phase] = {each.id: each for each in after.phases}
    for phase in before.phases:
        if (later := phases.get(phase.id)) is None:
            yield f"the phase {phase.id} is gone"
            continue
        for part in phase.allowed.__struct_fields__:
            if getattr(later.allowed, part) > getattr(phase.allowed, part):
                yield f"{phase.id} allows more pain ({part}): {getattr(phase.allowed, part)} → {getattr(later.allowed, part)}"
        yield from _decisions(phase, later)
        yield from _less(phase.id, phase.says, later.says)
        yield from _sessions(phase.sessions, {each.id: each for each in later.sessions})


def _sessions(before: tuple[Session, ...], after: Mapping[str, Session]) -> Iterator[str]:
    for session in before:
        now = after.get(session.id)
        if now is None:
            yield f"the session {session.id} is gone"
        elif now.load > session.load:
            yield f"{session.id} is heavier: {session.load[0]:g} → {now.load[0]:g} minutes of jogging"
        elif now.passes < session.passes:
            yield f"{session.id} is done {now.passes} and not {session.passes} times before the next"


def _decisions(before: Programme | Phase, after: Programme | Phase) -> Iterator[str]:
    for part in ("stops", "steps_back", "holds"):
        now: Mapping[str, Decision] = {each.id: each for each in getattr(after, part)}
        for decision in getattr(before, part):
            if decision.id not in now:
                yield f"{decision.id} is gone"
            elif now[decision.id].when != decision.when:
                yield f"{decision.id} decides otherwise"


def _leaf(leaf: Any) -> str:
    return str(getattr(leaf, "id", "") or getattr(leaf, "finding", ""))


def _less(part: str, before: str, after: str) -> Iterator[str]:
    """The words that guard which a text says less often."""
    if before != after and (lost := lost_guards(before, after)):
        yield f"{part} no longer says {', '.join(f'“{each}”' for each in lost)}"


def _fewer_words(part: str, before: str, after: str) -> Iterator[str]:
    """That a short text says something else: each of its words counts."""
    lost = [each for each in _WORD.findall(before.casefold()) if each not in after.casefold()]
    if lost:
        yield f"{part} no longer says {', '.join(f'“{each}”' for each in dict.fromkeys(lost))}"


def _shared(one: str, other: str) -> int:
    return len(set(_WORD.findall(one.casefold())) & set(_WORD.findall(other.casefold())))


_BY_TYPE: Mapping[type, Callable[[Any, Any], Iterator[str]]] = {
    About: _levels,
    Advice: _advice,
    Choice: _asked,
    Choices: _asked,
    Condition: _condition,
    Exercise: _exercise,
    Hazard: _hazard,
    NotFollowed: _not_followed,
    Number: _number,
    Pattern: _pattern,
    Programme: _programme,
    YesNo: _asked,
}
_MISSED = (Hazard, NotFollowed)
"""Of what is said to be less when it is gone; of anything else that is gone, what is concluded tells."""
