"""How much of the rules a suite covers: which rules fire, and which premises are shown to matter.

A premise *decides* in a story when the rule's ``when``, with everything else as it is there, would be true with the premise
and false without it: the independent effect of a condition that MC/DC asks for (Chilenski & Miller 1994), masking form, since
what else may differ between two stories does not matter. A premise is covered when it decides in a story in which it
holds (the rule fires because of it) and in one in which it does not (the rule is silent for want of it).
"""

from collections.abc import Mapping

from hipexpert.audit.suite.premise_parts import Path, part_at, parts
from hipexpert.audit.suite.stories import Stories
from hipexpert.audit.suite.values import Coverage, PlacedRule, PremisesCovered, RulesCovered, UncoveredPremise
from hipexpert.audit.suite.writing import premise_line
from hipexpert.engine import GroundPremise, fold_with
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import to_gate


def coverage_of(stories: Stories, places: Mapping[str, str]) -> Coverage:
    """What the stories show of the active rules; ``places`` says where each rule is written."""
    pack = stories.engine.pack
    never: list[PlacedRule] = []
    uncovered: list[UncoveredPremise] = []
    premises = 0
    for rule in pack.active_rules:
        if not stories.firing[rule.id]:
            never.append(PlacedRule(rule.id, rule.title, places[rule.id]))
        for path, part in parts(rule.premise):
            premises += 1
            fires, silent = decided_by(rule, path, stories)
            if not (fires and silent):
                needs = [*([] if fires else ["fires because of it"]), *([] if silent else ["silent for want of it"])]
                uncovered.append(UncoveredPremise(rule.id, places[rule.id], premise_line(pack, part), tuple(needs)))  # type: ignore[arg-type]
    rules = len(pack.active_rules)
    return Coverage(
        RulesCovered(rules - len(never), rules, tuple(never)),
        PremisesCovered(premises - len(uncovered), premises, tuple(uncovered)),
    )


def decided_by(rule: Rule, path: Path, stories: Stories) -> tuple[int, int]:
    """The stories in which a part of a rule's premise decides: where it holds, and where it does not."""
    premise, part = to_gate(rule.premise), to_gate(part_at(rule.premise, path))
    with_it = _where(premise, path, stories.every, stories)
    without = _where(premise, path, 0, stories)
    holds = stories.where(part, stories.of_fact)
    return with_it & ~without & holds, with_it & ~without & ~holds


def _where(premise: GroundPremise, path: Path, put: int, stories: Stories) -> int:
    """The stories in which a premise holds when the part at ``path`` holds exactly in ``put``."""
    return fold_with(premise, path, put, lambda fact: stories.of_fact.get(fact, 0), stories.in_at_least)
