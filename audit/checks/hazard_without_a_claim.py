"""Finds what `hazard_without_a_claim.md` describes."""

from collections import Counter
from collections.abc import Iterator, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.checks.title_that_says_otherwise import stems_of
from hipexpert.audit.proving.red_flags import red_flag_rules
from hipexpert.audit.subject.alarms import ALARM
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import GroundPremise
from hipexpert.knowledge.packs.governance import Hazard
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Claim, Rule, Supports
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, leaves, to_gate

SEVERAL, ALIKE = 5, 3
"""How many rules a hazard has at least, of which one may be out of place; and how many hazards with a word in common set a measure."""


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
    yield from _rules_of_something_else(subject)
    yield from _less_grave(subject.pack.hazards)


def _claims_of_something_else(subject: Subject) -> Iterator[Found]:
    """Claims in a hazard that speak of nothing of which any of its rules does."""
    pack = subject.pack
    claims, rules = {each.id: each for each in pack.claims}, {each.id: each for each in pack.rules}
    for hazard in pack.hazards:
        spoken = set().union(*(_spoken_of(rules[each]) for each in hazard.rules))
        for claim in (claims[each] for each in hazard.claims):
            own = _spoken_in(claim)
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


def _rules_of_something_else(subject: Subject) -> Iterator[Found]:
    """Rules in a hazard that speak of nothing of which any other of its rules and claims does."""
    rules, claims = {each.id: each for each in subject.pack.rules}, {each.id: each for each in subject.pack.claims}
    for hazard in subject.pack.hazards:
        if len(hazard.rules) < SEVERAL:
            continue
        spoken = Counter(name for each in hazard.rules for name in _spoken_of(rules[each]))
        spoken.update(name for each in hazard.claims for name in _spoken_in(claims[each]))
        for each in hazard.rules:
            if all(spoken[name] == 1 for name in _spoken_of(rules[each])):
                yield Found.about(
                    "hazards",
                    hazard.id,
                    f"the hazard `{hazard.id}` names the rule `{each}`, which speaks of nothing that its other rules and claims speak of",
                    "name the rule that controls it",
                    (f"rule:{each}",),
                )


def _less_grave(hazards: Sequence[Hazard]) -> Iterator[Found]:
    """Hazards whose harm is called smaller for their controls, or far smaller than that of others whose harm is told in the same word."""
    harms = {each.id: stems_of(each.harm) for each in hazards}
    for hazard in hazards:
        graver = [
            word
            for word in sorted(harms[hazard.id])
            if len(like := [other for other in hazards if other is not hazard and word in harms[other.id]]) >= ALIKE
            and min(other.severity for other in like) - hazard.severity > 1
        ]
        message = ""
        if hazard.residual_severity < hazard.severity:
            message = f"its controls make the harm smaller ({hazard.severity} to {hazard.residual_severity}), and not only rarer"
        elif graver:
            message = f"its severity is {hazard.severity}, and that of the others whose harm speaks of `{graver[0]}…` at least 2 more"
        if message:
            yield Found.about("hazards", hazard.id, f"`{hazard.id}`: {message}", "say in `new_controls` why, or set the severity right")


def _spoken_of(rule: Rule) -> set[str]:
    """The findings, conclusions and advice of which a rule speaks."""
    concluded = {each.condition if isinstance(each, Supports) else each.id for each in rule.conclusions}
    return {*concluded, *map(_about, leaves(rule.premise))}


def _spoken_in(claim: Claim) -> set[str]:
    """The findings, conclusions and advice of which a claim speaks."""
    premises = [each for each in (claim.when, claim.never, claim.concluded) if each is not None]
    return {*claim.never_given, *(_about(leaf) for each in premises for leaf in leaves(each))}


def _about(leaf: Is | Denied | Limit | Established) -> str:
    return leaf.id if isinstance(leaf, Established) else leaf.finding


CHECK = Check("hazard-without-a-claim", "provenance", "note", _find)
