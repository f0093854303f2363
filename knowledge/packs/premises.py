"""Premises as a clinician writes them: read from YAML, turned into gates over ground facts, and put into words."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct

from hipexpert import engine
from hipexpert.engine import Problem
from hipexpert.knowledge.packs.converting import Place, Reader
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.frozen import NOTHING
from hipexpert.knowledge.packs.reading import describe
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo, allowed_answers, is_unknown, plain_number

Concluded = Literal["pattern", "contributing", "suspected", "likely", "urgency"]
ESTABLISHED: tuple[Concluded, ...] = get_args(Concluded)


class Is(Struct, frozen=True, tag="is"):
    """A finding has this value: ``yes``, ``no``, or a value of its own."""

    finding: str
    value: str


class Denied(Struct, frozen=True, tag="denied"):
    """The runner said that this value of a ``choices`` finding does not apply."""

    finding: str
    value: str


class Limit(Struct, frozen=True, tag="limit"):
    """A number compared with a bound."""

    finding: str
    operator: Literal[">=", "<=", ">", "<"]
    bound: float


class Established(Struct, frozen=True, tag="established"):
    """Another rule, or the weighing, has concluded this."""

    kind: Concluded
    id: str


class Several(Struct, frozen=True, tag="several"):
    """At least ``count`` of the premises."""

    count: int
    of: "tuple[Premise, ...]"


Premise = Is | Denied | Limit | Established | Several
PREMISE_TAGS = frozenset(("is", "denied", "limit", "established", "several"))
"""What each kind of premise is called where one is written as data."""

BOUNDS: Mapping[str, Literal[">=", "<=", ">", "<"]] = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}
BOUND_WORDS: Mapping[str, str] = {sign: word for word, sign in BOUNDS.items()}
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">=": lambda value, bound: value >= bound,
    "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound,
    "<": lambda value, bound: value < bound,
}


class Names(Struct, frozen=True):
    """What rules may speak of: the findings by id, the ids of each kind of conclusion that a premise may name, the ids of
    advice, and those of the advice that carries each tag.
    """

    findings: Mapping[str, Finding]
    concluded: Mapping[str, frozenset[str]]
    advice: frozenset[str] = frozenset()
    tagged: Mapping[str, Sequence[str]] = NOTHING


def conjuncts(premise: Premise) -> Iterator[Premise]:
    """The parts that a premise needs all of, those of an *all* within an *all* too; of any other premise that itself."""
    if isinstance(premise, Several) and premise.count == len(premise.of):
        for part in premise.of:
            yield from conjuncts(part)
    else:
        yield premise


def asks_for(premise: Premise, part: Premise) -> bool:
    """Whether all that a part needs is among what a premise needs: it never holds without the part."""
    needed = list(conjuncts(premise))
    return all(each in needed for each in conjuncts(part))


def fact_of(leaf: Is | Denied | Limit | Established) -> str:
    """The name of the ground fact that a leaf stands for."""
    # Asked of every leaf of a pack many times over, so without matching patterns, which takes three times as long.
    if isinstance(leaf, Is):
        return f"{leaf.finding}={leaf.value}"
    if isinstance(leaf, Denied):
        return f"{leaf.finding}!={leaf.value}"
    if isinstance(leaf, Established):
        return Fact(leaf.kind, leaf.id).name
    return f"{leaf.finding}{leaf.operator}{plain_number(leaf.bound)}"


def satisfies(value: float, leaf: Limit) -> bool:
    """Whether a number meets a limit."""
    return _COMPARE[leaf.operator](value, leaf.bound)


def to_gate(premise: Premise) -> engine.GroundPremise:
    """The premise as the engine's gates."""
    if isinstance(premise, Several):
        return engine.Gate(premise.count, tuple(to_gate(part) for part in premise.of))
    return fact_of(premise)


def leaves(premise: Premise) -> "list[Is | Denied | Limit | Established]":
    """The leaves of a premise, left to right."""
    if isinstance(premise, Several):
        return [leaf for part in premise.of for leaf in leaves(part)]
    return [premise]


def as_written(premise: Premise) -> str:
    """A premise in words, as short as it was written."""
    if isinstance(premise, Several):
        word = " and " if premise.count == len(premise.of) else " or "
        parts = [f"({as_written(part)})" if isinstance(part, Several) else as_written(part) for part in premise.of]
        return word.join(parts) if premise.count in (1, len(parts)) else f"at least {premise.count} of {', '.join(parts)}"
    return fact_of(premise)


