"""How the facts of a program are written in CLIPS: plainly, or in the words of a pack."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Limit, fact_of
from hipexpert.knowledge.packs.program import limits_of
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, YesNo
from hipexpert.rendering.clips.writing import number, symbol

# What the program declares or reserves: no finding may take such a name.
RESERVED = frozenset(
    {
        # CLIPS
        "and",
        "or",
        "not",
        "test",
        "logical",
        "object",
        "declare",
        "exists",
        "forall",
        "initial-fact",
        # this program
        "fact",
        "pattern",
        "contributing",
        "suspected",
        "likely",
        "excluded",
        "urgency",
        "advise",
        "avoid",
        "contradiction",
        "safe",
        "screen",
        "evidence",
        "excepted",
        "counted",
        "tally",
        "blocked",
        "total",
        "sum",
        "weighing",
        "gate",
        "needs",
        "part",
        "none_of",
        "level",
        "ranked",
        "given",
        "withheld",
        "condition",
        "advice",
        "waits",
        "tagged",
    }
)


class Terms(Protocol):
    """How facts are written."""

    def pattern(self, fact: str) -> str:
        """The conditional element that matches a fact."""
        ...

    def assertion(self, fact: str) -> str:
        """The fact as it is asserted; empty for one that only its item in a tally stands for."""
        ...

    def one_of(self, facts: Sequence[str]) -> str | None:
        """One conditional element that matches any of the facts and matches once, where there is one."""
        ...

    def tally(self, tally: str) -> str:
        """What a tally is called."""
        ...

    def item(self, fact: str) -> str:
        """What the items of a fact are called."""
        ...

    def declarations(self, facts: Iterable[str]) -> list[str]:
        """What must be declared before the rules."""
        ...


class PlainTerms:
    """Each fact of any program as a relation of its own, ``(fact-NAME)``: what CLIPS looks up fastest."""

    def pattern(self, fact: str) -> str:
        """See :class:`Terms`."""
        return f"(fact-{symbol(fact)})"

    def assertion(self, fact: str) -> str:
        """See :class:`Terms`."""
        return f"(fact-{symbol(fact)})"

    def one_of(self, facts: Sequence[str]) -> str | None:  # noqa: ARG002 (relations do not go together)
        """See :class:`Terms`."""
        return None

    def tally(self, tally: str) -> str:
        """See :class:`Terms`."""
        return symbol(tally)

    def item(self, fact: str) -> str:
        """See :class:`Terms`."""
        return symbol(fact)

    def declarations(self, facts: Iterable[str]) -> list[str]:  # noqa: ARG002 (an ordered fact needs none)
        """See :class:`Terms`."""
        return []


@dataclass(frozen=True)
class PackTerms:
    """The facts of a pack: a template for each finding, ``(suspected CONDITION)`` and the like for what is concluded."""

    pack: Pack

    def finding(self, name: str) -> str:
        """The template of a finding."""
        return f"{name}-answer" if name in RESERVED else symbol(name)

    @cached_property
    def _answers(self) -> Mapping[str, tuple[str, str, bool]]:
        """Each fact that an answer other than a number makes true: finding, value, and whether it is present."""
        found: dict[str, tuple[str, str, bool]] = {}
        for name, finding in self.pack.findings.items():
            if isinstance(finding, YesNo):
                found |= {f"{name}={value}": (name, value, True) for value in ("yes", "no")}
            elif isinstance(finding, (Choice, Choices)):
                found |= {f"{name}={value.id}": (name, value.id, True) for value in finding.values}
            if isinstance(finding, Choices):
                found |= {f"{name}!={value.id}": (name, value.id, False) for value in finding.values}
        return found

    @cached_property
    def _limits(self) -> Mapping[str, Limit]:
        return {fact_of(limit): limit for limit in limits_of(self.pack)}

    def pattern(self, fact: str) -> str:
        """See :class:`Terms`."""
        if limit := self._limits.get(fact):
            value = f"?{self.finding(limit.finding)}"
            return f"({self.finding(limit.finding)} (value {value}&:({limit.operator} {value} {number(limit.bound)})))"
        if answer := self._answers.get(fact):
            return self._answered(answer[0], [answer[1]], present=answer[2])
        kind, name, rule = _parts(fact)
        return f"(evidence (for {name}) (from {rule}))" if kind == "evidence" else f"({kind} {name})"

    def _answered(self, finding: str, values: Sequence[str], *, present: bool) -> str:
        slot = f" (present {'yes' if present else 'no'})" if isinstance(self.pack.findings[finding], Choices) else ""
        return f"({self.finding(finding)} (value {'|'.join(map(symbol, values))}){slot})"

    def assertion(self, fact: str) -> str:
        """See :class:`Terms`."""
        if answer := self._answers.get(fact):
            return self._answered(answer[0], [answer[1]], present=answer[2])
        kind, name, _ = _parts(fact)
        return "" if kind == "evidence" else f"({kind} {name})"

    def one_of(self, facts: Sequence[str]) -> str | None:
        """See :class:`Terms`."""
        answers = [self._answers[fact] for fact in dict.fromkeys(facts) if fact in self._answers]
        if len(answers) == len(set(facts)) and len({(finding, present) for finding, _, present in answers}) == 1:
            return f"(exists {self._answered(answers[0][0], [value for _, value, _ in answers], present=answers[0][2])})"
        kinds = {fact: _parts(fact) for fact in facts if fact not in self._answers and fact not in self._limits}
        if len(kinds) == len(set(facts)) and len({kind for kind, _, _ in kinds.values()} - {"evidence"}) == 1:
            kind = next(iter(kinds.values()))[0]
            return f"(exists ({kind} {'|'.join(name for _, name, _ in kinds.values())}))"
        return None

    def tally(self, tally: str) -> str:
        """See :class:`Terms`: the condition that is weighed."""
        return symbol(Fact.of(tally).id)

    def item(self, fact: str) -> str:
        """See :class:`Terms`: the rule that is evidence."""
        return _parts(fact)[2] if Fact.of(fact).kind == "evidence" else symbol(fact)

    def declarations(self, facts: Iterable[str]) -> list[str]:  # noqa: ARG002 (every finding is declared, also those no rule asks for)
        """See :class:`Terms`: a template for each finding, so that CLIPS itself refuses a misspelt answer."""
        return [self._template(name, finding) for name, finding in self.pack.findings.items()]

    def _template(self, name: str, finding: Finding) -> str:
        if isinstance(finding, (YesNo, Choice, Choices)):
            values = ["yes", "no"] if isinstance(finding, YesNo) else [symbol(value.id) for value in finding.values]
            slots = f"(slot value (allowed-symbols {' '.join(values)}))"
            if isinstance(finding, Choices):
                slots += " (slot present (allowed-symbols yes no) (default yes))"
        else:
            kind = "INTEGER" if finding.whole else "NUMBER"
            slots = f"(slot value (type {kind}) (range {number(finding.minimum)} {number(finding.maximum)}))"
        return f"(deftemplate {self.finding(name)} {slots})"


def _parts(fact: str) -> tuple[str, str, str]:
    """The kind and name of what is concluded, and of evidence the rule."""
    kind, name = Fact.of(fact)
    if kind == "evidence":
        rule, condition = Fact.of(fact).weighs
        return kind, symbol(condition), symbol(rule)
    return kind, symbol(name), ""
