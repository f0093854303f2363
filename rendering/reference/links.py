"""Where everything stands in the reference, and the links from one page to another."""

import posixpath

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Condition, Rule
from hipexpert.rendering.reference.layout import code, text

INDEX = "README.md"
FACTORS = "contributing_factors.md"
PATTERNS = "patterns.md"
ADVICE = "advice.md"
SOURCES = "sources.md"
CONSTRAINTS = "constraints.md"
HAZARDS = "hazards.md"
NOT_FOLLOWED = "not_followed.md"


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
    """Links as they are written on one page."""

    def __init__(self, pack: Pack, page: str) -> None:
        self.pack = pack
        self.folder = posixpath.dirname(page)

    def to(self, page: str, anchor: str, label: str) -> str:
        """A link to a page, or to an anchor on it; ``label`` is Markdown already."""
        return f"[{label}]({posixpath.relpath(page, self.folder or '.')}{f'#{anchor}' if anchor else ''})"

    def rule(self, rule: Rule | str) -> str:
        """A link to a rule, by its id."""
        found = self.pack.rule_by_id[rule] if isinstance(rule, str) else rule
        return self.to(rules_page(found.topic), found.id, code(found.id))

    def condition(self, condition_id: str) -> str:
        """A link to a condition or contributing factor, by its name."""
        condition = self.pack.condition_by_id[condition_id]
        anchor = condition.id if condition.kind == "contributing_factor" else ""
        return self.to(condition_page(condition), anchor, text(condition.name))

    def pattern(self, pattern_id: str) -> str:
        """A link to a pattern, by its name."""
        return self.to(PATTERNS, pattern_id, text(self.pack.pattern_by_id[pattern_id].name))

    def finding(self, finding_id: str) -> str:
        """A link to a finding, by its id."""
        return self.to(group_page(self.pack.group_of[finding_id].group), finding_id, code(finding_id))

    def advice(self, advice_id: str) -> str:
        """A link to an advice, by its title."""
        return self.to(ADVICE, advice_id, text(self.pack.advice_by_id[advice_id].title))

    def source(self, source_id: str) -> str:
        """A link to a source, by its id."""
        return self.to(SOURCES, source_id, code(source_id))

    def constraint(self, constraint_id: str) -> str:
        """A link to a constraint, by its id."""
        return self.to(CONSTRAINTS, constraint_id, code(constraint_id))

    def hazard(self, hazard_id: str) -> str:
        """A link to a hazard, by its id."""
        return self.to(HAZARDS, hazard_id, code(hazard_id))
