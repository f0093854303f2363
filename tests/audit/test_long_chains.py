"""A pack whose rules rest on one another in a chain, longer than a program may call itself."""

import datetime

import pytest
from long_chains import chained, laddered
from msgspec.structs import replace
from steps import steps

from hipexpert import Pack
from hipexpert.audit.difference.comparing import compared
from hipexpert.audit.running.audit import audit
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import limited


@pytest.mark.parametrize("length", [300, pytest.param(1500, marks=pytest.mark.deep)])
def test_a_long_chain_is_audited_to_its_end(length: int) -> None:
    """Nothing is called unreachable that only rests on many others."""
    report = audit(chained(length), as_of=datetime.date(2026, 11, 28), prove=True)
    assert report.loaded
    assert not [each for each in report.violations if each.check.startswith("unreachable-") and "soon" in each.message]
    steps = {f"r{number}" for number in range(length + 1)}
    assert not [each for each in report.violations if each.check == "unreachable-rule" and not steps.isdisjoint(each.rules)]


@pytest.mark.deep
def test_the_audit_of_a_chain_takes_no_more_than_its_length() -> None:
    """Twice as long, twice the steps: no rule is held against every other, and no step looks at all that it rests on again."""
    shorter, longer = (chained(length) for length in (500, 1000))

    def looked_through(pack: Pack) -> int:
        return steps(lambda: audit(pack, as_of=datetime.date(2026, 11, 28), prove=False))

    assert looked_through(longer) <= 2.2 * looked_through(shorter)


@pytest.mark.deep
def test_the_audit_of_a_ladder_takes_no_more_than_the_square_of_its_length() -> None:
    """Two rules at every step make 2^n ways to the top, all of the same answers: each step is taken back once, and what is found
    there is handed up all the steps above it.
    """
    shorter, longer = (laddered(length) for length in (40, 80))

    def looked_through(pack: Pack) -> int:
        return steps(lambda: audit(pack, as_of=datetime.date(2026, 11, 28), prove=False))

    assert looked_through(longer) <= 4 * looked_through(shorter)


def test_the_ways_of_a_ladder_are_found() -> None:
    """The top of 90 steps of two rules each rests on one answer, and that is told, where 2^90 paths lead to it."""
    subject = Subject(laddered(90), datetime.date(2026, 11, 28))
    assert list(limited(subject.ways.through_chains("pattern:p89"))) == [frozenset({"swollen=yes"})]


def test_two_packs_with_a_long_chain_are_compared() -> None:
    """Whoever answers what the chain begins with is told less when its end is gone."""
    old = chained(300)
    difference = compared(old, replace(old, rules=old.rules[:-1]))
    assert difference.verdict == "laxer"
