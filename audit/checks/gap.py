"""Finds what `gap.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.denial import denials, denying_all_but, symptoms
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.facts import Fact, FactKind
from hipexpert.knowledge.packs.pack import Supports
from hipexpert.knowledge.packs.program import conclusion_fact

SAID: tuple[FactKind, ...] = ("urgency", "pattern", "contributing", "advise", "suspected", "likely")


def _find(subject: Subject) -> Iterator[Found]:
    said_for, space = _supporting(subject), subject.states.space
    denied = denials(subject.pack, space)
    if len(denied) < len(space.options):
        return  # some question has no answer to deny it with
    for finding, value, fact in symptoms(subject.pack):
        chosen = denying_all_but(space, denied, fact)
        followed = subject.closure.by_rules(space.facts(chosen))
        if not subject.runners.consistent(followed):
            continue
        if not any(Fact.of(name).kind in SAID or name in said_for for name in followed.facts):
            what = f"`{finding}`" if not value else f"`{finding}: {value}`"
            yield Found(
                f"nothing at all is concluded about somebody with {what} who answers everything else with no",
                "add a rule that says something about it, or mark the finding as context",
                others=(f"finding:{finding}",),
                at=("values", f"{finding}={value}") if value else ("findings", finding),
                witness=space.answers(chosen),
            )


def _supporting(subject: Subject) -> frozenset[str]:
    return frozenset(
        conclusion_fact(rule, each)
        for rule in subject.pack.active_rules
        for each in rule.conclusions
        if isinstance(each, Supports) and each.weight > 0
    )


CHECK = Check("gap", "completeness", "warning", _find, logic=True, unworded=True, unweighed=True)
