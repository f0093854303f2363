"""Finds what `unreachable_advice.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Problem
from hipexpert.knowledge.packs.facts import Fact


def _find(subject: Subject) -> Iterator[Found]:
    advising = subject.advising
    for advice in subject.pack.advice:
        rules = [rule.id for rule in advising.get(advice.id, ())]
        if advice.status != "active" or not rules:
            continue
        able = [rule for rule in rules if rule not in subject.unreachable_rules]
        overruled = [rule for rule in able if subject.follows.always_overruled(rule, Fact("avoid", advice.id).name)]
        if len(overruled) == len(able) or advice.id in subject.never_given:
            reason = _because(able, overruled)
            yield Found.about(
                "advice",
                advice.id,
                f"nobody can get the advice `{advice.id}`: {reason}",
                "narrow the rule that avoids it" if able == overruled != [] else "mend the rules that advise it",
                rules=tuple(rules),
                # Advice that waits is named as withheld, so somebody hears of it.
                severity=None if len(overruled) == len(able) else "note",
                witness=subject.runners.showing(subject.gates[able[0]]) if able else None,
                covered=subject.covered,
            )


def _because(able: list[str], overruled: list[str]) -> str:
    if not able:
        return "no rule that advises it can fire"
    if len(overruled) == len(able):
        return "each time it is advised, it is also to be avoided"
    return "each time it is advised, something else holds it back: the level, advice that it gives way to, or a rule that avoids it"


def _refuses(problem: Problem) -> bool:
    return problem.code in ("unadvised", "unused-advice")


CHECK = Check("unreachable-advice", "graph", "warning", _find, _refuses, logic=True, apart=True, unworded=True)
