"""Finds what `unguarded_contraindication.md` describes."""

from collections.abc import Iterator, Mapping, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate
from hipexpert.knowledge.packs.pack import Concludes, Pack, Rule
from hipexpert.knowledge.packs.premises import Premise, Several, to_gate


def _find(subject: Subject) -> Iterator[Found]:
    if not subject.prove:
        return
    claimed = _claimed(subject.pack)
    guards = {name: Gate(1, tuple(map(to_gate, whens))) for name, whens in claimed.items()}
    avoiding = [(rule, open_ones) for rule in subject.pack.active_rules if (open_ones := _open(subject.pack, rule, claimed))]
    asked = [(rule, name) for rule, open_ones in avoiding if open_ones[0] in claimed for name in open_ones]
    nobody = subject.nobody([(subject.gates[rule.id], [guards[name]]) for rule, name in asked])
    guarded = {(rule.id, name) for (rule, name), is_nobody in zip(asked, nobody, strict=True) if is_nobody}
    for rule, open_ones in avoiding:
        bare, witness = [name for name in open_ones if name not in claimed], None
        for name in () if bare else open_ones:
            if (rule.id, name) not in guarded:
                witness = subject.outside(subject.gates[rule.id], [guards[name]])
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


def _open(pack: Pack, rule: Rule, claimed: Mapping[str, Sequence[Premise]]) -> list[str]:
    """The advice that a rule keeps from somebody, that can do harm, and of which no claim plainly says so; first what none speaks of."""
    avoided = [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "avoid"]
    harmful = [name for name in avoided if name in claimed or name in pack.safe_advice]
    open_ones = [name for name in harmful if not any(_within(rule.premise, when) for when in claimed.get(name, ()))]
    return sorted(open_ones, key=claimed.__contains__)


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


CHECK = Check("unguarded-contraindication", "safety", "note", _find, logic=True, proves=True, unworded=True, unweighed=True)
