"""Finds what `hazard_without_a_claim.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.proving.red_flags import red_flag_rules
from hipexpert.audit.subject.subject import Subject


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


CHECK = Check("hazard-without-a-claim", "provenance", "note", _find)
