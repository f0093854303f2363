"""Finds what `missing_screen.md` describes."""

from collections.abc import Iterator, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.alarms import ALARMS
from hipexpert.audit.subject.states import State
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import TooManyWaysError, limited, mentioned
from hipexpert.engine import GroundPremise
from hipexpert.knowledge.packs.options import Option
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.packs.vocabulary import Number


def _find(subject: Subject) -> Iterator[Found]:
    if not subject.pack.screen:
        yield Found(
            "the pack has no screen: somebody who has answered nothing is told to look after it at home",
            "add `screen.yaml` with the questions that must be answered before anything calm is said",
            at=("file", "pack.yaml"),
        )
        return
    asked = {item.ask for item in subject.pack.screen}
    for question, options in subject.states.space.options.items():
        if question.finding not in asked and subject.pack.answered_by(question.finding) == "runner":
            alarm = next((option for option in options if _is_alarm(subject, option)), None)
            if alarm is not None:
                yield Found.about(
                    "findings",
                    question.finding,
                    f"one answer to `{question.finding}` alone is an alarm, and the screen does not ask for it",
                    "ask for it in `screen.yaml`, where no other question takes its place",
                    severity="note" if isinstance(subject.pack.findings[question.finding], Number) else None,
                    witness=subject.states.space.answers({question: alarm}),
                )
    yield from _not_asked_of_all(subject)


def _not_asked_of_all(subject: Subject) -> Iterator[Found]:
    """Questions that need not be asked of somebody, and an alarm that their answer would raise for somebody of them."""
    raising = [rule for rule in subject.pack.active_rules if not ALARMS.isdisjoint(subject.program.concluding[rule.id])]
    for item in subject.pack.screen:
        if item.unless is None:
            continue
        shown = next(_who_is_not_asked(subject, item.ask, to_gate(item.unless), raising), None)
        if shown is not None:
            rule, state = shown
            yield Found.about(
                "screen",
                item.id,
                f"`{item.ask}` need not be asked of some for whom its answer would raise an alarm, by `{rule}`",
                "narrow `unless`, or see that nobody of them can have it",
                rules=(rule,),
                severity="note",
                witness=subject.states.answers(state),
            )


def _who_is_not_asked(subject: Subject, asked: str, unless: GroundPremise, raising: Sequence[Rule]) -> Iterator[tuple[str, State]]:
    """A rule that raises an alarm, and somebody of whom it is not asked and whom it would fire for by that answer alone."""
    try:
        excused = list(limited(subject.ways.through_chains(unless)))
    except TooManyWaysError:
        return
    finding_of = subject.states.finding_of
    touched = _touched(subject, {fact for fact, finding in finding_of.items() if finding == asked})
    for rule in raising:
        if not touched.isdisjoint(mentioned(subject.gates[rule.id])):
            for state in excused:
                found = subject.runners.first_possible(subject.gates[rule.id], state)
                if found is not None:
                    said = found[0]
                    left = frozenset(fact for fact in said if finding_of.get(fact) != asked)
                    if left != said and not _alarms(subject, subject.states.lowest(left)):
                        yield rule.id, said


def _touched(subject: Subject, facts: set[str]) -> set[str]:
    """The facts, and all that rules conclude of them."""
    found, waiting = set(facts), [*facts]
    while waiting:
        for rule in subject.program.rules_mentioning.get(waiting.pop(), ()):
            new = set(rule.conclusions) - found
            found |= new
            waiting += new
    return found


def _is_alarm(subject: Subject, option: Option) -> bool:
    """Whether an answer by itself raises the level to an alarm."""
    return _alarms(subject, option.facts)


def _alarms(subject: Subject, facts: frozenset[str]) -> bool:
    follows = subject.closure.by_rules(facts)
    return any(map(follows.holds, ALARMS))


CHECK = Check("missing-screen", "safety", "warning", _find, unworded=True, unweighed=True)
