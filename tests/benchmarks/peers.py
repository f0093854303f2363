"""The same rules in other engines, each as a function from given facts to what it concludes.

A peer gets what it can express: the whole program, the rules without the weighing, or as many rules as it can load.
"""

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from pathlib import Path
from typing import Any

from hipexpert.engine import Gate, GroundPremise, Program, ProgramRule, leaves
from hipexpert.engine.experta_import import experta
from hipexpert.rendering.clips import PlainTerms, Terms, program_to_clips

Runner = Callable[[Sequence[str]], set[str]]
WAYS = 64


def rules_only(program: Program) -> Program:
    """The program without its tallies; their marks become inputs that nobody gives."""
    return some_rules(program, len(program.rules))


def some_rules(program: Program, count: int) -> Program:
    """The first rules of a program without its tallies."""
    return _of(program, program.rules[:count])


def without_explosions(program: Program) -> Program:
    """The rules of a program, without its tallies, that come to no more than ``WAYS`` plain conjunctions: an engine that takes each way in
    which a premise can hold as a rule of its own would never have loaded that of a screen of questions.
    """
    return _of(program, [rule for rule in program.rules if _ways_of(rule.premise) <= WAYS])


def _of(program: Program, rules: Sequence[ProgramRule]) -> Program:
    """These rules; what they ask for and do not conclude are inputs."""
    concluded = {fact for rule in rules for fact in rule.conclusions}
    mentioned = {fact for rule in rules for fact in leaves(rule.premise)}
    return Program((program.inputs | mentioned) - concluded, rules)


def _ways_of(premise: GroundPremise) -> int:
    """As how many conjunctions a premise can hold."""
    if isinstance(premise, str):
        return 1
    found = [1] + [0] * premise.count  # of so many of the parts
    for part in map(_ways_of, premise.of):
        for number in range(premise.count, 0, -1):
            found[number] += found[number - 1] * part
    return found[premise.count]


