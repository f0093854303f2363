"""Finds what `unreachable_advice.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.facts import Fact


def _find(subject: Subject) -> Iterator[Found]:
    advising = subject.concluding("advise")
    for advice in subject.pack.advice:
        rules = [rule.id for rule in advising.get(advice.id, ())]
        if advice.status != "active" or not rules:
            continue
        able = [rule for rule in rules if rule not in subject.unreachable_rules]
        overruled = [rule for rule in able if (always := subject.follows.always_with(rule)) and always.holds(Fact("avoid", advice.id).name)]
        if len(overruled) == len(able):
            reason = "each time it is advised, it is also to be avoided" if able else "no rule that advises it can fire"
            yield Found.about(
                "advice",
                advice.id,
                f"nobody can get the advice `{advice.id}`: {reason}",
                "narrow the rule that avoids it" if able else "mend the rules that advise it",
                rules=tuple(rules),
                witness=subject.runners.showing(subject.gates[able[0]]) if able else None,
            )


CHECK = Check("unreachable-advice", "graph", "warning", _find, lambda problem: problem.code in ("unadvised", "unused-advice"), logic=True)
