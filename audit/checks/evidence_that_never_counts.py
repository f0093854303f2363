"""Finds what `evidence_that_never_counts.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import always_true
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate
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
    for item in subject.pack.screen:
        if item.unless is not None and always_true(subject, to_gate(item.unless)):
            yield Found.about(
                "screen",
                item.id,
                f"nobody who answers all is asked for `{item.ask}`: its `unless` holds whatever is answered",
                "say of whom it need not be asked",
                covered="all answers to its questions were covered",
            )


CHECK = Check("evidence-that-never-counts", "logic in a rule", "error", _find, logic=True)
