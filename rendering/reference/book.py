"""What the pages need of a pack, worked out once: its words, and what leads to and from everything."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from hipexpert.knowledge import Intake, Level, Pack, Rule, program_of
from hipexpert.knowledge.packs.facts import Fact, FactKind
from hipexpert.knowledge.packs.grading import is_unverified, source_grade
from hipexpert.knowledge.packs.pack import Citation, Supports
from hipexpert.knowledge.packs.premises import Is, Premise, Several, fact_of, leaves
from hipexpert.knowledge.packs.program import conclusion_fact, conclusions_of
from hipexpert.knowledge.packs.vocabulary import Choices
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.wording import Wording
from hipexpert.rendering.cited import UNVERIFIED, grade_words, place_in
from hipexpert.rendering.reference.layout import number, text
from hipexpert.rendering.reference.links import Links


class Book:
    """A pack, ready to be written down."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        # Comparisons with numbers have words only where an active rule makes them, and drafts are shown as well.
        whole = msgspec.structs.replace(pack, rules=tuple(msgspec.structs.replace(rule, status="active") for rule in pack.rules))
        self.wording = Wording(whole, AnswerKey(whole), Intake({}))

    def links(self, page: str) -> Links:
        """The links of a page."""
        return Links(self.pack, page)

    def page(self, lines: Iterable[str]) -> str:
        """A finished page: the lines, and what all of this is not."""
        about = self.pack.about
        foot = f"{text(about.title)} {text(about.version)}. {text(about.disclaimer)}"
        return "\n".join([*lines, "---", "", foot, ""])

    def words(self, premise: Premise) -> str:
        """A premise in words, as Markdown."""
        return text(self.wording.open_phrase(premise))

    def exceptions(self, unless: tuple[Is, ...]) -> str:
        """What keeps an item of evidence from counting, in words; empty when nothing does."""
        return self.words(Several(1, unless)) if unless else ""

    def weight(self, evidence: Supports) -> str:
        """A weight in decibans, with the published likelihood ratio it comes from."""
        return number(evidence.weight) + (f" (LR {evidence.ratio:g})" if evidence.ratio is not None else "")

    def leads(self, rule: Rule, evidence: Supports) -> bool:
        """Whether this evidence for a condition can bring it up; background such as age only colours it."""
        return conclusion_fact(rule, evidence) in self._leading

    @cached_property
    def _leading(self) -> frozenset[str]:
        return frozenset(item.fact for tally in program_of(self.pack).tallies for item in tally.items if item.leading)

    @cached_property
    def concluding(self) -> Mapping[str, tuple[Rule, ...]]:
        """The active rules that conclude each fact, by id."""
        return _grouped((fact, rule) for rule in self.pack.active_rules for fact in conclusions_of(rule))

    @cached_property
    def resting_on(self) -> Mapping[str, tuple[Rule, ...]]:
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

    def rules_about(self, condition_id: str) -> tuple[Rule, ...]:
        """The active rules that rest on a condition being suspected or likely, or on a factor."""
        found = {rule.id: rule for kind in ("suspected", "likely", "contributing") for rule in self._resting(kind, condition_id)}
        return tuple(found[rule_id] for rule_id in sorted(found))

    def _resting(self, kind: FactKind, name: str) -> tuple[Rule, ...]:
        return self.resting_on.get(Fact(kind, name).name, ())

    def grade(self, citations: Iterable[Citation]) -> str:
        """The grade that citations give, in words."""
        return grade_words(self.pack, citations)

    def citation(self, links: Links, citation: Citation) -> str:
        """A citation on one line of a list: source, kind, title, locator, stance."""
        source = self.pack.source_by_id[citation.ref]
        where = f", at {text(citation.at)}" if citation.at else f", {UNVERIFIED}" if is_unverified(citation) else ""
        stance = "supports" if citation.stance == "support" else "**refutes**"
        return f"{stance}: {links.source(source.id)} ({source_grade(source).replace('_', ' ')}), {text(source.title)}{where}"

    def citations(self, links: Links, citations: Iterable[Citation]) -> str:
        """Citations in a cell of a table."""
        return "; ".join(
            links.source(each.ref)
            + (f" {text(place_in(each))}" if place_in(each) else "")
            + (" (**refutes**)" if each.stance == "refute" else "")
            for each in citations
        )

    def level(self, level: Level) -> str:
        """An urgency level with what it tells the runner."""
        return f"{level_name(level)}: {text(self.pack.level_text(level).title)}"

    def region(self, region: str) -> str:
        """A region of the body as the questions call it."""
        return text(self._sites.get(region, region.replace("_", " ")))

    @cached_property
    def _sites(self) -> Mapping[str, str]:
        choices = [finding for finding in self.pack.findings.values() if isinstance(finding, Choices)]
        return {value.id: value.label for finding in choices for value in finding.values}


def level_name(level: Level) -> str:
    """The name of a level in a sentence."""
    return level.replace("_", " ")


def _grouped(pairs: Iterable[tuple[str, Rule]]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, dict[str, Rule]] = {}
    for name, rule in pairs:
        found.setdefault(name, {})[rule.id] = rule
    return {name: tuple(rules[rule_id] for rule_id in sorted(rules)) for name, rules in found.items()}