@dataclass(frozen=True)
class Clips:
    """CLIPS through clipspy, with the program that `hipexpert export` writes: weighing and all."""

    program: Program
    terms: Terms

    def environment(self) -> Any:
        """A fresh environment with the program."""
        import clips

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "program.clp"
            file.write_text(program_to_clips(self.program, self.terms), encoding="utf-8")
            environment = clips.Environment()
            environment.load(str(file))
        return environment

    def infer(self, environment: Any, asserted: str) -> None:
        """One run; the facts go in as one text, which is the fastest way whose cost stays the same from run to run."""
        environment.reset()
        if asserted:
            environment.load_facts(asserted)
        environment.run()

    def concluded(self, environment: Any) -> set[str]:
        """Everything that holds, in the words of CLIPS."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "facts"
            environment.save_facts(str(file))
            return set(file.read_text(encoding="utf-8").splitlines())


def clips_runner(program: Program) -> Runner:
    """Given facts through CLIPS to the facts that hold."""
    terms = PlainTerms()
    peer = Clips(program, terms)
    environment = peer.environment()
    facts = {terms.assertion(fact): fact for fact in program.facts}

    def run(given: Sequence[str]) -> set[str]:
        peer.infer(environment, "\n".join(map(terms.assertion, given)))
        return {facts[each] for each in peer.concluded(environment) if each in facts}

    return run


def stock_experta_runner(program: Program) -> Runner:
    """An unmodified experta engine: its own matcher, strategy and facts."""

    class Known(experta.Fact):  # type: ignore[name-defined,misc]
        """A fact with a name."""

    def element(premise: GroundPremise) -> Any:
        if isinstance(premise, str):
            return Known(name=premise)
        if premise.count == len(premise.of):
            return experta.AND(*map(element, premise.of))
        return experta.OR(*(experta.AND(*map(element, way)) if len(way) > 1 else element(way[0]) for way in _ways(premise)))

    def action(conclusions: tuple[str, ...]) -> Any:
        def fire(engine: Any) -> None:
            for fact in conclusions:
                engine.declare(Known(name=fact))

        return fire

    rules = {f"rule_{number}": experta.Rule(element(rule.premise))(action(rule.conclusions)) for number, rule in enumerate(program.rules)}
    engine = type("Stock", (experta.KnowledgeEngine,), rules)()

    def run(given: Sequence[str]) -> set[str]:
        engine.reset()
        engine.declare(*(Known(name=fact) for fact in given))
        engine.run()
        return {fact["name"] for fact in engine.facts.values() if isinstance(fact, Known)}

    return run


def durable_runner(program: Program) -> Runner:
    """durable_rules in memory: a session for each runner, a message for each fact. Nothing that it has seen is told twice."""
    from durable import lang
    from durable.engine import MessageNotHandledException, MessageObservedException

    name = f"rules{id(program)}"
    codes = {fact: f"n{number}" for number, fact in enumerate(program.facts)}
    facts = {code: fact for fact, code in codes.items()}
    told: set[str] = set()

    def action(conclusions: Iterable[str]) -> Callable[[Any], None]:
        def fire(context: Any) -> None:  # one argument: with two durable_rules would wait for a callback
            for code in conclusions:
                if code not in told:
                    told.add(code)
                    with contextlib.suppress(MessageNotHandledException, MessageObservedException):
                        context.assert_fact({"name": code})

        return fire

    with lang.ruleset(name):
        for rule in program.rules:
            premise = rule.premise
            parts = premise.of if isinstance(premise, Gate) and premise.count == len(premise.of) else (premise,)
            lang.when_all(*(_durable_part(part, codes) for part in parts))(action([codes[fact] for fact in rule.conclusions]))
    sessions = iter(range(10**9))

    def run(given: Sequence[str]) -> set[str]:
        told.clear()
        session = f"s{next(sessions)}"
        for fact in given:
            with contextlib.suppress(MessageNotHandledException, MessageObservedException):
                lang.assert_fact(name, {"sid": session, "name": codes[fact]})
        return set(given) | {facts[code] for code in told}

    return run


def _durable_part(premise: GroundPremise, codes: dict[str, str]) -> Any:
    from durable import lang

    if isinstance(premise, str):
        return lang.m.name == codes[premise]
    parts = [_durable_part(part, codes) for part in premise.of]
    if len(parts) == 1:
        return parts[0]
    if premise.count == len(parts):
        return lang.all(*parts)
    return lang.any(*(lang.all(*way) if len(way) > 1 else way[0] for way in combinations(parts, premise.count)))


class CannotExpressError(Exception):
    """The model of an engine has no place for a program."""


def zen_runner(program: Program) -> Runner:
    """zen-engine: no forward chaining, so each concluded fact is one expression over those before it, evaluated once in order."""
    import zen

    codes = {fact: f"f{number}" for number, fact in enumerate(program.facts)}
    order = TopologicalSorter(
        {fact: {leaf for rule in rules for leaf in leaves(rule.premise)} for fact, rules in program.rules_concluding.items()}
    )
    try:
        concluded = [fact for fact in order.static_order() if fact in program.rules_concluding]
    except CycleError as error:
        raise CannotExpressError("rules that feed each other in a circle have no order to be evaluated in") from error

    def written(premise: GroundPremise) -> str:
        if isinstance(premise, str):
            return f"$.{codes[premise]}" if premise in program.rules_concluding else codes[premise]
        parts = [f"({written(part)})" for part in premise.of]
        if premise.count in {1, len(parts)}:
            return (" and " if premise.count == len(parts) else " or ").join(parts)
        return f"sum([{', '.join(f'{part} ? 1 : 0' for part in parts)}]) >= {premise.count}"

    expressions = [
        {
            "id": codes[fact],
            "key": codes[fact],
            "value": " or ".join(f"({written(rule.premise)})" for rule in program.rules_concluding[fact]),
        }
        for fact in concluded
    ]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "rules", "name": "rules", "type": "expressionNode", "position": {"x": 0, "y": 0}, "content": {"expressions": expressions}},
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
    ]
    edges = [{"id": one + other, "sourceId": one, "targetId": other, "type": "edge"} for one, other in (("in", "rules"), ("rules", "out"))]
    decision = zen.ZenEngine().create_decision(
        json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})
    )
    nothing = {codes[fact]: False for fact in program.inputs}

    def run(given: Sequence[str]) -> set[str]:
        result = decision.evaluate({**nothing, **{codes[fact]: True for fact in given}})["result"]
        return set(given) | {fact for fact in concluded if result[codes[fact]]}

    return run


def _ways(premise: Gate) -> list[tuple[GroundPremise, ...]]:
    """The ways in which a gate holds."""
    return list(combinations(premise.of, premise.count))
