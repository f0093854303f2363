"""Which red flags the pack's claims guard: whoever a rule raises to an alarm, some claim says that they get no less."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

from hipexpert.audit.proving.questions import Outside, Prover
from hipexpert.audit.proving.red_flags import Raising, raising_rules
from hipexpert.engine import Gate, GroundPremise
from hipexpert.knowledge.packs.ladder import Level, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import to_gate

GUARDED: Level = "soon"
"""From this level on a rule needs a claim."""


def unguarded(prover: Prover, outside: Outside = lambda *_: None) -> Iterator[tuple[Raising, Mapping[str, object]]]:
    """The rules that conclude an alarm for somebody of whom no claim says so, each with the answers of such a runner.

    ``outside`` finds somebody for whom a premise holds and none of others do, if it can, without the solver.
    """
    guarding = cache(partial(_guarding, prover.pack))
    flags = [each for each in raising_rules(prover.pack) if rank(each.level) >= rank(GUARDED)]
    asked = [(flag, guards) for flag in flags if (guards := guarding(flag.level)) is not None]
    able = prover.of_these([(flag.premise, guards) for flag, guards in asked], outside)
    for (flag, guards), answer in zip(asked, able, strict=True):
        if answer is not False:
            shown = outside(flag.premise, guards)
            if shown is None:
                witness = prover.anew().can_hold(flag.premise, without=guards).witness
                shown = None if witness is None else witness.answers
            if shown is not None:
                yield flag, shown


def _guarding(pack: Pack, level: Level) -> Sequence[GroundPremise] | None:
    """Of whom the claims say that they get at least this level, as one premise; none where they say so of nobody, and None where they
    say it of everybody.
    """
    saying = [each.when for each in pack.claims if each.at_least is not None and rank(each.at_least) >= rank(level)]
    if None in saying:
        return None
    whens = tuple(to_gate(each) for each in saying if each is not None)
    return (Gate(1, whens),) if whens else ()
