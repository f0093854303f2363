"""Finds what `danger_played_down.md` describes."""

import re
from collections.abc import Iterator, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.alarms import ALARM, ALARMS, is_danger
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.values import Severity
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS, Level, rank
from hipexpert.knowledge.packs.pack import Concludes, Condition

RARE = ("rare", "very_rare")
SEVERAL = 5  # rules, of which one that raises less is no reason not to ask
SAYS_RARE = re.compile(r"\b(?:rare|rarely|uncommon|uncommonly|unusual|seldom|infrequent|hardly ever)\b")


def _find(subject: Subject) -> Iterator[Found]:
    for condition in subject.pack.conditions:
        if is_danger(condition) and condition.kind == "condition":
            yield from _opposed_like_a_hallmark(subject, condition)
            yield from _called_rare_without_a_word(condition)
            yield from _sending_nobody_anywhere(subject.pack.about.sends, condition)
        else:
            yield from _called_milder_than_it_is_treated(subject, condition)


def _opposed_like_a_hallmark(subject: Subject, condition: Condition) -> Iterator[Found]:
    """Rules that speak against it as strongly as anything speaks for it."""
    items = subject.pack.weighing_rules.get(condition.id, ())
    strongest = max([*(item.weight for _, item in items), *(cell.weight for cell in subject.drawn.get(condition.id, ()))], default=0)
    for rule, item in items:
        if 0 < strongest <= -item.weight:
            yield Found(
                f"it speaks against `{condition.id}` as strongly as anything speaks for it, and it would be {condition.typical_urgency}",
                "weigh it less, unless its source says that it makes the condition so unlikely",
                rules=(rule.id,),
                others=(f"condition:{condition.id}",),
                witness=subject.runners.showing(subject.gates[rule.id]),
            )


def _called_rare_without_a_word(condition: Condition) -> Iterator[Found]:
    """A danger that is weighed as rare, where nothing that is written about it says that it is."""
    if condition.prior in RARE and not SAYS_RARE.search(f"{condition.plain} {condition.notes}".lower()):
        yield Found.about(
            "conditions",
            condition.id,
            f"`{condition.id}` would be {condition.typical_urgency} and is weighed as {condition.prior.replace('_', ' ')}, and nothing "
            "in its `notes` says that it is",
            "say in `notes` how often it is seen and who says so, or raise its `prior`",
            severity="note",
        )


def _sending_nobody_anywhere(sends: Sequence[str], condition: Condition) -> Iterator[Found]:
    """A danger whose words to a runner hold none of those by which the pack says that somebody must look."""
    if sends and not re.search(rf"\b(?:{'|'.join(map(re.escape, sends))})\b", condition.plain.lower()):
        yield Found.about(
            "conditions",
            condition.id,
            f"`{condition.id}` would be {condition.typical_urgency}, and its `plain` has none of the words of `sends`",
            "say in `plain` who looks at it, or how soon: `sends` of pack.yaml lists such words",
            severity="note",
        )


def _called_milder_than_it_is_treated(subject: Subject, condition: Condition) -> Iterator[Found]:
    """A condition whose suspicion is always an alarm, and whose typical urgency is none."""
    levels = sorted(_raised_with(subject, condition))
    least = _alarm_above(condition, levels)
    raised = least if least is not None and rank(condition.typical_urgency) < rank(least) - 1 else _proved_raised(subject, condition)
    severity: Severity | None = None
    whom = "whoever it is suspected of"
    if raised is None and condition.kind == "condition":
        raised, severity = least, "note"  # by one step: a question to the reviewer
        if raised is None and len(levels) >= SEVERAL:
            raised, whom = _alarm_above(condition, levels[1:]), "by all but one of its rules, whoever it is suspected of"
    if raised is None:
        return
    yield Found.about(
        "conditions",
        condition.id,
        f"{whom} is told at least {raised}, and its own urgency is {condition.typical_urgency}, so that it is not "
        "listed as not to be missed",
        "raise its `typical_urgency` (and let it be of the kind `condition`), or the rules are too strict",
        covered=subject.covered,
        severity=severity,
    )


def _raised_with(subject: Subject, condition: Condition) -> Iterator[int]:
    """The level of each rule that suspects a condition and raises one, as its place on the ladder."""
    for rule in subject.concluding("suspected").get(condition.id, ()):
        concluded = [each for each in rule.conclusions if isinstance(each, Concludes)]
        raised = [rank(each.id) for each in concluded if each.kind == "urgency"]  # type: ignore[arg-type]
        if raised:
            yield max(raised)


def _alarm_above(condition: Condition, levels: Sequence[int]) -> Level | None:
    """The least of the levels, where that is an alarm above the condition's own urgency."""
    least = min(levels, default=0)
    return LEVELS[least] if least >= rank(ALARM) and rank(condition.typical_urgency) < least else None


def _proved_raised(subject: Subject, condition: Condition) -> Level | None:
    """The alarm, where it is proved that it is raised whenever the condition is suspected."""
    suspected = Fact("suspected", condition.id).name
    if subject.prover is None or not subject.is_concluded(suspected):
        return None
    shown = subject.runners.showing(suspected)
    if shown is not None and subject.runners.facts(shown).isdisjoint(ALARMS):
        return None  # somebody is suspected of it without an alarm
    seen = subject.prover.can_hold(suspected, without=sorted(ALARMS), few=False)
    return ALARM if seen.answer is False and subject.prover.can_hold(suspected, few=False).answer else None


CHECK = Check("danger-played-down", "safety", "warning", _find, logic=True, apart=True, unworded=True)
