"""Finds what `missing_range.md` describes."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.answer_space import plain_answer
from hipexpert.knowledge.packs.options import Stretch, stretches
from hipexpert.knowledge.packs.pack import Rule, Supports
from hipexpert.knowledge.packs.premises import Limit, Premise, Several, fact_of, leaves
from hipexpert.knowledge.packs.vocabulary import Number, plain_number


def _find(subject: Subject) -> Iterator[Found]:
    for number in subject.pack.findings.values():
        if not isinstance(number, Number):
            continue
        asking: dict[tuple[Limit, ...], list[Rule]] = {}
        for rule in subject.pack.active_rules:
            for limits in _ranges(rule.premise, number.id):
                asking.setdefault(limits, []).append(rule)
        holes = list(_holes(number, asking))
        yield from (_found(number, asking, hole, "no rule says") for hole in holes)
        seen = {(hole.start, hole.end) for hole in holes}
        # What an unrelated rule says of the hole hides it: rules that grade one thing by this number alone are looked at by themselves.
        for about, limits_of in _by_subject(asking).items():
            for hole in _holes(number, limits_of):
                if hole.narrow(number) and (hole.start, hole.end) not in seen:
                    seen.add((hole.start, hole.end))
                    yield _found(number, limits_of, hole, f"no rule about `{about}` says")


@dataclass(frozen=True)
class _Hole:
    """Where no rule asks: from the last value below that some rule asks to the first above, and the options within."""

    start: float
    end: float
    options: tuple[Stretch, ...]

    def narrow(self, number: Number) -> bool:
        """Whether it is a single value, or less than one."""
        return self.end - self.start < 1 or (number.whole and self.end - self.start == 2)


def _holes(number: Number, asking: Mapping[tuple[Limit, ...], list[Rule]]) -> Iterator[_Hole]:
    met = [frozenset(map(fact_of, limits)) for limits in asking]
    every = [limit for limits in asking for limit in limits]
    told = [(any(facts <= each.facts for facts in met), each) for each in stretches(number, every)]
    parts = [(holds, [each for _, each in part]) for holds, part in itertools.groupby(told, lambda each: each[0])]
    for (_, below), (holds, hole), (_, above) in zip(parts, parts[1:], parts[2:], strict=False):
        if not holds:
            yield _Hole(below[-1].high, above[0].low, tuple(hole))


def _by_subject(asking: Mapping[tuple[Limit, ...], list[Rule]]) -> Mapping[str, dict[tuple[Limit, ...], list[Rule]]]:
    """The ranges by what the rules that ask for nothing else conclude something of: a condition, a pattern."""
    found: dict[str, dict[tuple[Limit, ...], list[Rule]]] = {}
    for limits, rules in asking.items():
        for rule in rules:
            for each in rule.conclusions if set(leaves(rule.premise)) == set(limits) else ():
                name = each.condition if isinstance(each, Supports) else each.id if each.kind in ("pattern", "contributing") else ""
                if name:
                    found.setdefault(name, {}).setdefault(limits, []).append(rule)
    return found


def _found(number: Number, asking: Mapping[tuple[Limit, ...], list[Rule]], hole: _Hole, says: str) -> Found:
    first, last = hole.options[0].low, hole.options[-1].high
    narrow = hole.narrow(number)
    span = plain_number(first) if first == last and narrow else f"between {plain_number(hole.start)} and {plain_number(hole.end)}"
    edges = (hole.start, first, last, hole.end)
    ends = sorted({rule.id for limits, rules in asking.items() if any(limit.bound in edges for limit in limits) for rule in rules})
    return Found.about(
        "findings",
        number.id,
        f"{says} anything about `{number.id}` {span}, although others do below and above",
        "move one of the bounds, or write `at_least` or `at_most`",
        rules=tuple(ends) if narrow else (),
        severity="warning" if narrow else "note",
        witness={number.id: plain_answer(hole.options[0].answer)},
    )


def _ranges(premise: Premise, number: str) -> Iterator[tuple[Limit, ...]]:
    """The ranges of a number that a premise asks for: limits that stand together in one `all` are one range."""
    if isinstance(premise, Limit):
        if premise.finding == number:
            yield (premise,)
    elif isinstance(premise, Several):
        here = tuple(part for part in premise.of if isinstance(part, Limit) and part.finding == number)
        together = premise.count == len(premise.of)
        if together and here:
            yield here
        for part in premise.of:
            if not (together and part in here):
                yield from _ranges(part, number)


CHECK = Check("missing-range", "completeness", "warning", _find, unworded=True, unweighed=True)
