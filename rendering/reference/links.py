"""Where everything stands in the reference, and the links from one page to another."""

import posixpath
from collections.abc import Iterable
from functools import cache
from urllib.parse import quote

from markupsafe import Markup

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.facts import FactKind
from hipexpert.knowledge.packs.pack import Condition, Rule
from hipexpert.knowledge.packs.premises import Established, Premise, leaves
from hipexpert.knowledge.packs.vocabulary import FindingGroup
from hipexpert.rendering.reference.escaping import code, markdown, sentence, text

INDEX = "README.md"
FACTORS = "contributing_factors.md"
PATTERNS = "patterns.md"
ADVICE = "advice.md"
SOURCES = "sources.md"
CONSTRAINTS = "constraints.md"
HAZARDS = "hazards.md"
NOT_FOLLOWED = "not_followed.md"
DISCRIMINATING = "discriminating.md"
SCREEN = "screen.md"
PROGRAMMES = "programmes.md"


def rules_page(topic: str) -> str:
    """The page of the rules about a topic."""
    return f"{topic}.md"


def group_page(group: str) -> str:
    """The page of a finding group."""
    return f"findings/{group}.md"


def condition_page(condition: Condition) -> str:
    """The page that describes a condition or a contributing factor."""
    return FACTORS if condition.kind == "contributing_factor" else f"conditions/{condition.id}.md"


class Links:
    """Links as they are written on one page; what they give is Markdown."""

    def __init__(self, pack: Pack, page: str) -> None:
        self.pack = pack
        self._folder = posixpath.dirname(page) or "."

    def to(self, page: str, anchor: str, label: Markup) -> Markup:
        """A link to a page, or to an anchor on it."""
        return markdown(f"[{label}]({_path(page, self._folder)}{f'#{quote(anchor)}' if anchor else ''})")

    def rule(self, rule: Rule | str, title: str = "") -> Markup:
        """A link to a rule, by its id or a title."""
        found = self.pack.rule_by_id[rule] if isinstance(rule, str) else rule
        return self.to(rules_page(found.topic), found.id, text(title) if title else code(found.id))

    def rules(self, rules: Iterable[Rule]) -> Markup:
        """Links to rules on one line."""
        return markdown(", ".join(map(self.rule, rules)))

    def topic(self, topic: str) -> Markup:
        """A link to the rules about a topic."""
        return self.to(rules_page(topic), "", code(topic))

    def condition(self, condition_id: str) -> Markup:
        """A link to a condition or contributing factor, by its name."""
        condition = self.pack.condition_by_id[condition_id]
        anchor = condition.id if condition.kind == "contributing_factor" else ""
        return self.to(condition_page(condition), anchor, text(condition.name))

    def factor(self, factor: Condition) -> Markup:
        """A link to a contributing factor in a list: its name with a capital first."""
        return self.to(FACTORS, factor.id, markdown(sentence(factor.name).rstrip(".")))

    def pattern(self, pattern_id: str) -> Markup:
        """A link to a pattern, by its name."""
        return self.to(PATTERNS, pattern_id, text(self.pack.pattern_by_id[pattern_id].name))

    def finding(self, finding_id: str) -> Markup:
        """A link to a finding, by its id."""
        return self.to(group_page(self.pack.group_of[finding_id].group), finding_id, code(finding_id))

    def group(self, group: FindingGroup) -> Markup:
        """A link to a group of findings, by its title."""
        return self.to(group_page(group.group), "", text(group.title))

    def advice(self, advice_id: str) -> Markup:
        """A link to an advice, by its title."""
        return self.to(ADVICE, advice_id, text(self.pack.advice_by_id[advice_id].title))

    def source(self, source_id: str) -> Markup:
        """A link to a source, by its id."""
        return self.to(SOURCES, source_id, code(source_id))

    def constraint(self, constraint_id: str) -> Markup:
        """A link to a constraint, by its id."""
        return self.to(CONSTRAINTS, constraint_id, code(constraint_id))

    def hazard(self, hazard_id: str, name: str = "") -> Markup:
        """A link to a hazard, by its id or name."""
        return self.to(HAZARDS, hazard_id, text(name) if name else code(hazard_id))

    def screen_item(self, item_id: str) -> Markup:
        """A link to an item of the screen, by its id."""
        return self.to(SCREEN, item_id, code(item_id))

    def exercise(self, exercise_id: str) -> Markup:
        """A link to an exercise, by its id, where its first advice stands."""
        return self.to(ADVICE, exercise_id, code(exercise_id))

    def programme(self, programme_id: str) -> Markup:
        """A link to a programme, by its title."""
        return self.to(PROGRAMMES, programme_id, text(self.pack.programme_by_id[programme_id].title))

    def claim(self, claim_id: str) -> Markup:
        """A link to a claim that is not followed, by its id."""
        return self.to(NOT_FOLLOWED, claim_id, code(claim_id))

    def concluded(self, kind: FactKind, name: str) -> Markup:
        """A link to what a fact of this kind is about."""
        if kind == "urgency":
            return text(f"the urgency {name.replace('_', ' ')}")
        return self.pattern(name) if kind == "pattern" else self.advice(name) if kind in ("advise", "avoid") else self.condition(name)

    def grounds(self, premise: Premise) -> Markup:
        """Links to everything that a premise names, each once, on one line."""
        found = (
            self.concluded(leaf.kind, leaf.id) if isinstance(leaf, Established) else self.finding(leaf.finding) for leaf in leaves(premise)
        )
        return markdown(", ".join(dict.fromkeys(found)))


@cache
def _path(page: str, folder: str) -> str:
    return posixpath.relpath(page, folder)
