"""What of a pack can ever happen: which rules can fire, what can be concluded, which levels and advice a runner can get.

Most of it is shown by runners drawn by lot, whom the engine assessed: one who fires a rule is proof that it can fire. The
solver is asked only about what none of them shows, so a large pack costs little more than a small one.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from hipexpert.audit.proving.questions import Prover
from hipexpert.engine import holds
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import LEVELS
from hipexpert.knowledge.runner.assessment import level_of

DRAWN = 48
SHARES = (0.9, 0.5, 0.15)
"""How much of the questions the runners drawn by lot answer."""


@dataclass(frozen=True)
class Reach:
    """Names of one kind: those that some runner reaches, those that none can (proved), those that are not decided."""

    reachable: tuple[str, ...]
    unreachable: tuple[str, ...]
    undecided: tuple[str, ...]


@dataclass(frozen=True)
class Reachability:
    """What can happen: ``rules`` by id (those of constraints and self-tests too), ``conclusions`` as facts, ``levels``,
    and ``advice`` by id as the plan gives it.
    """

    rules: Reach
    conclusions: Reach
    levels: Reach
    advice: Reach


def reachability(prover: Prover) -> Reachability:
    """What of a prover's pack some runner can reach, contradictory answers included."""
    program = prover.engine.compiled.program
    outcomes = prover.outcomes
    conclusions = [fact for fact in program.facts if fact not in program.inputs]
    kinds: dict[str, tuple[list[str], Callable[[str], Any]]] = {
        "rule": ([rule.id for rule in program.rules], lambda name: outcomes.encoding.premise(program.rule_by_id[name].premise)),
        "fact": (conclusions, outcomes.encoding.fact),
        "level": (list(LEVELS), outcomes.is_level),
        "advice": ([each.id for each in prover.pack.advice if each.status == "active"], outcomes.given),
    }
    open_names = {(kind, name) for kind, (names, _) in kinds.items() for name in names}
    undecided: set[tuple[str, str]] = set()
    unreachable: set[tuple[str, str]] = set()
    for chosen in drawn(prover.space):
        open_names -= _shown(prover, chosen, open_names)
    for kind, (names, formula) in kinds.items():
        for name in names:
            if (kind, name) not in open_names:
                continue
            search = prover.world.search([formula(name)], _shows(prover, kind, name), few=False)
            if search.runners:
                open_names -= _shown(prover, search.runners[0], open_names)
            else:
                open_names.discard((kind, name))
                (undecided if search.found is None else unreachable).add((kind, name))

    def reach(kind: str) -> Reach:
        names = kinds[kind][0]
        without = tuple(name for name in names if (kind, name) in unreachable)
        unknown = tuple(name for name in names if (kind, name) in undecided)
        return Reach(tuple(name for name in names if name not in {*without, *unknown}), without, unknown)

    return Reachability(reach("rule"), reach("fact"), reach("level"), reach("advice"))


def drawn(space: AnswerSpace, number: int = DRAWN) -> Iterable[Chosen]:
    """Runners drawn by lot, always the same."""
    lot = random.Random(0)  # noqa: S311  # no secret: it must give the same runners each time
    for which in range(number):
        share = SHARES[which % len(SHARES)]
        yield {question: lot.choice(options) for question, options in space.options.items() if options and lot.random() < share}


def _shows(prover: Prover, kind: str, name: str) -> Callable[[Any], bool]:
    return lambda runners: bool(_shown(prover, runners[0], {(kind, name)}))


def _shown(prover: Prover, chosen: Chosen, names: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of the names a runner reaches."""
    facts = prover.facts(chosen)
    rules = prover.engine.compiled.program.rule_by_id
    level = level_of(facts.__contains__)
    gives = prover.outcomes.plan.gives

    def reached(kind: str, name: str) -> bool:
        match kind:
            case "rule":
                return holds(rules[name].premise, facts)
            case "fact":
                return name in facts
            case "level":
                return name == level
            case _:
                return Fact("advise", name).name in facts and (level, Fact("avoid", name).name in facts) in gives[name]

    return {(kind, name) for kind, name in names if reached(kind, name)}
