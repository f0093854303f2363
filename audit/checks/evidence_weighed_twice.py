"""Finds what `evidence_weighed_twice.md` describes."""

from collections.abc import Iterator, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.sameness import conclusions_key
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate
from hipexpert.knowledge.packs.pack import Rule, Supports
from hipexpert.knowledge.packs.premises import Established, Premise, Several, fact_of

TELLING = 3
"""A weight of a picture that is smaller, in decibans, is hardly counted."""


def _find(subject: Subject) -> Iterator[Found]:
    needs = Needs(subject)
    for condition, items in subject.pack.weighing_rules.items():
        yield from _made_of_counted(subject, condition, items)
        for number, (rule, item) in enumerate(items):
            for other, another in items[number + 1 :]:
                if rule.id == other.id or item.weight * another.weight <= 0 or (item.group and item.group == another.group):
                    continue
                forth, back = subject.follows.always_fires(rule.id, other.id), subject.follows.always_fires(other.id, rule.id)
                if forth and back and conclusions_key(rule) == conclusions_key(other):
                    continue
                narrow, wide = (rule, other) if forth else (other, rule)
                if forth or back:
                    message = f"`{narrow.id}` and `{wide.id}` both count for `{condition}`, and the second holds whenever the first does"
                    witness = subject.runners.showing(subject.gates[narrow.id])
                elif shared := needs.shared(rule, other):
                    message = f"`{narrow.id}` and `{wide.id}` both count `{shared}` for `{condition}` where both hold"
                    witness = subject.runners.showing(Gate(2, (subject.gates[narrow.id], subject.gates[wide.id])))
                    if witness is None:
                        continue
                else:
                    continue
                yield Found(
                    message,
                    "give both the same group, so that only the stronger counts",
                    rules=(narrow.id, wide.id),
                    others=(f"condition:{condition}",),
                    severity="warning" if forth and back else "note",
                    witness=witness,
                )


def _made_of_counted(subject: Subject, condition: str, items: Sequence[tuple[Rule, Supports]]) -> Iterator[Found]:
    """Rules that count a pattern, of which one answer is enough that the picture of the condition counts by itself."""
    cells = [cell for cell in subject.drawn.get(condition, ()) if abs(cell.weight) >= TELLING and cell.fact in subject.states.finding_of]
    for rule, item in items:
        if not isinstance(rule.premise, Established):
            continue
        pattern = fact_of(rule.premise)
        for cell in cells:
            grouped = item.group and item.group == subject.pack.discriminating_by_id[cell.finding].group
            if cell.weight * item.weight > 0 and not grouped and subject.closure.by_rules(frozenset((cell.fact,))).holds(pattern):
                yield Found(
                    f"`{rule.id}` counts `{pattern}` for `{condition}`, and the picture counts `{cell.fact}`, which is one by itself",
                    "give the rule the group of the finding, or count the answers that the picture does not",
                    rules=(rule.id,),
                    others=(f"condition:{condition}",),
                    severity="note",
                    witness=subject.runners.showing(cell.fact),
                )
                break


class Needs:
    """Which symptoms each rule cannot do without."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._needed: dict[str, frozenset[str]] = {}

    def shared(self, rule: Rule, other: Rule) -> str:
        """A symptom or sign that both cannot do without; empty when there is none. What somebody is like stands beside much evidence."""
        return min(self._of(rule) & self._of(other), default="")

    def _of(self, rule: Rule) -> frozenset[str]:
        if rule.id not in self._needed:
            self._needed[rule.id] = frozenset(fact for fact in _needed(rule.premise) if self._tells(fact))
        return self._needed[rule.id]

    def _tells(self, fact: str) -> bool:
        finding = self.subject.states.finding_of.get(fact)
        pack = self.subject.pack
        return finding is None or not (pack.findings[finding].context or pack.group_of[finding].context)


def _needed(premise: Premise) -> frozenset[str]:
    """The facts without which a premise does not hold."""
    if not isinstance(premise, Several):
        return frozenset((fact_of(premise),))
    return frozenset().union(*map(_needed, premise.of)) if premise.count == len(premise.of) else frozenset()


# Which of two rules that hold together are told here rests on whether they speak equally strongly: it is given strengths.
CHECK = Check("evidence-weighed-twice", "logic between rules", "warning", _find, logic=True, unworded=True)
