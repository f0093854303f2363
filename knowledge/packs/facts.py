"""What can be concluded about a runner: facts of a kind about one entry of the pack, with one textual form.

The engine knows facts by their names alone; here is the only place that makes such a name, or takes one apart. Facts that
answers make true have other names, which :func:`hipexpert.knowledge.packs.premises.fact_of` gives.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, cast

FactKind = Literal[
    "pattern",
    "contributing",
    "suspected",
    "likely",
    "excluded",
    "urgency",
    "advise",
    "avoid",
    "evidence",
    "contradiction",
    "safe",
    "band",
    "screen",
    "weigh",
]


class Fact(NamedTuple):
    """Something concluded: its kind, and the id of the entry that it is about.

    ``evidence`` is about a rule and a condition, see :func:`evidence`; ``band`` is a number that lies in a band of those
    that tell conditions apart, ``FINDING.BAND``; ``weigh`` is no fact but the tally of a condition, whose name has the
    same form.
    """

    kind: FactKind
    id: str

    @property
    def name(self) -> str:
        """The name by which the engine, documents and graphs know it."""
        return f"{self.kind}:{self.id}"

    @classmethod
    def of(cls, name: str) -> "Fact":
        """The fact with a name; for the name of an answer's fact, one of no kind that there is."""
        kind, _, entry = name.partition(":")
        return cls(cast("FactKind", kind), entry)

    @property
    def weighs(self) -> tuple[str, str]:
        """The rule and the condition that evidence is about."""
        rule, _, condition = self.id.rpartition(":")
        return rule, condition


ANSWERED = Fact("screen", "answered").name  # every item of the screen is settled, so something calm may be said
CONTRADICTED = Fact("screen", "contradicted").name  # some answers cannot all be true, so nothing calm may be said


def evidence(rule: str, condition: str) -> Fact:
    """What a rule says for or against a condition: a fact of the rule's own, counted when the condition is weighed."""
    return Fact("evidence", f"{rule}:{condition}")


def band(finding: str, name: str) -> Fact:
    """That a number lies in a band of those that tell conditions apart."""
    return Fact("band", f"{finding}.{name}")


def band_rule(fact: str) -> str:
    """The id of the program's rule that concludes a band; it is no rule of the pack."""
    return fact.replace(":", "-", 1)


def is_band_rule(rule: str) -> bool:
    """Whether the id of a rule is that of one that concludes a band."""
    return rule.startswith("band-") and "." in rule  # ids of a pack's rules have no dot


def banded(name: str) -> str:
    """The finding that a band is about, by the name of the band or of the rule that concludes it."""
    return name[len("band:") :].partition(".")[0]


def weigh_id(condition: str) -> str:
    """The id of the tally that weighs a condition."""
    return Fact("weigh", condition).name


def ids_of(kind: FactKind, names: Iterable[str]) -> Iterator[str]:
    """The ids that facts of a kind are about, among the names of facts."""
    prefix = Fact(kind, "").name
    return (name.removeprefix(prefix) for name in names if name.startswith(prefix))
