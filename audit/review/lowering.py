"""Whether an entry asks less than before: a lower level, a claim or contraindication of fewer runners. Two people sign that."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hipexpert.audit.difference.values import EntryKind
from hipexpert.audit.difference.weakened import weakened
from hipexpert.audit.review.signable import dangers_excluded
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Advice, Concludes, Condition, Constraint, Pack, Rule, ScreenItem
from hipexpert.knowledge.packs.premises import Premise

Implies = Callable[[Premise, Premise], bool]
"""Whether everybody for whom the first premise holds is one for whom the second holds; False where it is not known."""
Both = tuple[Pack, Pack]


def lowered(kind: EntryKind, name: str, before: Any, after: Any, packs: Both, implies: Implies) -> tuple[str, ...]:
    """In what an entry asks less than it did, in words; empty where it asks as much. Claims are compared elsewhere."""
    if isinstance(before or after, Rule):
        return (*_rule(before, after, implies), *_excluding(before, after, packs[1], implies))
    if before is None:
        return ()
    return (*_entry(kind, name, before, after, packs, implies), *weakened(before, after))


def reworded(kind: EntryKind, before: Any, after: Any) -> tuple[str, ...]:
    """What an entry on which much rests says in other words, which may be less; empty where they are the same, or it is new or gone."""
    if before is None or after is None:
        return ()
    if kind == "programme":
        same = all(getattr(before, each) == getattr(after, each) for each in before.__struct_fields__ if each in _RETURNING)
        return () if same else ("how running stops or goes on is not the same",)
    if kind == "pack":
        return tuple(
            f"other words at {name}"
            for name, text in before.urgency.items()
            if (now := after.urgency.get(name)) is not None and (text.title, text.action) != (now.title, now.action)
        )
    if isinstance(before, Advice) and before.status == after.status == "active" and before.category in ("escalation", "safety_net"):
        same = (before.says, before.title, before.category) == (after.says, after.title, after.category)
        return () if same else ("whom to see, or when to go at once, is said in other words",)
    return ()


def _entry(kind: EntryKind, name: str, before: Any, after: Any, packs: Both, implies: Implies) -> tuple[str, ...]:
    """In what an entry that is no rule asks less of somebody."""
    match before:
        case Constraint():
            narrower = after is None or not implies(before.never, after.never)
            return ("fewer answers count as contradicting each other",) if narrower else ()
        case ScreenItem():
            return tuple(_screen(before, after, implies))
        case Advice():
            safe = (packs[0].safe_advice.get(name), packs[1].safe_advice.get(name))
            return tuple(_advice(before, after, safe, implies))
        case Condition():
            return tuple(_condition(before, after))
    match kind:
        case "finding":
            safe = (packs[0].safe_tests.get(name), packs[1].safe_tests.get(name))
            return tuple(_finding(before, after, safe, implies))
        case "programme":
            return () if after is not None else ("a way back is gone",)
        case "pack":
            return tuple(_levels(before.urgency, after.urgency))
    return ()


_RETURNING = frozenset(
    ("phases", "stops", "steps_back", "resumes", "rest_days", "pause_days", "look_again_days", "holds", "who", "clearance")
)


def _guarding(rule: Rule) -> list[Concludes]:
    return [each for each in rule.conclusions if isinstance(each, Concludes) and each.kind in ("urgency", "avoid", "suspected", "pattern")]


def _excluding(before: Rule | None, after: Rule | None, pack: Pack, implies: Implies) -> Iterator[str]:
    """A condition that must not be missed is ruled out anew, or for more runners."""
    if after is None or after.status != "active" or not (hidden := dangers_excluded(after, pack)):
        return
    was = dangers_excluded(before, pack) if before is not None and before.status == "active" else frozenset[str]()
    if before is None or not hidden <= was or not implies(after.premise, before.premise):
        yield f"{', '.join(sorted(hidden))} is ruled out for more runners"


def _rule(before: Rule | None, after: Rule | None, implies: Implies) -> Iterator[str]:
    lost = _guarding(before) if before is not None else []
    if before is None or before.status != "active" or not lost:
        return
    if after is None or after.status != "active":
        yield "the rule is gone" if after is None else f"the rule is {after.status}, and fires no more"
        return
    kept = _guarding(after)
    levels = [[each.id for each in found if each.kind == "urgency"] for found in (lost, kept)]
    high = [max((rank(each) for each in found), default=-1) for found in levels]  # type: ignore[arg-type]
    if high[1] < high[0]:
        yield f"{', '.join(levels[0])} → {', '.join(levels[1]) or 'no level'}"
    for each in lost:
        if each.kind != "urgency" and each not in kept:
            yield f"no longer {each.kind} {each.id}"
    if not implies(before.premise, after.premise):
        yield "it speaks of fewer runners"


def _screen(before: ScreenItem, after: ScreenItem | None, implies: Implies) -> Iterator[str]:
    if after is None:
        yield "it need not be asked any more"
        return
    if before.ask != after.ask:
        yield "another question is asked"
    if before.denial != after.denial:
        yield "denying the screen says something else"
    if after.unless is not None and (before.unless is None or not implies(after.unless, before.unless)):
        yield "it need not be asked of more runners"


def _advice(before: Advice, after: Advice | None, safe: tuple[Premise | None, Premise | None], implies: Implies) -> Iterator[str]:
    if before.status != "active":
        return
    if after is None or after.status != "active":
        if before.rules_out or before.category in ("escalation", "safety_net"):
            yield "it is given no more"
        return
    if safe[0] is not None and (safe[1] is None or not implies(safe[1], safe[0])):
        yield "it counts as safe for more runners"
    if less := [each for each in before.rules_out if each not in after.rules_out]:
        yield f"no longer rules out {', '.join(less)}"
    if less := [each for each in before.tags if each not in after.tags]:
        yield f"no longer tagged {', '.join(less)}"


def _condition(before: Condition, after: Condition | None) -> Iterator[str]:
    if rank(before.typical_urgency) < rank("urgent"):
        return
    if after is None:
        yield "a condition that must not be missed is gone"
    elif rank(after.typical_urgency) < rank(before.typical_urgency):
        yield f"{before.typical_urgency} → {after.typical_urgency}"


def _finding(before: Any, after: Any, safe: tuple[Premise | None, Premise | None], implies: Implies) -> Iterator[str]:
    if after is None:
        yield "it cannot be answered any more"
        return
    if safe[0] is not None and (safe[1] is None or not implies(safe[1], safe[0])):
        yield "the test counts as safe for more runners"
    if getattr(before, "denial", None) != getattr(after, "denial", None):
        yield "denying it says something else"


def _levels(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name, text in before.items():
        now = after.get(name)
        if now is None:
            yield f"no words for {name}"
        elif less := [each for each in text.rules_out if each not in now.rules_out]:
            yield f"{name} no longer rules out {', '.join(less)}"
