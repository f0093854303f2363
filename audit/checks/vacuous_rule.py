"""Finds what `vacuous_rule.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import always_true, always_true_through_chains
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.pack import Concludes, Rule


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        direct = always_true(subject, subject.gates[rule.id])
        if direct or always_true_through_chains(subject, subject.gates[rule.id]):
            through = "" if direct else ", through what it rests on"
            yield Found(
                f"the rule fires whatever is answered{through}: {subject.says(rule.premise)}",
                "ask for less than every answer",
                rules=(rule.id,),
                severity="note" if _only_advises(rule) else None,
                covered="all answers to its questions were covered",
                witness=subject.runners.showing(subject.gates[rule.id]),
            )


def _only_advises(rule: Rule) -> bool:
    return all(isinstance(each, Concludes) and each.kind == "advise" for each in rule.conclusions)


CHECK = Check("vacuous-rule", "logic in a rule", "error", _find, logic=True, unworded=True, unweighed=True)
