"""Which red flags the pack's claims guard: whoever a rule raises to an alarm, some claim says that they get no less."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.red_flags import Raising, raising_rules
from hipexpert.engine import Gate, GroundPremise
from hipexpert.knowledge.packs.ladder import Level, rank
from hipexpert.knowledge.packs.premises import to_gate

GUARDED: Level = "soon"
"""From this level on a rule needs a claim."""


Outside = Callable[[GroundPremise, Sequence[GroundPremise]], Mapping[str, object] | None]


def unguarded(prover: Prover, outside: Outside = lambda *_: None) -> Iterator[tuple[Raising, Mapping[str, object]]]:
    """The rules that conclude an alarm for somebody of whom no claim says so, each with the answers of such a runner.

    ``outside`` finds somebody for whom a premise holds and none of others do, if it can, without the solver.
    """
    claims = [each for each in prover.pack.claims if each.at_least is not None]
    open_ones: list[tuple[Raising, list[GroundPremise]]] = []
    for flag in raising_rules(prover.pack):
        if rank(flag.level) < rank(GUARDED):
            continue
        saying = [each for each in claims if each.at_least is not None and rank(each.at_least) >= rank(flag.level)]
        if any(each.when is None for each in saying):  # said of everybody
            continue
        whens = [to_gate(each.when) for each in saying if each.when is not None]
        open_ones.append((flag, [Gate(1, tuple(whens))] if whens else []))
    able = prover.of_these([(flag.premise, guards) for flag, guards in open_ones])
    for (flag, guards), answer in zip(open_ones, able, strict=True):
        if answer is not False:
            shown = outside(flag.premise, guards)
            if shown is None:
                witness = prover.can_hold(flag.premise, without=guards).witness
                shown = None if witness is None else witness.answers
            if shown is not None:
                yield flag, shown
