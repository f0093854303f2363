"""Which claims guard which red flags: whoever a rule raises to an alarm, some claim says that they get no less."""

from collections.abc import Iterator, Sequence
from functools import cache, partial

from hipexpert.audit.proving.red_flags import Raising, raising_rules
from hipexpert.engine import Gate, GroundPremise
from hipexpert.knowledge.packs.ladder import Level, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import to_gate

GUARDED: Level = "soon"
"""From this level on a rule needs a claim."""


def flags_to_guard(pack: Pack) -> Iterator[tuple[Raising, Sequence[GroundPremise]]]:
    """The rules that conclude an alarm, each with the premises of whom claims say so; who is of none of them is not guarded."""
    guarding = cache(partial(_guarding, pack))
    for flag in raising_rules(pack):
        if rank(flag.level) >= rank(GUARDED) and (guards := guarding(flag.level)) is not None:
            yield flag, guards


def _guarding(pack: Pack, level: Level) -> Sequence[GroundPremise] | None:
    """Of whom the claims say that they get at least this level, as one premise; none where they say so of nobody, and None where they
    say it of everybody.
    """
    saying = [each.when for each in pack.claims if each.at_least is not None and rank(each.at_least) >= rank(level)]
    if None in saying:
        return None
    whens = tuple(to_gate(each) for each in saying if each is not None)
    return (Gate(1, whens),) if whens else ()
