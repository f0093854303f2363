"""No premise compares a number with a bound outside its range.

What it checks
--------------
Every comparison with a number in rules and constraints: its bound must lie between the `minimum` and the
`maximum` of the finding. A finding whose range is empty is refused when the pack is loaded and reported here
too.

Why it matters
--------------
Nobody can give an answer beyond the range, so the comparison is always true or never true. It is mostly a
slip of the unit or of a digit.

Example
-------
    when: {age_years: {at_least: 600}}

Use instead
-----------
    when: {age_years: {at_least: 60}}

Limits
------
A wrong bound within the range is not noticed.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import COVERED, Subject
from hipexpert.knowledge.packs.premises import Limit, fact_of, leaves
from hipexpert.knowledge.packs.vocabulary import Number, allowed_answers


def _find(subject: Subject) -> Iterator[Found]:
    for kind, name, premise in subject.premises():
        for leaf in dict.fromkeys(leaves(premise)):
            number = subject.pack.findings[leaf.finding] if isinstance(leaf, Limit) else None
            if isinstance(leaf, Limit) and isinstance(number, Number) and not number.minimum <= leaf.bound <= number.maximum:
                yield Found(
                    f"`{fact_of(leaf)}` compares with a number that nobody can answer",
                    f"`{number.id}` takes {allowed_answers(number)}",
                    rules=(name,) if kind == "rules" else (),
                    others=(f"finding:{number.id}",),
                    at=(kind, name),
                    covered=COVERED,
                )


CHECK = Check("value-out-of-domain", "logic in a rule", "error", _find, lambda problem: problem.code == "empty-range", logic=True)
