"""What the facts and rules of a program are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from hipexpert.knowledge import CitedSource


class RuleNamed(NamedTuple):
    """What is said of a rule: its title, why it holds, and its sources; ``made_from`` says of what it was made that nobody wrote."""

    title: str
    because: str = ""
    sources: tuple[CitedSource, ...] = ()
    made_from: str = ""


class Naming(Protocol):
    """Who knows what facts and rules are called."""

    def label(self, fact: str) -> str:
        """What a fact is called."""
        ...

    def rule(self, name: str) -> RuleNamed:
        """What is said of a rule or of a tally."""
        ...


@dataclass(frozen=True)
class PlainNames:
    """Names by fact and by rule or tally; what has none is called by its id."""

    facts: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)

    def label(self, fact: str) -> str:
        """What a fact is called."""
        return self.facts.get(fact, fact)

    def rule(self, name: str) -> RuleNamed:
        """What a rule or a tally is called."""
        return RuleNamed(self.rules.get(name, name.replace("-", " ")))
