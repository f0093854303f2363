"""The typed columns of answers, and what they say of each input fact.

A typed column holds one kind of thing: true, false or nothing (yes/no, and each value of ``choices``), the number of a
value or nothing (choice), a number or nothing, whether a group is denied, or whether an answer is said to be unknown.
"""

import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hipexpert.cohort.columns import NONE_OF
from hipexpert.cohort.layers import Expression, Namespace, tree
from hipexpert.engine import fold
from hipexpert.engine.circuit import Input
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import SCREEN, Pack
from hipexpert.knowledge.packs.premises import Limit, Premise, fact_of, to_gate
from hipexpert.knowledge.packs.program import input_facts
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo
from hipexpert.knowledge.runner.answers import AnswerKey, denial_of, denial_on_screen

COMPARE = {">=": "__ge__", "<=": "__le__"}
SAME = {"<": ">=", ">": "<="}  # what is true exactly when the other is not: a typed number is never "not a number"
UNSAID = "unsaid"


@dataclass(frozen=True)
class Answered:
    """Which answers a table has: the findings, the values of ``choices`` findings (as ``finding.value``), the groups; and
    which of the findings and values it can say to be unknown although their group is denied.
    """

    pack: Pack
    findings: frozenset[str]
    groups: frozenset[str]
    unsaid: frozenset[str] = frozenset()

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
        if self._has(fact):
            return True
        return self._denial(fact) is not None

    def _has(self, fact: str) -> bool:
        """Whether a column answers the finding of a fact, and not only that of its group."""
        finding, value, _ = self._parts(fact)
        return self._column(finding, value) in self.findings

    @staticmethod
    def _column(finding: Finding, value: str) -> str:
        return f"{finding.id}.{value}" if isinstance(finding, Choices) else finding.id

    def _denial(self, fact: str) -> bool | None:
        """What ``none_of`` can make of a fact in this table: true, false, or (None) nothing."""
        finding, _, present = self._parts(fact)
        if self.pack.group_of[finding.id].group in self.groups:
            if isinstance(finding, Choices):
                return not present
            if (denial := denial_of(finding)) is not None:
                return fact in self._key.made(Question(finding.id), denial)[0]
        if finding.id in self._screen:
            return fact in self._key.made(Question(finding.id), self._screen[finding.id])[0]
        return None

    @cached_property
    def _screen(self) -> Mapping[str, Said]:
        """What denying the screen says of each finding that it can deny; nothing where the table cannot deny it."""
        found = {item.ask: denial_on_screen(item, self.pack) for item in self.pack.screen if SCREEN in self.groups}
        return {name: denial for name, denial in found.items() if denial is not None}

    def screened(self, ns: Namespace, *, is_polars: bool) -> tuple[Expression, ...]:
        """Whether each finding is denied with the screen: for each a column, which says so of whom it must be asked."""
        groups = replace(self, groups=self.groups - {SCREEN})
        made = []
        for item in self.pack.screen:
            if item.ask in self._screen:
                denied = ns.col(typed(f"{NONE_OF}.{SCREEN}"))
                if item.ask in self.unsaid:
                    denied &= ~ns.col(typed(f"{UNSAID}.{item.ask}"))
                if item.unless is not None:
                    denied &= ~groups._holds(ns, item.unless, is_polars=is_polars)
                made.append(denied.alias(typed(f"{SCREEN}.{item.ask}")))
        return tuple(made)

    def _holds(self, ns: Namespace, premise: Premise, *, is_polars: bool) -> Expression:
        """Whether a premise about answers holds: never empty."""

        def leaf(fact: str) -> Expression:
            return self.read(ns, Input(fact, possible=False), is_polars=is_polars) if fact in self.varying else ns.lit(False)

        def gate(count: int, parts: Sequence[Expression]) -> Expression:
            if count in {1, len(parts)}:
                return tree(operator.or_ if count == 1 else operator.and_, list(parts))
            return sum((ns.when(part).then(1).otherwise(0) for part in parts[1:]), start=ns.when(parts[0]).then(1).otherwise(0)) >= count

        return fold(to_gate(premise), leaf, gate)

    def asked(self, ns: Namespace, nodes: Iterable[Input]) -> tuple[Expression, ...]:
        """The comparisons that several of the inputs read, as named expressions for :meth:`read` to find in ``ready``."""
        found: dict[str, Expression] = {}
        readers: Counter[str] = Counter()
        for node in nodes:
            name, compared, _ = self._compared(ns, node.fact)
            if compared is not None and self._has(node.fact):
                found[name] = compared
                readers[name] += 1
        return tuple(compared.alias(name) for name, compared in found.items() if readers[name] > 1)

    def read(self, ns: Namespace, node: Input, ready: frozenset[str] = frozenset(), *, is_polars: bool = False) -> Expression:
        """The expression, never empty, of an input: given, or (``possible``) given or not denied."""
        denial = self._denial(node.fact)
        denied = None if denial is None or denial is node.possible else self._denied(ns, node.fact)
        if not self._has(node.fact):
            return ns.lit(node.possible) if denied is None else denied if denial else ~denied
        name, compared, wanted = self._compared(ns, node.fact)
        truth = ns.col(name) if compared is None or name in ready else compared
        if not is_polars:
            said = truth if wanted else ~truth
            return said.fill_null(node.possible) if denied is None else ns.coalesce(said, denied if denial else ~denied)
        # fill_null and coalesce leave a column that could hold nothing, and of two such columns or takes four times as long.
        if denied is None:
            return truth.ne_missing(not wanted) if node.possible else truth.eq_missing(wanted)
        return truth.eq_missing(wanted) | (truth.is_null() & (denied if denial else ~denied))

    def _denied(self, ns: Namespace, fact: str) -> Expression:
        """Whether a fact is denied with its group, or with the screen."""
        finding, value, _ = self._parts(fact)
        ways = []
        group = self.pack.group_of[finding.id].group
        if group in self.groups and (isinstance(finding, Choices) or denial_of(finding) is not None):
            denied = ns.col(typed(f"{NONE_OF}.{group}"))
            for name in dict.fromkeys((finding.id, self._column(finding, value))):
                if name in self.unsaid:
                    denied &= ~ns.col(typed(f"{UNSAID}.{name}"))
            ways.append(denied)
        if finding.id in self._screen:
            ways.append(ns.col(typed(f"{SCREEN}.{finding.id}")))
        return tree(operator.or_, ways)

    def _compared(self, ns: Namespace, fact: str) -> tuple[str, Expression | None, bool]:
        """The column in which the answer to a fact stands or could stand, how it is made if the typed column alone does not
        say it, and the truth value in it that gives the fact.
        """
        finding, value, present = self._parts(fact)
        name = typed(self._column(finding, value))
        match finding:
            case YesNo():
                return name, None, value == "yes"
            case Choice():
                number = [each.id for each in finding.values].index(value)
                return f"{name}__is_{number}", ns.col(name) == number, True
            case Number():
                limit = self._limits[fact]
                operator = SAME.get(limit.operator, limit.operator)
                reaches = getattr(ns.col(name), COMPARE[operator])(limit.bound)
                return f"{name}__{operator}_{limit.bound}", reaches, operator == limit.operator
        return name, None, present


def typed(name: str) -> str:
    """The name of the typed column of a finding, of a value (``finding.value``) or of a group (``none_of.group``)."""
    return f"__hipexpert_answer_{name.replace('.', '__')}"  # some engines read a dot as a way into a column
