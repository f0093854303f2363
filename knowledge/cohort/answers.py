"""The typed columns of answers, and what they say of each input fact.

A typed column holds one kind of thing: true, false or nothing (yes/no, and each value of ``choices``), the number of a
value or nothing (choice), a number or nothing, or whether a group is denied.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine.circuit import Input
from hipexpert.knowledge.answers import AnswerKey, Question, denial_of
from hipexpert.knowledge.cohort.layers import Expression, Namespace
from hipexpert.knowledge.pack import Pack
from hipexpert.knowledge.premises import Limit, fact_of
from hipexpert.knowledge.program import input_facts
from hipexpert.knowledge.vocabulary import Choice, Choices, Finding, Number, YesNo

COMPARE = {">=": "__ge__", "<=": "__le__", ">": "__gt__", "<": "__lt__"}


@dataclass(frozen=True)
class Answered:
    """Which answers a table has: the findings, the values of ``choices`` findings (as ``finding.value``), the groups."""

    pack: Pack
    findings: frozenset[str]
    groups: frozenset[str]

    @cached_property
    def _key(self) -> AnswerKey:
        return AnswerKey(self.pack)

    @cached_property
    def _limits(self) -> Mapping[str, Limit]:
        return {fact_of(limit): limit for limits in self._key.limits.values() for limit in limits}

    @cached_property
    def varying(self) -> frozenset[str]:
        """The input facts about which the table says anything."""
        return frozenset(fact for fact in input_facts(self.pack) if self._is_said(fact))

    def _parts(self, fact: str) -> tuple[Finding, str, bool]:
        """The finding of a fact, the value it speaks of, and whether it says that the value is present."""
        if fact in self._limits:
            return self.pack.findings[self._limits[fact].finding], "", True
        name, _, value = fact.partition("!=") if "!=" in fact else fact.partition("=")
        return self.pack.findings[name], value, "!=" not in fact

    def _is_said(self, fact: str) -> bool:
        finding, value, present = self._parts(fact)
        if self._column(finding, value) in self.findings:
            return True
        return self.pack.group_of[finding.id].group in self.groups and self._denial(finding, fact, present=present) is not None

    @staticmethod
    def _column(finding: Finding, value: str) -> str:
        return f"{finding.id}.{value}" if isinstance(finding, Choices) else finding.id

    def _denial(self, finding: Finding, fact: str, *, present: bool) -> bool | None:
        """What ``none_of`` makes of a fact: true, false, or (None) nothing."""
        if isinstance(finding, Choices):
            return not present
        denial = denial_of(finding)
        return None if denial is None else fact in self._key.made(Question(finding.id), denial)[0]

    def read(self, ns: Namespace, node: Input) -> Expression:
        """The expression, never empty, of an input: given, or (``possible``) given or not denied."""
        finding, value, present = self._parts(node.fact)
        group = self.pack.group_of[finding.id].group
        unsaid = ns.lit(node.possible)
        denial = self._denial(finding, node.fact, present=present) if group in self.groups else None
        if denial is not None and denial is not node.possible:
            unsaid = ns.col(typed(f"none_of.{group}"))
            unsaid = unsaid if denial else ~unsaid
        name = self._column(finding, value)
        if name not in self.findings:
            return unsaid
        said = ns.col(typed(name))
        match finding:
            case YesNo():
                said = said if value == "yes" else ~said
            case Choices():
                said = said if present else ~said
            case Choice():
                said = said == [each.id for each in finding.values].index(value)
            case Number():
                limit = self._limits[node.fact]
                said = getattr(said, COMPARE[limit.operator])(limit.bound)
        return said.fill_null(node.possible) if denial is None or denial is node.possible else ns.coalesce(said, unsaid)


def typed(name: str) -> str:
    """The name of the typed column of a finding, of a value (``finding.value``) or of a group (``none_of.group``)."""
    return f"__hipexpert_answer_{name.replace('.', '__')}"  # some engines read a dot as a way into a column
