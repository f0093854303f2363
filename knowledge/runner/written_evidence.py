"""Evidence as documents hold it. What reads the same whoever it is about is made once of each item and kept with it; of a document that
is written at once, as the bytes of its JSON.
"""

import sys
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

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
        counts = (self.form, held.counted)
        weighed: WeighedPart | None = item.written.get(counts)
        if weighed is None:
            weighed = item.written[counts] = self._kept(WeighedPart(item.rule.id, item.supports.weight, held.counted, item.fact))
        text = self._rule_text(item, held.premises, cited)
        if held.is_fixed:
            text = self._kept(text)
        found = held.written[self.form] = WrittenHeld(weighed, item.rule.id, text, cited.sources)
        return found

    def _rule_text(self, item: KnownItem, premises: tuple[str, ...], cited: Cited) -> RuleText:
        rule = item.rule
        at: tuple[CitedAt, ...] = ()
        if self._cites:
            if "at" not in item.written:
                item.written["at"] = cited_at(cited.sources)
            at = item.written["at"]
        title = "" if rule.made_from else rule.title  # a rule made from a picture says of what it was made
        return RuleText(rule.because, premises, cited.grade, title, cited.unverified, at, rule.made_from)

    def open(self, items: Iterable[KnownItem]) -> tuple[OpenPart, ...]:
        """Items that are open."""
        form, asked = self.form, self._asked
        return tuple([item.written.get(form) or asked(item) for item in items])

    def _asked(self, item: KnownItem) -> OpenPart:
        each = self._weigher.asking(item)
        found = OpenPart(each.says, each.decibans, each.findings, each.rule)
        if item.asked is not None:
            found = item.written[self.form] = self._kept(found)
        return found

    def _kept(self, part: Any) -> Any:
        return msgspec.Raw(msgspec.json.encode(part)) if self._encoded else part
