"""Finds what `missing_value.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.sameness import in_order
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import mentioned
from hipexpert.engine import GroundPremise
from hipexpert.knowledge.packs.vocabulary import Choice, Choices


def _find(subject: Subject) -> Iterator[Found]:
    asking: dict[str, list[GroundPremise]] = {}
    for rule in subject.program.rules:
        for fact in mentioned(rule.premise):
            asking.setdefault(fact, []).append(rule.premise)
    excepted = {fact for tally in subject.program.tallies for item in tally.items for fact in item.unless}
    for name, finding in subject.pack.findings.items():
        if not isinstance(finding, (Choice, Choices)):
            continue
        told: set[str] = set()
        values = [value.id for value in finding.values if f"{name}={value.id}" in asking and f"{name}={value.id}" not in excepted]
        for number, value in enumerate(values):
            same = [other for other in values[number + 1 :] if other not in told and _exchangeable(asking, name, value, other)]
            if same and value not in told:
                told.update(same)
                listed = ", ".join(f"`{each}`" for each in same)
                yield Found.about(
                    "values",
                    f"{name}={value}",
                    f"no rule tells the value `{value}` of `{name}` from {listed}",
                    "add a rule that does, or offer one value for both",
                    (f"finding:{name}", *(f"value:{name}={each}" for each in same)),
                )


def _exchangeable(asking: dict[str, list[GroundPremise]], name: str, value: str, other: str) -> bool:
    exchange = {f"{name}{sign}{one}": f"{name}{sign}{two}" for sign in ("=", "!=") for one, two in ((value, other), (other, value))}
    premises = {id(premise): premise for fact in exchange for premise in asking.get(fact, ())}
    return all(in_order(premise, exchange) == in_order(premise) for premise in premises.values())


CHECK = Check("missing-value", "completeness", "note", _find, unworded=True, unweighed=True)
