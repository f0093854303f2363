"""Finds what `unguarded_contraindication.md` describes."""

from collections.abc import Iterator, Mapping

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate, GroundPremise
from hipexpert.knowledge.packs.pack import Concludes, Pack
from hipexpert.knowledge.packs.premises import Premise, Several, to_gate


def _find(subject: Subject) -> Iterator[Found]:
    if subject.prover is None:
        return
    claimed = _claimed(subject.pack)
    for rule in subject.pack.active_rules:
        avoided = [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "avoid"]
        harmful = [name for name in avoided if name in claimed or name in subject.pack.safe_advice]
        open_ones = [name for name in harmful if not any(_within(rule.premise, when) for when in claimed.get(name, ()))]
        bare = [name for name in open_ones if name not in claimed]
        witness = None
        if not bare:
            for name in open_ones:
                witness = _unguarded(subject, subject.gates[rule.id], Gate(1, tuple(map(to_gate, claimed[name]))))
                if witness is not None:
                    bare = [name]
                    break
        if bare:
            yield Found(
                f"no claim guards that `{bare[0]}` is kept from everybody whom this rule keeps it from",
                "say in claims.yaml, apart from the rule, who is `never_given` it",
                rules=(rule.id,),
                others=tuple(f"advice:{name}" for name in bare),
                witness=witness or subject.runners.showing(subject.gates[rule.id]),
            )


def _unguarded(subject: Subject, premise: GroundPremise, guard: GroundPremise) -> Mapping[str, object] | None:
    """Answers of somebody of whom a rule speaks and no claim does; None when there is nobody, or that was not decided."""
    shown = subject.runners.outside(premise, [guard])
    if shown is not None:
        return shown
    if subject.prover is None or not subject.prover.can_hold(premise, without=[guard], few=False).answer:
        return None
    witness = subject.prover.anew().can_hold(premise, without=[guard]).witness
    return None if witness is None else witness.answers


def _claimed(pack: Pack) -> dict[str, list[Premise]]:
    """Of whom the claims say that they are never given each advice."""
    found: dict[str, list[Premise]] = {}
    for claim in pack.claims:
        for name in claim.never_given if claim.when is not None else ():
            found.setdefault(name, []).append(claim.when)  # type: ignore[arg-type]
    return found


def _within(premise: Premise, when: Premise) -> bool:
    """Whether it is plain that everybody of the premise is one of `when`: each of its ways stands there."""
    ways = premise.of if isinstance(premise, Several) and premise.count == 1 else (premise,)
    said = when.of if isinstance(when, Several) and when.count == 1 else (when,)
    return set(ways) <= set(said)


CHECK = Check("unguarded-contraindication", "safety", "note", _find, logic=True, proves=True, unworded=True)
