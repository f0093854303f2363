"""Finds what `reason_beyond_answers.md` describes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.spoken import Spoken
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import GroundPremise, ProgramRule
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.premises import to_gate


class _Read(NamedTuple):
    """A pack without how strongly its rules speak, the rules of its program, and the finding that each answer is about."""

    pack: Pack
    rules: Sequence[ProgramRule]
    finding_of: Mapping[str, str]


def _reads(subject: Subject) -> _Read:
    return _Read(subject.unweighed, subject.program.rules, subject.states.finding_of)


def _find(read: _Read) -> Iterator[Found]:
    pack, spoken = read.pack, Spoken(*read)
    texts: list[tuple[str, str, str, str, Sequence[GroundPremise]]] = [
        ("rules", rule.id, "because", rule.because, [to_gate(rule.premise)]) for rule in pack.active_rules if not rule.made_from
    ]
    texts += [("patterns", each.id, "says", each.says, spoken.concluding(Fact("pattern", each.id).name)) for each in pack.patterns]
    texts += [
        ("conditions", each.id, "name", each.name, spoken.concluding(Fact("contributing", each.id).name))
        for each in pack.conditions
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
