"""The independent checker: re-verifies every step of a derivation against the program, trusting nothing.

It shares no state with the session; what it has not verified is not shown to anyone.
"""

from hipexpert.engine.derivation import Derivation, Justification
from hipexpert.engine.oracle import holds
from hipexpert.engine.program import Item, Program, Tally


def unverified_steps(derivation: Derivation) -> tuple[str, ...]:
    """What is wrong with a derivation, one sentence per fault; empty when every step follows.

    Each justification must name a rule (or tally) that concludes its fact and whose premise holds on the stated
    premises alone; each fact must be given or be reachable from given facts by verified justifications.
    """
    program = derivation.run.program
    faults: list[str] = []
    sound = []
    for step in derivation:
        rule, tally = program.rule_by_id.get(step.source), program.tally_by_id.get(step.source)
        if rule is not None:
            follows = step.conclusion in rule.conclusions and holds(rule.premise, frozenset(step.premises))
        else:
            follows = tally is not None and _tally_reaches(tally, step, derivation.run.facts)
        if follows:
            sound.append(step)
        else:
            faults.append(f"`{step.source}` does not conclude `{step.conclusion}` from what is stated")
    reached = {fact for fact in derivation.run.given if fact in program.inputs}
    waiting, moved = sound, True
    while moved:
        left = []
        for step in waiting:
            if _stands_on(program, step, reached):
                reached.add(step.conclusion)
            else:
                left.append(step)
        moved = len(left) < len(waiting)
        waiting = left
    faults += [f"`{fact}` is not grounded in what was given" for fact in sorted(derivation.run.facts - reached)]
    return tuple(faults)


def _stands_on(program: Program, step: Justification, reached: set[str]) -> bool:
    """Whether a sound step follows from those of its premises that are grounded already."""
    rule = program.rule_by_id.get(step.source)
    return reached.issuperset(step.premises) if rule is None else holds(rule.premise, reached.intersection(step.premises))


def _tally_reaches(tally: Tally, step: Justification, facts: frozenset[str]) -> bool:
    """Whether the tally, taken anew over every fact that holds, gives the stated total, rests on the stated premises
    and reaches the mark.
    """
    groups: dict[str, list[Item]] = {}
    for number, item in enumerate(tally.items):
        if item.fact in facts and facts.isdisjoint(item.unless):
            groups.setdefault(item.group or f"\0{number}", []).append(item)
    stated = frozenset(step.premises)
    total, rests = tally.base, stated <= facts
    for items in groups.values():
        strongest = max((item.weight for item in items), key=lambda weight: (abs(weight), weight))
        total += strongest
        rests = rests and any(item.weight == strongest and item.fact in stated for item in items)
    leads = any(item.leading and item.fact in stated for items in groups.values() for item in items)
    reached = any(each.fact == step.conclusion and total >= each.at_least for each in tally.marks)
    return rests and leads and reached and total == step.total and tally.blocked_by not in facts
