"""Finds what `hazard_without_a_claim.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.proving.red_flags import red_flag_rules
from hipexpert.audit.subject.alarms import ALARM
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import GroundPremise
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Rule, Supports
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, leaves, to_gate


def _find(subject: Subject) -> Iterator[Found]:
    flags = {each.rule for each in red_flag_rules(subject.pack)}
    for hazard in subject.pack.hazards:
        if hazard.status == "controlled" and not hazard.claims and (relied := [each for each in hazard.rules if each in flags]):
            yield Found.about(
                "hazards",
                hazard.id,
                f"the hazard `{hazard.id}` is called controlled by red flags, and names no claim that holds them to it",
                "name the claims of claims.yaml that say who gets at least what: `claims: [...]`",
                tuple(f"rule:{each}" for each in relied[:1]),
            )
    yield from _claims_of_something_else(subject)
    yield from _flags_without_their_claim(subject)


def _claims_of_something_else(subject: Subject) -> Iterator[Found]:
    """Claims in a hazard that speak of nothing of which any of its rules does."""
    pack = subject.pack
    claims, rules = {each.id: each for each in pack.claims}, {each.id: each for each in pack.rules}
    for hazard in pack.hazards:
        spoken = set().union(*(_spoken_of(rules[each]) for each in hazard.rules))
        for claim in (claims[each] for each in hazard.claims):
            premises = [each for each in (claim.when, claim.never, claim.concluded) if each is not None]
            own = {*claim.never_given, *(_about(leaf) for each in premises for leaf in leaves(each))}
            if own and spoken.isdisjoint(own):
                yield Found.about(
                    "hazards",
                    hazard.id,
                    f"the hazard `{hazard.id}` names the claim `{claim.id}`, which speaks of nothing that its rules speak of",
                    "name the claim that holds its rules to it",
                    (f"claim:{claim.id}",),
                )


def _flags_without_their_claim(subject: Subject) -> Iterator[Found]:
    """Alarms on which a controlled hazard relies, and whose very claim it does not name."""
    claiming: dict[GroundPremise, list[str]] = {}
    for claim in subject.pack.claims:
        if claim.when is not None and claim.at_least is not None:
            claiming.setdefault(to_gate(claim.when), []).append(claim.id)
    alarms = {each.rule: claiming.get(each.premise, []) for each in red_flag_rules(subject.pack) if rank(each.level) >= rank(ALARM)}
    for hazard in subject.pack.hazards:
        for rule in hazard.rules if hazard.status == "controlled" and hazard.claims else ():
            own = alarms.get(rule, [])
            if own and not set(own).intersection(hazard.claims):
                yield Found.about(
                    "hazards",
                    hazard.id,
                    f"the hazard `{hazard.id}` relies on `{rule}`, and does not name `{own[0]}`, the claim of just these runners",
                    "name that claim, too",
                    (f"rule:{rule}", f"claim:{own[0]}"),
                )


def _spoken_of(rule: Rule) -> set[str]:
    """The findings, conclusions and advice of which a rule speaks."""
    concluded = {each.condition if isinstance(each, Supports) else each.id for each in rule.conclusions}
    return {*concluded, *map(_about, leaves(rule.premise))}


def _about(leaf: Is | Denied | Limit | Established) -> str:
    return leaf.id if isinstance(leaf, Established) else leaf.finding


CHECK = Check("hazard-without-a-claim", "provenance", "note", _find)
