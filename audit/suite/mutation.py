"""Mutation testing of a rule base: which small changes of its rules a suite would notice (DeMillo, Lipton & Sayward 1978)."""

from collections import Counter
from collections.abc import Mapping
from typing import get_args

from hipexpert.audit.proving import Verdict, Witness
from hipexpert.audit.suite.killing import Killer
from hipexpert.audit.suite.mutants import RuleChange, mutants_of
from hipexpert.audit.suite.stories import ProgressCall, Stories, silent_progress
from hipexpert.audit.suite.telling_apart import Apart
from hipexpert.audit.suite.values import Mutant, MutantFate, Mutation, Operator, OperatorRow, Survivor
from hipexpert.engine import holds, members_of
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake


def mutation_of(
    stories: Stories,
    places: Mapping[str, str],
    *,
    prove: bool = False,
    progress: ProgressCall = silent_progress,
    solving: ProgressCall = silent_progress,
) -> Mutation:
    """What becomes of every mutant of the pack.

    With ``prove`` those that do the same as their rule in every story are put to z3. The others need no solver.
    """
    engine = stories.engine
    killer = Killer(stories)
    changes = list(mutants_of(engine.pack, engine.compiled.program.late_rules))
    alive: list[tuple[RuleChange, int]] = []
    counts: Counter[tuple[Operator, MutantFate]] = Counter()
    for number, change in enumerate(changes, start=1):
        killed, differ = killer.killed(change)
        if killed:
            counts[change.operator, "killed"] += 1
        else:
            alive.append((change, differ))
        progress(number, len(changes))
    unreached = [change for change, differ in alive if not differ]
    apart = Apart(engine.pack, unreached, killer.circular) if prove and unreached else None
    survivors: list[Survivor] = []
    equivalent: list[Mutant] = []
    undecided = asked = 0
    for change, differ in alive:
        told = Verdict(None)
        if not differ and apart is not None:
            told = apart.tell(change)
            asked += 1
            solving(asked, len(unreached))
        undecided += not differ and told.answer is None
        if told.answer:
            equivalent.append(_mutant(change, places))
            counts[change.operator, "equivalent"] += 1
        else:
            survivors.append(_survivor(change, places, stories, differ, told.witness))
            counts[change.operator, "survived"] += 1
    rows = tuple(
        OperatorRow(each, counts[each, "killed"], counts[each, "survived"], counts[each, "equivalent"]) for each in get_args(Operator)
    )
    killed_count, survived_count = sum(row.killed for row in rows), sum(row.survived for row in rows)
    counted = killed_count + survived_count
    return Mutation(
        score=100 * killed_count / counted if counted else 100.0,
        killed=killed_count,
        survived=survived_count,
        equivalent=len(equivalent),
        undecided=undecided,
        by_operator=rows,
        survivors=tuple(survivors),
        proved_equivalent=tuple(equivalent),
    )


def _mutant(change: RuleChange, places: Mapping[str, str]) -> Mutant:
    return Mutant(change.rule.id, places[change.rule.id], change.operator, change.before, change.after)


def _survivor(change: RuleChange, places: Mapping[str, str], stories: Stories, differ: int, witness: Witness | None) -> Survivor:
    mutant = _mutant(change, places)
    answers = dict(witness.answers) if witness is not None else None
    reached = ""
    if differ:  # of the stories on which they differ the shortest is the easiest to judge
        shortest = min((stories.stories[number] for number in members_of(differ)), key=lambda story: len(story.given))
        reached, answers = shortest.label, plain_answers(shortest.intake)
    if change.operator in ("strength", "urgency"):
        return Survivor(mutant, change.before, change.after, reached, answers)
    if answers is None:
        return Survivor(mutant, "", "")
    fires = _fires(change.rule, stories, answers)
    if change.operator == "drop" and fires == _fires(change.mutated, stories, answers):
        return Survivor(mutant, "the same rules fire", "another condition is weighed", reached, answers)
    words = ("fires", "silent") if fires else ("silent", "fires")
    return Survivor(mutant, *words, reached, answers)


def plain_answers(intake: Intake) -> dict[str, object]:
    """An intake as a mapping that reads back as the same."""
    answers: dict[str, object] = {name: dict(said) if isinstance(said, Mapping) else said for name, said in intake.answers.items()}
    return {**answers, "none_of": list(intake.none_of)} if intake.none_of else answers


def _fires(rule: Rule, stories: Stories, answers: Mapping[str, object]) -> bool:
    engine = stories.engine
    facts = stories.closure.of(AnswerKey(engine.pack).facts(engine.read(answers))[0])
    return holds(to_gate(rule.premise), facts.facts)
