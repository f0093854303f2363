"""Evidence as documents hold it. What reads the same whoever it is about is made once of each item and kept with it; of a document that
is written at once, as the bytes of its JSON.
"""

import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from hipexpert.knowledge.runner.differential import Weigher
from hipexpert.knowledge.runner.document import CitedAt, OpenPart, RuleText, WeighedPart
from hipexpert.knowledge.runner.known_items import Held, KnownItem
from hipexpert.knowledge.runner.results import CitedSource


def cited_at(sources: tuple[CitedSource, ...]) -> tuple[CitedAt, ...]:
    """Where sources are cited."""
    # A default is left out by identity, and a pickled pack brings words of its own.
    return tuple([CitedAt(each.ref, each.at, sys.intern(each.stance), each.unverified) for each in sources])  # type: ignore[arg-type]


class WrittenHeld(NamedTuple):
    """An item that holds as a document says it: what it counts for, the id of its rule, the rule, what that cites, and whether it
    speaks for the condition.
    """

    weighed: WeighedPart | bytes
    rule: str
    text: RuleText | msgspec.Raw
    sources: tuple[CitedSource, ...]
    is_for: bool | None


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
        cited = item.cites
        counts = (self.form, held.counted)
        weighed: Any = item.written.get(counts)
        if weighed is None:
            weighed = item.written[counts] = self._piece(WeighedPart(item.rule.id, item.supports.weight, held.counted, item.fact))
        text: Any = self._rule_text(item, held.premises)
        if held.is_fixed and self._encoded:
            text = msgspec.Raw(msgspec.json.encode(text))
        found = held.written[self.form] = WrittenHeld(weighed, item.rule.id, text, cited.sources, held.is_for)
        return found

    def _rule_text(self, item: KnownItem, premises: tuple[str, ...]) -> RuleText:
        rule, cited = item.rule, item.cites
        at: tuple[CitedAt, ...] = ()
        if self._cites:
            if "at" not in item.written:
                item.written["at"] = cited_at(cited.sources)
            at = item.written["at"]
        title = "" if rule.made_from else rule.title  # a rule made from a picture says of what it was made
        return RuleText(rule.because, premises, cited.grade, title, cited.unverified, at, rule.made_from)

    def open(self, items: Iterable[KnownItem]) -> Any:
        """Items that are open."""
        form, asked = self.form, self._asked
        return self.listed([item.written.get(form) or asked(item) for item in items])

    def listed(self, parts: Sequence[Any]) -> Any:
        """Parts of a document as its list of them."""
        if not self._encoded or not parts:
            return tuple(parts)
        return msgspec.Raw(b"[" + b",".join(parts) + b"]")

    def _asked(self, item: KnownItem) -> Any:
        each = self._weigher.asking(item)
        found = self._piece(OpenPart(each.says, each.decibans, each.findings, each.rule))
        if item.asked is not None:
            item.written[self.form] = found
        return found

    def _piece(self, part: WeighedPart | OpenPart) -> Any:
        return msgspec.json.encode(part) if self._encoded else part
