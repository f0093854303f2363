"""Evidence as documents hold it. What reads the same whoever it is about is made once of each item and kept with it; of a document that
is written at once, as the bytes of its JSON.
"""

import sys
from typing import Any, NamedTuple

import msgspec

from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.runner.citing import Cited
from hipexpert.knowledge.runner.differential import Weigher
from hipexpert.knowledge.runner.document import CitedAt, OpenPart, RuleText, WeighedPart
from hipexpert.knowledge.runner.known_items import Held, KnownItem
from hipexpert.knowledge.runner.results import CitedSource


def cited_at(sources: tuple[CitedSource, ...]) -> tuple[CitedAt, ...]:
    """Where sources are cited."""
    # A default is left out by identity, and a pickled pack brings words of its own.
    return tuple([CitedAt(each.ref, each.at, sys.intern(each.stance), each.unverified) for each in sources])  # type: ignore[arg-type]


class WrittenHeld(NamedTuple):
    """An item that holds as a document says it: what it counts for, the id of its rule, the rule, and what that cites."""

    weighed: WeighedPart
    rule: str
    text: RuleText
    sources: tuple[CitedSource, ...]


class WrittenEvidence:
    """The evidence of one document; with ``cites`` with what is cited, with ``encoded`` as JSON where it is kept."""

    def __init__(self, weigher: Weigher, *, cites: bool, encoded: bool) -> None:
        self._weigher = weigher
        self._cites = cites
        self._encoded = encoded
        self.form = 2 * cites + encoded  # what is kept is kept for each form

    def held(self, held: Held) -> WrittenHeld:
        """An item that holds."""
        item = held.item
        cited = self._weigher.wording.citing(item.rule.sources)
        weighed, text = (
            WeighedPart(item.rule.id, item.supports.weight, held.counted, item.fact),
            self._rule_text(item.rule, held.premises, cited),
        )
        if held.is_fixed:
            weighed, text = self._kept(weighed), self._kept(text)
        found = held.written[self.form] = WrittenHeld(weighed, item.rule.id, text, cited.sources)
        return found

    def _rule_text(self, rule: Rule, premises: tuple[str, ...], cited: Cited) -> RuleText:
        title = "" if rule.made_from else rule.title  # a rule made from a picture says of what it was made
        at = cited_at(cited.sources) if self._cites else ()
        return RuleText(rule.because, premises, cited.grade, title, cited.unverified, at, rule.made_from)

    def asked(self, item: KnownItem) -> OpenPart:
        """An item that is open."""
        found: OpenPart | None = item.written.get(self.form)
        if found is None:
            each = self._weigher.asking(item)
            found = OpenPart(each.says, each.decibans, each.findings, each.rule)
            if item.asked is not None:
                found = item.written[self.form] = self._kept(found)
        return found

    def _kept(self, part: Any) -> Any:
        return msgspec.Raw(msgspec.json.encode(part)) if self._encoded else part
