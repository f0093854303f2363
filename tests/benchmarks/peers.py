"""The same rules in two other engines, to be measured side by side: stock experta (Rete) and CLIPS through clipspy.

Both get the rules only: the weighing step has no counterpart in them.
"""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import clips

from hipexpert.engine import Gate, Premise, Program
from hipexpert.engine.experta_import import experta

Runner = Callable[[list[str]], set[str]]


def rules_only(program: Program) -> Program:
    """The program without its tallies; their marks become inputs that nobody gives."""
    marks = {mark.fact for tally in program.tallies for mark in tally.marks}
    concluded = {fact for rule in program.rules for fact in rule.conclusions}
    return Program(program.inputs | (marks - concluded), program.rules)


def clips_runner(program: Program) -> Runner:
    """A function that runs given facts through CLIPS and returns the facts that hold."""
    environment = clips.Environment()
    names = {fact: f"f{number}" for number, fact in enumerate(program.facts)}
    facts = {name: fact for fact, name in names.items()}

    def pattern(premise: Premise) -> str:
        if isinstance(premise, str):
            return f"({names[premise]})"
        if premise.count == len(premise.of):
            return f"(and {' '.join(map(pattern, premise.of))})"
        ways = combinations(premise.of, premise.count)
        return f"(or {' '.join(pattern(way[0]) if len(way) == 1 else pattern(Gate(len(way), way)) for way in ways)})"

    for number, rule in enumerate(program.rules):
        asserts = " ".join(f"(assert ({names[fact]}))" for fact in rule.conclusions)
        environment.build(f"(defrule r{number} {pattern(rule.premise)} => {asserts})")

    def run(given: list[str]) -> set[str]:
        environment.reset()
        for fact in given:
            environment.assert_string(f"({names[fact]})")
        environment.run()
        return {facts[name] for fact in environment.facts() if (name := fact.template.name) in facts}

    return run


def stock_experta_runner(program: Program) -> Runner:
    """The same with an unmodified experta engine: its own matcher, strategy and facts."""

    class Known(experta.Fact):  # type: ignore[name-defined,misc]
        """A fact with a name."""

    def element(premise: Premise) -> Any:
        if isinstance(premise, str):
            return Known(name=premise)
        if premise.count == len(premise.of):
            return experta.AND(*map(element, premise.of))
        ways = combinations(premise.of, premise.count)
        return experta.OR(*(element(way[0]) if len(way) == 1 else experta.AND(*map(element, way)) for way in ways))

    def action(conclusions: tuple[str, ...]) -> Any:
        def fire(engine: Any) -> None:
            for fact in conclusions:
                engine.declare(Known(name=fact))

        return fire

    rules = {f"rule_{number}": experta.Rule(element(rule.premise))(action(rule.conclusions)) for number, rule in enumerate(program.rules)}
    engine = type("Stock", (experta.KnowledgeEngine,), rules)()

    def run(given: list[str]) -> set[str]:
        engine.reset()
        for fact in given:
            engine.declare(Known(name=fact))
        engine.run()
        return {fact["name"] for fact in engine.facts.values() if isinstance(fact, Known)}

    return run
