"""Finds what `subsumed_rule.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.sameness import at_least_as_urgent, conclusions_key
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Consequences
from hipexpert.knowledge.packs.pack import Concludes, Rule, Supports
from hipexpert.knowledge.packs.program import conclusion_fact, conclusions_of


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        if rule.id in subject.unreachable_rules or _says_something_new(subject, rule) or _is_needed_by_somebody(subject, rule):
            continue
        always = subject.follows.always(subject.gates[rule.id], rule.id, _facts_said(subject, rule))
        if always is None:
            continue
        covering = _covering(subject, rule, always)
        if covering is not None and not _is_twin(subject, rule, covering):
            others = ", ".join(f"`{name}`" for name in covering[:3]) or "the other rules"
            yield Found(
                f"whatever this rule concludes follows anyway from {others}",
                "conclude more, ask for less, or retire it",
                rules=(rule.id, *covering),
                severity="note" if _gives_a_reason(rule, always) else None,
                witness=subject.runners.showing(subject.gates[rule.id]),
            )


def _says_something_new(subject: Subject, rule: Rule) -> bool:
    """Whether no other rule concludes what this one does, which settles most rules at once."""
    for conclusion in rule.conclusions:
        if isinstance(conclusion, Supports):
            beside = [item for other, item in subject.pack.weighing_rules[conclusion.condition] if other.id != rule.id]
            if not conclusion.group or not any(item.group == conclusion.group for item in beside):
                return True
        elif conclusion.kind != "urgency" and len(subject.program.rules_concluding[conclusion_fact(rule, conclusion)]) == 1:
            return True
    return False


def _is_needed_by_somebody(subject: Subject, rule: Rule) -> bool:
    """Whether one of the runners of the sample shows that something the rule concludes does not follow without it."""
    fires = subject.sample.fires
    for conclusion in rule.conclusions:
        if isinstance(conclusion, Supports):
            others = [other.id for other, item in subject.pack.weighing_rules[conclusion.condition] if item.group == conclusion.group]
            if all(fires[rule.id] & ~fires[name] for name in others if name != rule.id):
                return True
        else:
            concluding = (each.id for fact in _facts_of(rule, conclusion) for each in subject.program.rules_concluding.get(fact, ()))
            left = fires[rule.id]
            for name in concluding:
                left &= ~fires[name] if name != rule.id else -1
            if left:
                return True
    return False


def _facts_said(subject: Subject, rule: Rule) -> frozenset[int]:
    """The facts, by number, that say what a rule says or more."""
    facts = [fact for each in rule.conclusions if isinstance(each, Concludes) for fact in _facts_of(rule, each)]
    return frozenset(subject.closure.tables.index[fact] for fact in facts if fact in subject.closure.tables.index)


def _facts_of(rule: Rule, conclusion: Concludes) -> tuple[str, ...]:
    return at_least_as_urgent(conclusion.id) if conclusion.kind == "urgency" else (conclusion_fact(rule, conclusion),)


def _covering(subject: Subject, rule: Rule, always: Consequences) -> tuple[str, ...] | None:
    """Rules that give what a rule concludes whenever it fires, as far as it is always the same ones; None when something of it
    is the rule's own.
    """
    fired = [
        subject.pack.rule_by_id[name] for number in sorted(always.fired) if (name := subject.program.rules[number].id) in subject.gates
    ]
    found: dict[str, None] = {}
    for conclusion in rule.conclusions:
        if isinstance(conclusion, Supports):
            stronger = [
                other.id for other in fired if any(_outweighs(subject, other, each, rule, conclusion) for each in other.conclusions)
            ]
            if not stronger:
                return None
            found |= dict.fromkeys(stronger)
            continue
        facts = _facts_of(rule, conclusion)
        if not any(always.holds(fact) for fact in facts):
            return None
        concluding = [other.id for other in fired if any(fact in facts for fact in conclusions_of(other))]
        found |= dict.fromkeys(concluding)
    return tuple(found)


def _outweighs(subject: Subject, other: Rule, stronger: object, rule: Rule, weaker: Supports) -> bool:
    """Whether of two items of one group the other always counts and this one never."""
    if not isinstance(stronger, Supports) or (stronger.condition, stronger.group) != (weaker.condition, weaker.group) or not weaker.group:
        return False
    if (abs(stronger.weight), stronger.weight) < (abs(weaker.weight), weaker.weight) or not set(stronger.unless) <= set(weaker.unless):
        return False
    return subject.leads(other.id, weaker.condition) or not subject.leads(rule.id, weaker.condition)


def _is_twin(subject: Subject, rule: Rule, covering: tuple[str, ...]) -> bool:
    """Whether a rule that covers it says the same of the same runners: that is reported as such."""
    return any(
        conclusions_key(subject.pack.rule_by_id[name]) == conclusions_key(rule) and subject.follows.always_fires(name, rule.id)
        for name in covering
    )


def _gives_a_reason(rule: Rule, always: Consequences) -> bool:
    """Whether the rule is one more reason for what is said, in its own words."""
    levels = [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "urgency"]
    higher = [fact for level in levels for fact in at_least_as_urgent(level)[1:]]
    return not any(always.holds(fact) for fact in higher)


CHECK = Check("subsumed-rule", "logic between rules", "warning", _find, logic=True, unworded=True)
