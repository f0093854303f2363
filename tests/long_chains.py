"""Packs whose rules lead one to another: in a long chain, or by two rules at every step."""

from msgspec.structs import replace
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.knowledge.packs.pack import Concludes, Pattern
from hipexpert.knowledge.packs.premises import Established, Is


def chained(length: int) -> Pack:
    """The tiny pack with so many patterns, each of which rests on the one before; the last is seen soon."""
    return laddered(length, rules=1)


def laddered(length: int, *, rules: int = 2) -> Pack:
    """The same with so many rules that conclude each step."""
    pack = load_pack(TINY)
    model = pack.rules[0]
    patterns = tuple(Pattern(f"p{number}", "A step", "it is so") for number in range(length))
    premises = (Is("swollen", "yes"), *(Established("pattern", each.id) for each in patterns))
    conclusions = (*(Concludes("pattern", each.id) for each in patterns), Concludes("urgency", "soon"))
    steps = (
        replace(model, id=f"r{number}" + "-again" * again, premise=premise, conclusions=(conclusion,))
        for number, (premise, conclusion) in enumerate(zip(premises, conclusions, strict=True))
        for again in range(rules)
    )
    return replace(pack, rules=(*pack.rules, *steps), patterns=(*pack.patterns, *patterns), places={})