class PremiseReader(Reader):
    """Reads premises, collecting a problem for everything that is wrong with them."""

    def __init__(self, names: Names, place: Place, problems: list[Problem] | None = None) -> None:
        super().__init__(place, problems)
        self.names = names

    def read(self, data: object, *path: str | int) -> Premise | None:
        """The premise, or None when it has problems (they are in ``problems``)."""
        if not isinstance(data, dict) or len(data) != 1:
            got = f"{len(data)} keys" if isinstance(data, dict) else describe(data)
            self._wrong(
                "bad-premise", f"a premise is a mapping with one key, not {got}", path, "join several premises with `all:` or `any:`"
            )
            return None
        ((key, value),) = data.items()
        inner = (*path, key)
        if key in ("all", "any"):
            return self._several(value, None if key == "all" else 1, inner)
        if key == "at_least":
            if not isinstance(value, dict) or set(value) != {"count", "of"} or type(value["count"]) is not int:
                self._wrong("bad-premise", "`at_least` needs a whole number `count` and a list `of`", inner)
                return None
            return self._several(value["of"], value["count"], (*inner, "of"))
        if key in ESTABLISHED:
            return self._established(key, value, inner)
        finding = self.names.findings.get(key)
        if finding is None:
            known = [*self.names.findings, "all", "any", "at_least", *ESTABLISHED]
            self._wrong("unknown-finding", f"unknown finding `{key}`", inner, did_you_mean(key, known))
            return None
        return self._about(finding, value, inner)

    def _several(self, data: object, count: int | None, path: tuple[str | int, ...]) -> Premise | None:
        if not isinstance(data, list | tuple) or not data:
            self._wrong(
                "bad-premise", f"a list of premises is needed here, not {describe(data) if data not in ([], ()) else 'an empty one'}", path
            )
            return None
        read = [self.read(each, *path, number) for number, each in enumerate(data)]
        parts = tuple(each for each in read if each is not None)
        if len(parts) < len(data):
            return None
        needed = len(parts) if count is None else count
        if not 1 <= needed <= len(parts):
            self._wrong("impossible-gate", f"`count` is {needed} of {len(parts)} premises", path, "it must lie between 1 and their number")
            return None
        return parts[0] if len(parts) == 1 else Several(needed, parts)

    def _established(self, kind: Concluded, name: object, path: tuple[str | int, ...]) -> Premise | None:
        known = self.names.concluded[kind]
        if not isinstance(name, str) or name not in known:
            self._wrong("unknown-conclusion", f"unknown {kind} `{name}`", path, did_you_mean(str(name), known))
            return None
        return Established(kind, name)

    def _about(self, finding: Finding, value: object, path: tuple[str | int, ...]) -> Premise | None:
        if isinstance(finding, YesNo):
            if value is True:
                return Is(finding.id, "yes")
            if value == "absent":
                return Is(finding.id, "no")
            self._wrong(
                "bad-premise", f"`{finding.id}` takes `true` or `absent`, not `{value}`", path, "`absent` means that the runner said no"
            )
            return None
        if isinstance(finding, Number):
            return self._limit(finding, value, path)
        if isinstance(finding, Choices) and isinstance(value, dict) and set(value) == {"absent"}:
            return Denied(finding.id, value["absent"]) if self._known(finding, value["absent"], path) else None
        values = value if isinstance(value, list | tuple) else [value]
        if not values:
            self._wrong("bad-premise", "the list of values is empty", path)
            return None
        wrong = [each for each in values if not self._known(finding, each, path)]
        if wrong:
            return None
        parts = tuple(Is(finding.id, str(each)) for each in values)
        return parts[0] if len(parts) == 1 else Several(1, parts)

    def _known(self, finding: Choice | Choices, value: object, path: tuple[str | int, ...]) -> bool:
        names = [each.id for each in finding.values]
        if value in names and isinstance(finding, Choice) and is_unknown(value):
            help_text = "leave it out: no rule may rest on what is not known"
            self._wrong("bad-premise", f"`{value}` of `{finding.id}` is read as no answer, so nobody ever gives it", path, help_text)
            return False
        if value in names:
            return True
        self._wrong(
            "unknown-value", f"`{value}` is no value of `{finding.id}`", path, did_you_mean(str(value), names, allowed_answers(finding))
        )
        return False

    def _limit(self, finding: Number, value: object, path: tuple[str | int, ...]) -> Premise | None:
        if isinstance(value, dict) and len(value) == 1:
            ((word, bound),) = value.items()
            if (
                word == "between"
                and isinstance(bound, list | tuple)
                and len(bound) == 2
                and all(map(is_number, bound))
                and bound[0] <= bound[1]
            ):
                low, high = Limit(finding.id, ">=", float(bound[0])), Limit(finding.id, "<=", float(bound[1]))
                return Several(2, (low, high))
            if word in BOUNDS and is_number(bound):
                return Limit(finding.id, BOUNDS[word], float(bound))
        help_text = "write {at_least: n}, {at_most: n}, {above: n}, {below: n} or {between: [low, high]}"
        self._wrong("bad-premise", f"`{finding.id}` is a number and needs a comparison", path, help_text)
        return None


def is_number(value: object) -> bool:
    """Whether a value is a finite number (true and false are not numbers; nor is an integer that no float can hold)."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
