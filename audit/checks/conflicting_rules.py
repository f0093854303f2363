"""Finds what `conflicting_rules.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Concludes, Rule, Supports
from hipexpert.knowledge.packs.premises import Established, leaves

OPPOSITE = {
    ("supports", "opposes"): "supports and opposes",
    ("supports", "excluded"): "supports and excludes",
    ("suspected", "excluded"): "suspects and excludes",
    ("advise", "avoid"): "advises and avoids",
}


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        if rule.id in subject.unreachable_rules:
            continue
        told = list(_in_one_rule(subject, rule))
        yield from told
        if not told:
            yield from _overruled(subject, rule)
    yield from _opposed(subject)
    yield from _suspected_and_excluded(subject)


def _in_one_rule(subject: Subject, rule: Rule) -> Iterator[Found]:
    said = {
        (each.kind, each.id) if isinstance(each, Concludes) else ("supports" if each.weight > 0 else "opposes", each.condition)
        for each in rule.conclusions
    }
    both = [(verbs, name) for (one, two), verbs in OPPOSITE.items() for kind, name in sorted(said) if kind == one and (two, name) in said]
    for verbs, name in both:
        yield Found(
            f"the rule both {verbs} `{name}`",
            "keep one of the two",
            rules=(rule.id,),
            witness=subject.runners.showing(subject.gates[rule.id]),
        )


def _overruled(subject: Subject, rule: Rule) -> Iterator[Found]:
    for each in rule.conclusions:
        if isinstance(each, Concludes) and each.kind == "advise":
            fact, message = Fact("avoid", each.id).name, f"the advice `{each.id}` is to be avoided whenever this rule gives it"
        elif isinstance(each, Supports) and each.weight > 0:
            fact, message = Fact("excluded", each.condition).name, f"`{each.condition}` is excluded whenever this evidence for it holds"
        elif isinstance(each, Concludes) and each.kind == "suspected":
            fact, message = Fact("excluded", each.id).name, f"`{each.id}` is excluded whenever this rule suspects it"
        else:
            continue
        if fact not in subject.program.rules_concluding or not subject.follows.always_overruled(rule.id, fact):
            continue
        against = [other.id for other in subject.program.rules_concluding[fact] if subject.follows.always_fires(rule.id, other.id)]
        yield Found(
            message,
            "narrow one of the two rules",
            rules=(rule.id, *against),
            witness=subject.runners.showing(subject.gates[rule.id]),
        )


def _opposed(subject: Subject) -> Iterator[Found]:
    for condition, items in subject.pack.weighing_rules.items():
        for rule, item in items:
            for other, another in items:
                opposite = item.weight > 0 > another.weight and rule.id != other.id and not (item.unless or another.unless)
                if opposite and subject.follows.always_fires(rule.id, other.id) and subject.follows.always_fires(other.id, rule.id):
                    yield Found(
                        f"the same answers support `{condition}` here and oppose it in `{other.id}`",
                        "keep the one that the sources bear out",
                        rules=(rule.id, other.id),
                        others=(f"condition:{condition}",),
                        witness=subject.runners.showing(subject.gates[rule.id]),
                    )


def _suspected_and_excluded(subject: Subject) -> Iterator[Found]:
    excluding = subject.concluding("excluded")
    suspecting = [(condition, rule) for condition, rules in subject.concluding("suspected").items() for rule in rules]
    for condition, rule in suspecting:
        for other in excluding.get(condition, ()):
            both = Gate(2, (subject.gates[rule.id], subject.gates[other.id]))
            possible = other.id != rule.id and subject.runners.first_possible(both) is not None
            witness = subject.runners.showing(both) if possible else None
            if witness is not None:
                yield Found(
                    f"somebody can be both suspected of `{condition}` here and have it excluded by `{other.id}`",
                    "let the exclusion ask for more, or oppose the condition instead of excluding it",
                    rules=(rule.id, other.id),
                    others=(f"condition:{condition}",),
                    severity="note" if _is_who_they_are(subject, other) else None,
                    witness=witness,
                )


def _is_who_they_are(subject: Subject, rule: Rule) -> bool:
    """Whether a rule asks only who the runner is: an alarm may name a condition that nobody of that age or sex has."""
    return all(
        not isinstance(leaf, Established) and (subject.pack.findings[leaf.finding].context or subject.pack.group_of[leaf.finding].context)
        for leaf in leaves(rule.premise)
    )


CHECK = Check("conflicting-rules", "logic between rules", "error", _find, logic=True, unworded=True, unweighed=True)
