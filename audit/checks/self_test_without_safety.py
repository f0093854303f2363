"""Finds what `self_test_without_safety.md` describes."""

import re
from collections.abc import Iterator, Mapping

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.alarms import is_danger
from hipexpert.audit.subject.constant_premises import always_true_through_chains
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import TooManyWaysError, limited
from hipexpert.engine import GroundPremise, holds
from hipexpert.knowledge.packs.pictures import Stance
from hipexpert.knowledge.packs.premises import Denied, fact_of, to_gate

USUAL: frozenset[Stance] = frozenset(("hallmark", "common"))

SHORTEST = 3
"""Words of a warning that two tests share."""


def _find(subject: Subject) -> Iterator[Found]:
    for group in subject.pack.groups:
        for finding in group.findings if group.answered_by == "self_test" else ():
            premise = subject.pack.safe_tests[finding.id]  # a pack in which one has none does not load
            if always_true_through_chains(subject, to_gate(premise)):
                message, help_text = f"`{finding.id}` is called safe whatever is answered", "ask for what makes the test safe"
                yield Found.about(
                    "findings", finding.id, message, help_text, severity="warning", covered="all answers to its questions were covered"
                )
            elif _never(subject, to_gate(premise)):
                message, help_text = f"`{finding.id}` is safe for nobody, so it is never suggested", "mend `safe_when`, or retire the test"
                yield Found.about("findings", finding.id, message, help_text, severity="warning", covered=subject.covered)
    yield from _weaker_than_its_like(subject)
    yield from _where_a_danger_hurts(subject)


def _weaker_than_its_like(subject: Subject) -> Iterator[Found]:
    """Tests whose help warns of the same thing, and of which one asks less before it is called safe."""
    safe = {name: to_gate(premise) for name, premise in subject.pack.safe_tests.items()}
    warned = {name: _warnings(subject.pack.findings[name].help) for name in safe}
    for name, own in warned.items():
        for other, like in warned.items():
            shared = sorted(own & like)
            if name != other and shared and subject.follows.implies(safe[name], safe[other]) is False:
                yield Found.about(
                    "findings",
                    name,
                    f'`{name}` and `{other}` both warn "{shared[0]}", and `{name}` is called safe for some for whom `{other}` is not',
                    "let both ask for the same in `safe_when`, or say what each warns of",
                    (f"finding:{other}",),
                    severity="warning",
                    witness=_only_first(subject, safe[name], safe[other]),
                )
                break


def _where_a_danger_hurts(subject: Subject) -> Iterator[Found]:
    """Tests that are kept from most of the places where a danger usually hurts, and not from one of them."""
    pack = subject.pack
    tests: dict[GroundPremise, list[str]] = {}
    for name, premise in pack.safe_tests.items():
        if pack.answered_by(name) == "self_test":
            tests.setdefault(to_gate(premise), []).append(name)
    usual: dict[str, list[Denied]] = {}
    for condition in pack.conditions:
        if is_danger(condition):
            usual[condition.id] = [Denied(each.finding, each.value) for each in subject.felt_in(condition.id) if each.stance in USUAL]
    for gate, names in tests.items():
        denied = _always_said(subject, gate)
        for danger, places_of in usual.items():
            open_ones = [each for each in places_of if fact_of(each) not in denied]
            if open_ones and 2 * len(open_ones) < len(places_of):
                yield Found.about(
                    "findings",
                    names[0],
                    f"`{names[0]}` waits until pain is denied in most places where `{danger}` usually hurts, and not in "
                    f"`{open_ones[0].value}`",
                    "ask for that, too, or see that something else keeps the test from these runners",
                    (f"condition:{danger}", *(f"finding:{each}" for each in names[1:])),
                    severity="note",
                    covered=subject.covered,
                )


def _always_said(subject: Subject, premise: GroundPremise) -> frozenset[str]:
    """What everybody has said for whom a premise holds; nothing when that was not decided."""
    try:
        ways = list(limited(subject.ways.through_chains(premise)))
    except TooManyWaysError:
        return frozenset()
    return frozenset.intersection(*ways) if ways else frozenset()


def _warnings(text: str) -> frozenset[str]:
    """What a text warns of, part by part."""
    sentences = [found[1] for found in re.finditer(r"\b(?:do not|don't|never) (?:try|do) (?:it|this)\b([^.!?]*)", text.lower())]
    parts = [part.strip() for each in sentences for part in re.split(r",|\bor\b", each)]
    words = (re.sub(r"^(?:or |and )?(?:if|when|after|while|where) ", "", part) for part in parts)
    return frozenset(each for each in words if len(each.split()) >= SHORTEST)


def _only_first(subject: Subject, first: GroundPremise, second: GroundPremise) -> Mapping[str, object] | None:
    """Answers of somebody for whom the first test is called safe and the second is not."""
    shown = subject.runners.showing(first)
    return shown if shown is not None and not holds(second, subject.runners.facts(shown)) else None


def _never(subject: Subject, premise: GroundPremise) -> bool:
    """Whether a premise holds for no possible runner; false when that was not decided."""
    try:
        return next(subject.runners.possible(subject.ways.through_chains(premise)), None) is None
    except TooManyWaysError:
        return False


CHECK = Check(
    "self-test-without-safety",
    "safety",
    "error",
    _find,
    lambda problem: problem.code == "unguarded-test",
    logic=True,
    unworded=True,
    unweighed=True,
)
