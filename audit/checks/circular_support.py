"""Finds what `circular_support.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for ring in subject.connections.rings:
        rules, facts = sorted(ring.rules), sorted(ring.facts)
        own = tuple(rule for rule in rules if rule in subject.gates)
        what = f"`{facts[0]}` rests on itself" if len(rules) == 1 else f"these {len(rules)} rules rest on each other through {_list(facts)}"
        yield Found(what, "let one of them rest on answers instead", own)


def _list(facts: list[str]) -> str:
    shown = ", ".join(f"`{fact}`" for fact in facts[:4])
    return shown if len(facts) <= 4 else f"{shown} and {len(facts) - 4} more"


CHECK = Check("circular-support", "graph", "error", _find, lambda problem: problem.code == "circular-tally", unworded=True, unweighed=True)
