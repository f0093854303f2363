"""The independent checker: re-verifies every step of a derivation against the program, trusting nothing.

It shares no state with the session; what it has not verified is not shown to anyone.
"""

from hipexpert.engine.derivation import Derivation
from hipexpert.engine.oracle import holds
from hipexpert.engine.program import Tally


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
        if rule is not None and step.conclusion in rule.conclusions and holds(rule.premise, frozenset(step.premises)):
            sound.append(step)
        elif tally is not None and _tally_reaches(tally, step.conclusion, frozenset(step.premises)):
            sound.append(step)
        else:
            faults.append(f"`{step.source}` does not conclude `{step.conclusion}` from what is stated")
    reached = {fact for fact in derivation.run.given if fact in program.inputs}
    size = -1
    while size != len(reached):
        size = len(reached)
        reached |= {step.conclusion for step in sound if reached.issuperset(step.premises)}
    faults += [f"`{fact}` is not grounded in what was given" for fact in sorted(derivation.run.facts - reached)]
    return tuple(faults)


def _tally_reaches(tally: Tally, mark: str, premises: frozenset[str]) -> bool:
    chosen: dict[str, int] = {}
    for number, item in enumerate(tally.items):
        group = item.group or f"\0{number}"
        if item.fact in premises and (abs(item.weight), item.weight) > (abs(chosen.get(group, 0)), chosen.get(group, 0)):
            chosen[group] = item.weight
    total = tally.base + sum(chosen.values())
    leads = any(item.leading and item.fact in premises for item in tally.items)
    return leads and any(each.fact == mark and total >= each.at_least for each in tally.marks)
