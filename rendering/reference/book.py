"""What the pages need of a pack, worked out once: its words, and what leads to and from everything."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from operator import attrgetter

import msgspec

from hipexpert.knowledge import Condition, Intake, Pack, Rule, program_of
from hipexpert.knowledge.packs.facts import Fact, FactKind
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Concludes, Supports
from hipexpert.knowledge.packs.premises import Premise, Several, fact_of, leaves
from hipexpert.knowledge.packs.program import conclusion_fact, conclusions_of
from hipexpert.knowledge.packs.sourced import Citation
from hipexpert.knowledge.packs.vocabulary import Choices
from hipexpert.knowledge.packs.written import as_written
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.wording import Wording
from hipexpert.rendering.cited import grade_words


class Book:
    """A pack, ready to be written down. What it gives is text; templates make Markdown of it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        # Comparisons with numbers have words only where an active rule makes them, and drafts are shown as well.
        whole = msgspec.structs.replace(pack, rules=tuple(msgspec.structs.replace(rule, status="active") for rule in pack.rules))
        self.wording = Wording(whole, AnswerKey(whole), Intake({}))

    def words(self, premise: Premise) -> str:
        """A premise in words."""
        return self.wording.open_phrase(premise)

    def written(self, premise: Premise, key: str) -> str:
        """A premise as the pack writes it under a key."""
        return "\n".join(as_written(self.pack, premise, key))

    def exceptions(self, evidence: Supports) -> str:
        """What keeps an item of evidence from counting, in words."""
        return self.words(Several(1, evidence.unless))

    def is_background(self, rule: Rule, evidence: Supports) -> bool:
        """Whether this evidence for a condition only colours the sum, such as age, and cannot bring the condition up."""
        return evidence.weight > 0 and conclusion_fact(rule, evidence) not in self._leading

    @cached_property
    def _leading(self) -> frozenset[str]:
        return frozenset(item.fact for tally in program_of(self.pack).tallies for item in tally.items if item.leading)

    def evidence(self, condition: Condition) -> list[tuple[Rule, Supports]]:
        """What rules say of a condition: groups together, the strongest group and in it the strongest item first."""
        found = self.pack.weighing_rules.get(condition.id, ())
        strongest: dict[str, int] = {}
        for rule, item in found:
            key = item.group or rule.id
            strongest[key] = max(strongest.get(key, 0), abs(item.weight))
        return sorted(
            found,
            key=lambda each: (-strongest[each[1].group or each[0].id], each[1].group or each[0].id, -abs(each[1].weight), each[0].id),
        )

    def weights(self, condition: Condition) -> int:
        """How many weights rules and the picture of a condition bring."""
        return len(self.pack.weighing_rules.get(condition.id, ())) + len(self.pack.cells(condition.id))

    @cached_property
    def stances(self) -> Mapping[str, tuple[str, ...]]:
        """The conditions whose pictures take a stance on each finding, by id."""
        found: dict[str, dict[str, None]] = {}
        for picture in sorted(self.pack.pictures, key=attrgetter("id")):
            for row in picture.rows:
                found.setdefault(row.finding, {})[picture.id] = None
        return {finding: tuple(conditions) for finding, conditions in found.items()}

    def concluding(self, kind: FactKind, name: str) -> tuple[Rule, ...]:
        """The active rules that conclude a fact, by id."""
        return self._concluding.get(Fact(kind, name).name, ())

    @cached_property
    def _concluding(self) -> Mapping[str, tuple[Rule, ...]]:
        return _grouped((fact, rule) for rule in self.pack.active_rules for fact in conclusions_of(rule))

    def resting_on(self, kind: FactKind, name: str) -> tuple[Rule, ...]:
        """The active rules whose premise names a fact, by id."""
        return self.resting.get(Fact(kind, name).name, ())

    @cached_property
    def resting(self) -> Mapping[str, tuple[Rule, ...]]:
        """The active rules whose premise names each fact, by id."""
        return _grouped((fact_of(leaf), rule) for rule in self.pack.active_rules for leaf in leaves(rule.premise))

    @cached_property
    def taken_back_by(self) -> Mapping[str, tuple[Rule, ...]]:
        """The active rules with evidence that does not count while an answer about this finding is given, by id."""
        return _grouped(
            (answer.finding, rule)
            for rule in self.pack.active_rules
            for conclusion in rule.conclusions
            if isinstance(conclusion, Supports)
            for answer in conclusion.unless
        )

    def rules_about(self, condition: Condition) -> tuple[Rule, ...]:
        """The active rules that rest on a condition being suspected or likely, or on a factor, by id."""
        kinds: tuple[FactKind, ...] = ("suspected", "likely", "contributing")
        found = {rule.id: rule for kind in kinds for rule in self.resting_on(kind, condition.id)}
        return tuple(found[rule_id] for rule_id in sorted(found))

    def advice_after(self, condition: Condition, kind: FactKind) -> list[tuple[str, list[Rule]]]:
        """The advice that rules about a condition give (``advise``) or forbid (``avoid``), by id, with these rules."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules_about(condition):
            for conclusion in rule.conclusions:
                if isinstance(conclusion, Concludes) and conclusion.kind == kind:
                    found.setdefault(conclusion.id, []).append(rule)
        return sorted(found.items())

    def grade(self, citations: Iterable[Citation]) -> str:
        """The grade that citations give, in words."""
        return grade_words(self.pack, citations)

    def regions(self, regions: Iterable[str]) -> str:
        """Regions of the body as the questions call them."""
        return ", ".join(self._sites.get(region, region.replace("_", " ")) for region in regions)

    @cached_property
    def _sites(self) -> Mapping[str, str]:
        choices = [finding for finding in self.pack.findings.values() if isinstance(finding, Choices)]
        return {value.id: value.label for finding in choices for value in finding.values}


def levels_of(rule: Rule) -> list[str]:
    """The urgency levels that a rule concludes."""
    return [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "urgency"]


def height(rule: Rule) -> int:
    """The rank of the highest urgency level that a rule concludes; -1 when it concludes none."""
    return max((rank(level) for level in levels_of(rule)), default=-1)  # type: ignore[arg-type]


def _grouped(pairs: Iterable[tuple[str, Rule]]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, dict[str, Rule]] = {}
    for name, rule in pairs:
        found.setdefault(name, {})[rule.id] = rule
    return {name: tuple(rules[rule_id] for rule_id in sorted(rules)) for name, rules in found.items()}
