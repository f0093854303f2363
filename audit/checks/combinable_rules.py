"""Finds what `combinable_rules.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import always_true
from hipexpert.audit.subject.sameness import in_order, rules_with_equal_conclusions
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import mentioned
from hipexpert.engine import Gate, GroundPremise, any_of


def _find(subject: Subject) -> Iterator[Found]:
    for rules in rules_with_equal_conclusions(subject):
        rests: dict[object, list[tuple[str, GroundPremise]]] = {}
        for rule in rules:
            for part, rest in _split(in_order(subject.gates[rule.id])):
                findings = {subject.states.finding_of.get(fact) for fact in mentioned(part)}
                if len(findings) == 1 and None not in findings:
                    rests.setdefault((rest, *findings), []).append((rule.id, part))
        for found in rests.values():
            yield from _combined(subject, found)


def _split(premise: GroundPremise) -> Iterator[tuple[GroundPremise, object]]:
    """Each part of an `all` with what is left; a premise without parts is a part with nothing left."""
    if isinstance(premise, Gate) and premise.count == len(premise.of):
        for number, part in enumerate(premise.of):
            yield part, (*premise.of[:number], *premise.of[number + 1 :])
    else:
        yield premise, ()


def _combined(subject: Subject, found: list[tuple[str, GroundPremise]]) -> Iterator[Found]:
    names = tuple(dict.fromkeys(name for name, _ in found))
    parts = list(dict.fromkeys(part for _, part in found))
    if len(names) < 2 or len(parts) < 2:
        return
    covers = always_true(subject, any_of(*parts)) and not any(always_true(subject, part) for part in parts)
    finding = subject.states.finding_of[next(iter(mentioned(parts[0])))]
    yield Found(
        f"{len(names)} rules differ only in what they ask of `{finding}`" + (", and together they take every answer" if covers else ""),
        f"make one rule of them that does not ask for `{finding}`"
        if covers
        else f"make one rule of them with a list of values of `{finding}`",
        rules=names,
        others=(f"finding:{finding}",),
        severity="warning" if covers else "note",
        witness=subject.runners.showing(subject.gates[names[0]]),
    )


CHECK = Check("combinable-rules", "logic between rules", "warning", _find, logic=True, unworded=True)
