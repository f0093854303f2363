"""What makes a program meaningless: every problem of it, found before anything runs."""

from collections import Counter
from collections.abc import Iterator

from hipexpert.engine.errors import Problem
from hipexpert.engine.premises import Gate, GroundPremise, leaves
from hipexpert.engine.rules import ProgramRule, Tally


def late_facts_and_rules(rules: tuple[ProgramRule, ...], tallies: tuple[Tally, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The facts and the ids of the rules that depend, directly or through other rules, on a tally's mark."""
    facts = {mark.fact for tally in tallies for mark in tally.marks}
    late: set[str] = set()
    mentioned = {rule.id: frozenset(leaves(rule.premise)) for rule in rules}
    changed = True
    while changed:
        changed = False
        for rule in rules:
            if rule.id not in late and not mentioned[rule.id].isdisjoint(facts):
                late.add(rule.id)
                facts.update(rule.conclusions)
                changed = True
    return frozenset(facts), frozenset(late)


def program_problems(
    inputs: frozenset[str], rules: tuple[ProgramRule, ...], tallies: tuple[Tally, ...], late_facts: frozenset[str]
) -> list[Problem]:
    """All problems of a program, in a stable order; empty when it has a meaning."""
    concluded = {fact for rule in rules for fact in rule.conclusions}
    concluded |= {mark.fact for tally in tallies for mark in tally.marks}
    known = inputs | concluded
    problems = [
        Problem("repeated-id", f"the id `{name}` is used {count} times", name, "give each rule and tally its own id")
        for name, count in sorted(Counter([rule.id for rule in rules] + [tally.id for tally in tallies]).items())
        if count > 1
    ]
    problems += [
        Problem("concluded-input", f"the input fact `{fact}` is also a conclusion", fact, "inputs are given, never concluded")
        for fact in sorted(inputs & concluded)
    ]
    for rule in rules:
        problems += _premise_problems(rule.id, rule.premise, known)
        if isinstance(rule.conclusions, str):  # which would be read as its letters
            message = f"the conclusions are one text, `{rule.conclusions}`"
            problems.append(Problem("no-list", message, rule.id, f"write ({rule.conclusions!r},)"))
        if not rule.conclusions:
            problems.append(Problem("no-conclusion", "the rule concludes nothing", rule.id, "add a conclusion"))
    for tally in tallies:
        problems += _tally_problems(tally, known, late_facts)
    return problems


def _premise_problems(place: str, premise: GroundPremise, known: frozenset[str] | set[str]) -> Iterator[Problem]:
    for fact in dict.fromkeys(leaves(premise)):
        if fact not in known:
            yield Problem("unknown-fact", f"unknown fact `{fact}`", place, "declare it as an input or conclude it in a rule")
    yield from _gate_problems(place, premise)


def _gate_problems(place: str, premise: GroundPremise) -> Iterator[Problem]:
    if isinstance(premise, Gate):
        if not 1 <= premise.count <= len(premise.of):
            yield Problem(
                "impossible-gate",
                f"a gate needs {premise.count} of {len(premise.of)} premises",
                place,
                "the count must lie between 1 and the number of premises",
            )
        for part in premise.of:
            yield from _gate_problems(place, part)


def _tally_problems(tally: Tally, known: frozenset[str] | set[str], late_facts: frozenset[str]) -> Iterator[Problem]:
    for fact in dict.fromkeys(tally.mentions()):
        if fact not in known:
            yield Problem("unknown-fact", f"unknown fact `{fact}`", tally.id, "declare it as an input or conclude it in a rule")
        elif fact in late_facts:
            yield Problem(
                "circular-tally",
                f"the tally weighs `{fact}`, which itself depends on a tally",
                tally.id,
                "weigh only facts that hold before the weighing step",
            )
