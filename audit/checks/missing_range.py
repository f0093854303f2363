"""No range of a number is left out between ranges that rules distinguish.

What it checks
--------------
For each number the ranges in which no comparison of any rule holds, although comparisons hold below and
above. A hole that is smaller than one unit, such as exactly 60 between `below: 60` and `above: 60`, is a
warning; a wider one is a note.

Why it matters
--------------
Somebody of exactly that age gets neither what the younger nor what the older get. It is the classic slip at a
boundary.

Example
-------
    when: {age: {below: 60}}
    when: {age: {above: 60}}

Use instead
-----------
    when: {age: {below: 60}}
    when: {age: {at_least: 60}}

Limits
------
Only holes that no rule at all covers are seen, and a wide hole can be right: often nothing special holds in
the middle.
"""

import itertools
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.answer_facts import sample_numbers
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.premises import Limit, Premise, Several, satisfies
from hipexpert.knowledge.packs.vocabulary import Number, plain_number


def _find(subject: Subject) -> Iterator[Found]:
    for number in subject.pack.findings.values():
        if not isinstance(number, Number):
            continue
        asking: dict[tuple[Limit, ...], list[str]] = {}
        for rule in subject.pack.active_rules:
            for limits in _ranges(rule.premise, number.id):
                asking.setdefault(limits, []).append(rule.id)
        samples = sample_numbers(number, [limit.bound for limits in asking for limit in limits])
        covered = [any(all(satisfies(value, limit) for limit in limits) for limits in asking) for value in samples]
        runs = [
            (holds, [value for _, value in part])
            for holds, part in itertools.groupby(zip(covered, samples, strict=True), lambda each: each[0])
        ]
        for (_, below), (holds, hole), (_, above) in zip(runs, runs[1:], runs[2:], strict=False):
            if holds:
                continue
            narrow = above[0] - below[-1] < 1 or (number.whole and len(hole) == 1 and above[0] - below[-1] == 2)
            span = plain_number(hole[0]) if len(hole) == 1 and narrow else f"between {plain_number(below[-1])} and {plain_number(above[0])}"
            edges = (below[-1], hole[0], hole[-1], above[0])
            ends = sorted({rule for limits, rules in asking.items() if any(limit.bound in edges for limit in limits) for rule in rules})
            yield Found(
                f"no rule says anything about `{number.id}` {span}, although others do below and above",
                "move one of the bounds, or write `at_least` or `at_most`",
                rules=tuple(ends) if narrow else (),
                others=(f"finding:{number.id}",),
                at=("findings", number.id),
                severity="warning" if narrow else "note",
                witness={number.id: int(hole[0]) if float(hole[0]).is_integer() else hole[0]},
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


CHECK = Check("missing-range", "completeness", "warning", _find)
