"""Finds what `evidence_that_never_counts.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import always_true
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Supports
from hipexpert.knowledge.packs.premises import fact_of, to_gate


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        for conclusion in rule.conclusions:
            if not isinstance(conclusion, Supports) or not conclusion.unless or rule.id in subject.unreachable_rules:
                continue
            gate = subject.gates[rule.id]
            exceptions = Gate(1, tuple(map(fact_of, conclusion.unless)))
            if subject.follows.implies(gate, exceptions):
                yield Found(
                    f"the evidence about `{conclusion.condition}` never counts: whenever the rule fires, its `unless` holds",
                    "name in `unless` what the rule does not ask for",
                    rules=(rule.id,),
                    witness=subject.runners.showing(gate),
                )
    yield from _of_those_whom_it_is_excluded_of(subject)
    for item in subject.pack.screen:
        if item.unless is not None and always_true(subject, to_gate(item.unless)):
            yield Found.about(
                "screen",
                item.id,
                f"nobody who answers all is asked for `{item.ask}`: its `unless` holds whatever is answered",
                "say of whom it need not be asked",
                covered="all answers to its questions were covered",
            )


def _of_those_whom_it_is_excluded_of(subject: Subject) -> Iterator[Found]:
    """What a picture counts for a condition, although whoever says so has it excluded."""
    for condition, rules in subject.concluding("excluded").items():
        excluded = Fact("excluded", condition).name
        for cell in subject.drawn.get(condition, ()):
            if cell.weight > 0 and subject.follows.implies(cell.fact, excluded):
                yield Found(
                    f"`{cell.fact}` counts for `{condition}`, and whoever says so has it excluded",
                    "take no stance on it, or narrow the rule that excludes the condition",
                    rules=tuple(rule.id for rule in rules),
                    others=(f"condition:{condition}",),
                    at=("pictures", condition),
                    witness=subject.runners.showing(cell.fact),
                )


CHECK = Check("evidence-that-never-counts", "logic in a rule", "error", _find, logic=True, unworded=True, unweighed=True)
