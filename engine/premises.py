"""Premises: k-of-n gates over facts, and the one fold by which everything about them is worked out.

A gate asks how many of its parts have some property, whatever the property is: that they are true, that they can still come
to be, in which of many cases they are, how many answers they take. So one fold serves all, given what a fact is worth and
what a gate makes of what its parts are worth.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Gate:
    """Holds when at least ``count`` of the premises ``of`` hold: 1 is *any*, ``len(of)`` is *all*."""

    count: int
    of: tuple["GroundPremise", ...]


GroundPremise = str | Gate


def all_of(*premises: GroundPremise) -> Gate:
    """The gate that needs every premise."""
    return Gate(len(premises), premises)


def any_of(*premises: GroundPremise) -> Gate:
    """The gate that needs one premise."""
    return Gate(1, premises)


def at_least(count: int, *premises: GroundPremise) -> Gate:
    """The gate that needs ``count`` of the premises."""
    return Gate(count, premises)


def leaves(premise: GroundPremise) -> Iterator[str]:
    """The facts a premise mentions, left to right, repeated where it repeats them."""
    waiting = [premise]  # one step for each part: a generator within another would hand every fact up through all of them
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        else:
            waiting.extend(reversed(part.of))


def fold(premise: GroundPremise, of_fact: Callable[[str], Value], of_gate: Callable[[int, list[Value]], Value]) -> Value:
    """What a premise is worth: ``of_fact`` gives what a fact is worth, ``of_gate`` what the gate that needs so many of its
    parts is, from what each part is.
    """
    if not isinstance(premise, Gate):
        return of_fact(premise)
    # Most parts are facts; asking for each here spares a call.
    parts = [fold(part, of_fact, of_gate) if isinstance(part, Gate) else of_fact(part) for part in premise.of]
    return of_gate(premise.count, parts)


def fold_with(
    premise: GroundPremise, path: Sequence[int], put: Value, of_fact: Callable[[str], Value], of_gate: Callable[[int, list[Value]], Value]
) -> Value:
    """What a premise would be worth if its part at a path (the number of a part, of a part of that, and so on) were worth
    ``put``; see :func:`fold`.
    """
    if not path or not isinstance(premise, Gate):
        return put
    first, *rest = path
    parts = [fold(part, of_fact, of_gate) for part in premise.of[:first]]
    parts.append(fold_with(premise.of[first], rest, put, of_fact, of_gate))
    parts += [fold(part, of_fact, of_gate) for part in premise.of[first + 1 :]]
    return of_gate(premise.count, parts)


def holds(premise: GroundPremise, facts: Container[str]) -> bool:
    """Whether a premise is true of a set of facts."""
    # Written out and not folded: audits ask it more often than anything else.
    if not isinstance(premise, Gate):
        return premise in facts
    missing = premise.count
    for part in premise.of:
        if holds(part, facts) if isinstance(part, Gate) else part in facts:
            missing -= 1
            if not missing:
                return True
    return missing <= 0


def are_true(count: int, parts: Sequence[bool]) -> bool:
    """Whether at least ``count`` of the parts are true."""
    return sum(parts) >= count


def true_leaves(premise: GroundPremise, facts: Container[str]) -> tuple[str, ...]:
    """The facts through which a premise holds, left to right: those of its gates that hold; empty where it does not hold."""
    return tuple(_true_leaves(premise, facts))


def _true_leaves(premise: GroundPremise, facts: Container[str]) -> list[str]:
    # Written out and not folded: a derivation asks it of everything that fired.
    if not isinstance(premise, Gate):
        return [premise] if premise in facts else []
    found: list[str] = []
    missing = premise.count
    for part in premise.of:
        if isinstance(part, Gate):
            through = _true_leaves(part, facts)
            if through:
                found += through
                missing -= 1
        elif part in facts:
            found.append(part)
            missing -= 1
    return found if missing <= 0 else []
