"""Finds what `irrelevant_finding.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import TooManyWaysError, limited, mentioned
from hipexpert.engine import holds


def _find(subject: Subject) -> Iterator[Found]:
    asking: dict[str, list[str]] = {}
    for rule, gate in subject.gates.items():
        for finding in sorted({subject.states.finding_of[fact] for fact in mentioned(gate) if fact in subject.states.finding_of}):
            asking.setdefault(finding, []).append(rule)
    own = {rule.id for rule in subject.pack.active_rules}
    elsewhere = {fact for rule in subject.program.rules if rule.id not in own for fact in mentioned(rule.premise)}
    elsewhere |= {fact for tally in subject.program.tallies for item in tally.items for fact in item.unless}
    spared = {subject.states.finding_of.get(fact) for fact in elsewhere}
    for finding, rules in asking.items():
        if finding not in spared and not any(_matters(subject, finding, rule) for rule in rules):
            yield Found(
                f"no answer to `{finding}` changes an urgency, a condition, a contributing factor or advice",
                "let a rule depend on it, or do not ask for it",
                tuple(rules),
                (f"finding:{finding}",),
                ("findings", finding),
                witness=next((found for rule in rules if (found := subject.runners.showing(subject.gates[rule])) is not None), None),
            )


def _matters(subject: Subject, finding: str, rule: str) -> bool:
    """Whether an answer to the finding can decide whether a rule fires that has something to say."""
    if rule in subject.unreachable_rules or not _says_something(subject, rule):
        return False
    gate = subject.gates[rule]
    try:
        for state in limited(subject.ways.of_itself(gate)):
            for facts, _ in subject.states.runners(state):
                without = frozenset(fact for fact in facts if subject.states.finding_of.get(fact) != finding)
                if len(without) < len(facts) and not holds(gate, without):
                    return True
    except TooManyWaysError:
        return True
    return False


def _says_something(subject: Subject, rule: str) -> bool:
    """Whether something that is said lies behind a rule: evidence that is weighed counts as said."""
    behind = subject.connections.behind_rule(rule)
    return bool(behind.outputs or behind.tallies)


CHECK = Check("irrelevant-finding", "logic between rules", "warning", _find, logic=True, unworded=True, unweighed=True)
