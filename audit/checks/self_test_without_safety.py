"""Finds what `self_test_without_safety.md` describes."""

import re
from collections.abc import Iterator, Mapping

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import always_true_through_chains
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import TooManyWaysError
from hipexpert.engine import GroundPremise, holds
from hipexpert.knowledge.packs.premises import to_gate

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


CHECK = Check("self-test-without-safety", "safety", "error", _find, lambda problem: problem.code == "unguarded-test", logic=True)
