"""Mutation testing of a rule base: which small changes of its rules a suite would notice (DeMillo, Lipton & Sayward 1978)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import get_args

from hipexpert.audit.proving import Verdict, Witness
from hipexpert.audit.suite.entry_killing import EntryKiller
from hipexpert.audit.suite.entry_mutants import denial_mutants, prior_mutants, stance_mutants
from hipexpert.audit.suite.killing import Killer
from hipexpert.audit.suite.mutants import RuleChange, made_mutants_of, mutants_of
from hipexpert.audit.suite.stories import ProgressCall, Stories, silent_progress
from hipexpert.audit.suite.telling_apart import Apart
from hipexpert.audit.suite.values import ON_CONCLUSIONS, WEIGHED, Mutant, MutantFate, Mutation, Operator, OperatorRow, Survivor
from hipexpert.engine import holds, members_of
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake

ASKED = 400
"""About so many mutants the solver is asked at most: with few stories there are thousands that none of them reaches."""


def mutation_of(
    stories: Stories,
    places: Mapping[str, str],
    *,
    prove: bool = False,
    progress: ProgressCall = silent_progress,
    solving: ProgressCall = silent_progress,
) -> Mutation:
    """What becomes of every mutant of the pack.

    With ``prove`` those that do the same as their rule in every story are put to z3, of very many a part. The others need no
    solver.
    """
    pack, killer = stories.engine.pack, Killer(stories)
    changes = [*mutants_of(pack, stories.engine.compiled.program.late_rules), *made_mutants_of(pack)]
    stances, of_all = stance_mutants(pack)
    entries = [*denial_mutants(pack), *prior_mutants(pack), *stances]
    alive: list[tuple[RuleChange, int]] = []
    counts: Counter[tuple[Operator, MutantFate]] = Counter()
    for number, change in enumerate(changes, start=1):
        killed, differ = killer.killed(change)
        if killed:
            counts[change.operator, "killed"] += 1
        else:
            alive.append((change, differ))
        progress(number, len(changes) + len(entries))
    told = _told(stories, [change for change, differ in alive if not differ], killer, prove=prove, solving=solving)
    survivors: list[Survivor] = []
    equivalent: list[Mutant] = []
    undecided = 0
    for change, differ in alive:
        verdict = Verdict(None) if differ else told.get(id(change), Verdict(None))
        undecided += not differ and verdict.answer is None
        if verdict.answer:
            equivalent.append(_mutant(change, places))
            counts[change.operator, "equivalent"] += 1
        else:
            survivors.append(_survivor(change, places, stories, differ, verdict.witness))
            counts[change.operator, "survived"] += 1
    beside = EntryKiller(killer)
    for number, entry in enumerate(entries, start=len(changes) + 1):
        if beside.killed(entry):
            counts[entry.operator, "killed"] += 1
        else:
            survivors.append(Survivor(Mutant(entry.name, entry.place, entry.operator, entry.before, entry.after), "", ""))
            counts[entry.operator, "survived"] += 1
        progress(number, len(changes) + len(entries))
    rows = tuple(
        OperatorRow(each, counts[each, "killed"], counts[each, "survived"], counts[each, "equivalent"]) for each in get_args(Operator)
    )
    ruled, weighed = ([row for row in rows if (row.operator in WEIGHED) == of_weights] for of_weights in (False, True))
    return Mutation(
        score=_score(ruled),
        killed=sum(row.killed for row in ruled),
        survived=sum(row.survived for row in ruled),
        equivalent=len(equivalent),
        undecided=undecided,
        by_operator=rows,
        survivors=tuple(survivors),
        proved_equivalent=tuple(equivalent),
        weights=_score(weighed),
        stances=of_all,
        stances_tried=len(stances),
    )


def _score(rows: Sequence[OperatorRow]) -> float:
    """The share killed of the mutants that are not proved equivalent, in percent."""
    killed = sum(row.killed for row in rows)
    counted = killed + sum(row.survived for row in rows)
    return 100 * killed / counted if counted else 100.0


def _told(
    stories: Stories, unreached: Sequence[RuleChange], killer: Killer, *, prove: bool, solving: ProgressCall
) -> Mapping[int, Verdict]:
    """What the solver says of mutants that do the same as their rule in every story, by identity. Of very many as many are asked
    about as it has time for: the same ones each time, spread evenly over the rules.
    """
    asked = unreached[:: max(1, -(-len(unreached) // ASKED))] if prove else ()
    if not asked:
        return {}
    apart = Apart(stories.engine.pack, asked, killer.circular)
    found = {}
    for number, change in enumerate(asked, start=1):
        found[id(change)] = apart.tell(change)
        solving(number, len(asked))
    return found


def _mutant(change: RuleChange, places: Mapping[str, str]) -> Mutant:
    return Mutant(change.rule.id, places.get(change.rule.id, ""), change.operator, change.before, change.after)


def _survivor(change: RuleChange, places: Mapping[str, str], stories: Stories, differ: int, witness: Witness | None) -> Survivor:
    mutant = _mutant(change, places)
    answers = dict(witness.answers) if witness is not None else None
    reached = ""
    if differ:  # of the stories on which they differ the shortest is the easiest to judge
        shortest = min((stories.stories[number] for number in members_of(differ)), key=lambda story: len(story.given))
        reached, answers = shortest.label, plain_answers(shortest.intake)
    if change.operator in ON_CONCLUSIONS:
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
