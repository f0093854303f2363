"""A pack whose rules rest on one another in a chain, longer than a program may call itself."""

import datetime

import pytest
from msgspec.structs import replace
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.audit.difference.comparing import compared
from hipexpert.audit.running.audit import audit
from hipexpert.knowledge.packs.pack import Concludes, Pattern
from hipexpert.knowledge.packs.premises import Established, Is


def chained(length: int) -> Pack:
    """The tiny pack with so many patterns, each of which rests on the one before; the last is seen soon."""
    pack = load_pack(TINY)
    model = pack.rules[0]
    patterns = tuple(Pattern(f"p{number}", "A step", "it is so") for number in range(length))
    premises = (Is("swollen", "yes"), *(Established("pattern", each.id) for each in patterns))
    conclusions = (*(Concludes("pattern", each.id) for each in patterns), Concludes("urgency", "soon"))
    steps = (
        replace(model, id=f"r{number}", premise=premise, conclusions=(conclusion,))
        for number, (premise, conclusion) in enumerate(zip(premises, conclusions, strict=True))
    )
    return replace(pack, rules=(*pack.rules, *steps), patterns=(*pack.patterns, *patterns), places={})


@pytest.mark.parametrize("length", [300, pytest.param(1500, marks=pytest.mark.deep)])
def test_a_long_chain_is_audited_to_its_end(length: int) -> None:
    """Nothing is called unreachable that only rests on many others."""
    report = audit(chained(length), as_of=datetime.date(2026, 11, 28), prove=True)
    assert report.loaded
    assert not [each for each in report.violations if each.check.startswith("unreachable-") and "soon" in each.message]
    steps = {f"r{number}" for number in range(length + 1)}
    assert not [each for each in report.violations if each.check == "unreachable-rule" and not steps.isdisjoint(each.rules)]


def test_two_packs_with_a_long_chain_are_compared() -> None:
    """Whoever answers what the chain begins with is told less when its end is gone."""
    old = chained(300)
    difference = compared(old, replace(old, rules=old.rules[:-1]))
    assert difference.verdict == "laxer"
