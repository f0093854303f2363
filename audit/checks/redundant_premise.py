"""Finds what `redundant_premise.md` describes."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import always_true, is_impossible
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate, GroundPremise
from hipexpert.knowledge.packs.pack import Concludes, Pack, Rule, Supports
from hipexpert.knowledge.packs.premises import Established, Premise, Several, leaves, to_gate
from hipexpert.knowledge.packs.program import STEPS, is_context, leading_evidence


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        gate = subject.gates[rule.id]
        if not isinstance(gate, Gate) or rule.id in subject.unreachable_rules or always_true(subject, gate):
            continue
        for each in _omissions(rule.premise):
            if subject.sample.parts(each.ways, each.then):
                continue
            alone = subject.follows.implies_by_itself(each.ways, each.then)
            if not alone and not subject.follows.implies(each.ways, each.then, rule.id if each.stronger else ""):
                continue
            # What can never hold, or always does, has a check of its own.
            if is_impossible(subject, to_gate(each.part)) or always_true(subject, to_gate(each.part)):
                continue
            if _lets_evidence_lead(subject, rule, each.part):
                continue
            yield Found(
                f"a part of the premise changes nothing: {subject.says(each.part)}",
                "leave it out" if alone else "leave it out, since what stands beside it leads to it or follows from it",
                rules=(rule.id,),
                severity=None if alone else "note",
                witness=subject.runners.showing(gate),
            )
            break  # without the first, the others may be needed


def _lets_evidence_lead(subject: Subject, rule: Rule, part: Premise) -> bool:
    """Whether without a part some evidence would no longer bring its condition up: the rule fires for the same answers, and then
    speaks of nothing but what the runner is like.
    """
    if not any(isinstance(each, Supports) or each.kind in STEPS for each in rule.conclusions):
        return False
    left = list(leaves(rule.premise))
    for leaf in leaves(part):
        left.remove(leaf)
    # Which leaves there are is all that counts for that.
    without = replace(rule, premise=Several(len(left), tuple(left)))
    pack = subject.pack
    if _speaks_of(pack, without) == _speaks_of(pack, rule):
        return False
    if not any(each.kind in STEPS for each in rule.conclusions if isinstance(each, Concludes)):  # no other rule rests on it
        background = subject.background
        if is_context(pack, without, background) == is_context(pack, rule, background):
            return False
    changed = replace(pack, rules=tuple(without if each.id == rule.id else each for each in pack.rules))
    return leading_evidence(changed) != subject.leading_evidence


def _speaks_of(pack: Pack, rule: Rule) -> tuple[frozenset[Premise], bool]:
    """What a rule rests on that others conclude, and whether its answers are all of what the runner is like: with both the same it speaks
    of that alone in the same cases, whatever that is of what others conclude.
    """
    concluded = frozenset(each for each in leaves(rule.premise) if isinstance(each, Established))
    answered = tuple(each for each in leaves(rule.premise) if not isinstance(each, Established))
    return concluded, is_context(pack, replace(rule, premise=Several(len(answered), answered)), frozenset())


@dataclass(frozen=True)
class _Omission:
    """A part of a premise. It changes nothing if in all ``ways`` to come to what is decided by it, ``then`` holds too.

    For a part of `all` these are the ways without it, and then the whole premise must hold. For a part of `any` they are
    the ways through it, and then the premise without it must hold. In the other direction it is always so, because
    premises are monotone; and so it is for the other arms of every `any` around the part, which are left out of the ways.
    """

    part: Premise
    ways: GroundPremise
    then: GroundPremise
    stronger: bool


def _omissions(premise: Premise) -> Iterator[_Omission]:
    """Each part of a premise that could be left out."""
    if not isinstance(premise, Several):
        return
    whole = to_gate(premise)
    parts = tuple(to_gate(each) for each in premise.of)
    for number, part in enumerate(premise.of):
        rest = (*parts[:number], *parts[number + 1 :])
        if rest and premise.count > 1:
            yield _Omission(part, Gate(premise.count - 1, rest), whole, stronger=False)
        if rest and premise.count <= len(rest):
            through = parts[number] if premise.count == 1 else Gate(2, (parts[number], Gate(premise.count - 1, rest)))
            yield _Omission(part, through, Gate(premise.count, rest), stronger=True)
        for inner in _omissions(part):

            def around(changed: GroundPremise, arm: int = number) -> GroundPremise:
                return Gate(premise.count, (*parts[:arm], changed, *parts[arm + 1 :]))

            ways = inner.ways if premise.count == 1 else around(inner.ways)
            yield _Omission(inner.part, ways, around(inner.then), inner.stronger)


CHECK = Check("redundant-premise", "logic in a rule", "warning", _find, logic=True, unworded=True, unweighed=True)
