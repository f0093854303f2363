"""No rule fires for everybody who answers its questions.

What it checks
--------------
The whole premise of each rule: whether it holds whatever is answered, as soon as all its questions are.

Why it matters
--------------
A rule that tells nobody from anybody is not knowledge. If it raises urgency, everybody is alarmed.

Example
-------
    - id: every-answer-is-urgent
      when: {any: [{swollen: true}, {swollen: absent}]}
      then: [{urgency: urgent}]

Use instead
-----------
    - id: a-swollen-knee-is-urgent
      when: {swollen: true}
      then: [{urgency: urgent}]

Limits
------
A rule that only gives advice is a note: some advice is for everybody. Whoever answers nothing is unknown, so
no premise is true of really everybody. Premises with very many combinations of answers are left out.
"""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import always_true
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.pack import Concludes, Rule


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        if always_true(subject, subject.gates[rule.id]):
            yield Found(
                f"the rule fires whatever is answered: {subject.says(rule.premise)}",
                "ask for less than every answer",
                rules=(rule.id,),
                severity="note" if _only_advises(rule) else None,
                covered="all answers to its questions were covered",
                witness=subject.runners.showing(subject.gates[rule.id]),
            )


def _only_advises(rule: Rule) -> bool:
    return all(isinstance(each, Concludes) and each.kind == "advise" for each in rule.conclusions)


CHECK = Check("vacuous-rule", "logic in a rule", "error", _find, logic=True)
