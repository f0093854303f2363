"""Finds what `reason_beyond_answers.md` describes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.spoken import Spoken
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import GroundPremise, ProgramRule
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Condition, Pattern
from hipexpert.knowledge.packs.vocabulary import Finding


class _Read(NamedTuple):
    """What a pack calls its answers, conditions and patterns, the rules of its program, the finding that each answer is about, and the
    reasons of the rules that somebody wrote, each with its premise.
    """

    findings: Mapping[str, Finding]
    conditions: Sequence[Condition]
    patterns: Sequence[Pattern]
    rules: Sequence[ProgramRule]
    finding_of: Mapping[str, str]
    reasons: Sequence[tuple[str, str, GroundPremise]]


def _reads(subject: Subject) -> _Read:
    pack = subject.pack
    reasons = [(rule.id, rule.because, subject.gates[rule.id]) for rule in pack.active_rules if not rule.made_from]
    return _Read(pack.findings, pack.conditions, pack.patterns, subject.program.rules, subject.states.finding_of, reasons)


def _find(read: _Read) -> Iterator[Found]:
    spoken = Spoken(*read[:-1])
    texts: list[tuple[str, str, str, str, Sequence[GroundPremise]]] = [
        ("rules", rule, "because", because, [premise]) for rule, because, premise in read.reasons
    ]
    texts += [("patterns", each.id, "says", each.says, spoken.concluding(Fact("pattern", each.id).name)) for each in read.patterns]
    texts += [
        ("conditions", each.id, "name", each.name, spoken.concluding(Fact("contributing", each.id).name))
        for each in read.conditions
        if each.kind == "contributing_factor"
    ]
    for kind, name, part, text, premises in texts:
        beyond = {word: found for word in sorted(spoken.telling(text)) if (found := spoken.beyond(premises, word))}
        if beyond:
            yield Found.about(
                kind,
                name,
                f"`{part}` speaks of {', '.join(f'`{word}`' for word in beyond)}, and stands where nothing of the kind was answered",
                "say what is true of every way in which it comes about, or split the rule",
                tuple(sorted({f"finding:{finding}" for found in beyond.values() for finding in found})),
            )


CHECK = Check("reason-beyond-answers", "wording", "error", _find, reads=_reads)
