"""Evidence as documents hold it. What reads the same whoever it is about is made once of each item and kept with it; of a document that
is written at once, as the bytes of its JSON.
"""

import sys
from collections.abc import Iterable, Sequence, Set
from typing import Any, NamedTuple

import msgspec

from hipexpert.knowledge.runner.differential import Weigher
from hipexpert.knowledge.runner.document import CitedAt, OpenPart, RuleText, WeighedPart
from hipexpert.knowledge.runner.known_items import Held, KnownItem, KnownItems
from hipexpert.knowledge.runner.results import CitedSource


def cited_at(sources: tuple[CitedSource, ...]) -> tuple[CitedAt, ...]:
    """Where sources are cited."""
    # A default is left out by identity, and a pickled pack brings words of its own.
    return tuple([CitedAt(each.ref, each.at, sys.intern(each.stance), each.unverified) for each in sources])  # type: ignore[arg-type]


class WrittenHeld(NamedTuple):
    """An item that holds as a document says it: how strong it is (the strongest least) and its rule, by which such pieces order themselves;
    what it counts for, what the rule says and cites, and whether it speaks for the condition.
    """

    strength: int
    rule: str
    weighed: WeighedPart | bytes
    text: RuleText | msgspec.Raw
    citing: tuple[CitedSource, ...]
    is_for: bool | None


class WrittenEvidence:
    """The evidence of one document; with ``cites`` with what is cited, with ``encoded`` as JSON where it is kept."""

    def __init__(self, weigher: Weigher, *, cites: bool, encoded: bool) -> None:
        self._weigher = weigher
        self._cites = cites
        self._encoded = encoded

    def held(self, condition: str) -> list[WrittenHeld]:
        """What speaks for a condition and against it: what counts before what a stronger item stands for, then the strongest first."""
        known, weigher = self._weigher.known.of(condition), self._weigher
        if not self._encoded or not known.is_telling:
            return [self._written(each) for each in weigher.held(condition) if each.is_for is not None]
        facts, passed_over = known.facts & weigher.weighed, weigher.passed_over(known)
        if not passed_over:
            return self._pieces(known, facts, counted=True)
        return self._pieces(known, facts - passed_over, counted=True) + self._pieces(known, passed_over, counted=False)

    def _pieces(self, known: KnownItems, facts: Set[str], *, counted: bool) -> list[WrittenHeld]:
        """What these facts bring, each one item, in order."""
        kept = known.written[counted, self._cites]
        return sorted([kept.get(fact) or self._piece_of(known, fact, kept, counted=counted) for fact in facts])

    def _piece_of(self, known: KnownItems, fact: str, kept: dict[str, WrittenHeld], *, counted: bool) -> WrittenHeld:
        (item,) = known.of(fact)
        found = self._written(self._weigher.holding(item, counted=counted))
        if item.held[counted] is not None:
            kept[fact] = found
        return found

    def _written(self, held: Held) -> WrittenHeld:
        known: WrittenHeld | None = held.written[self._cites]
        if known is not None and self._encoded:
            return known
        item = held.item
        rule, cites = item.rule, item.cites
        title = "" if rule.made_from else rule.title  # a rule made from a picture says of what it was made
        at = cited_at(cites.sources) if self._cites else ()
        text: Any = RuleText(rule.because, held.premises, cites.grade, title, cites.unverified, at, rule.made_from)
        if self._encoded:
            text = msgspec.Raw(msgspec.json.encode(text))
        weighed = self._piece(WeighedPart(rule.id, item.supports.weight, held.counted, item.fact))
        found = WrittenHeld(*item.order, weighed, text, cites.sources, held.is_for)
        if self._encoded:
            held.written[self._cites] = found
        return found

    def open(self, items: Iterable[KnownItem]) -> Any:
        """Items that are open."""
        if not self._encoded:
            return self.listed(list(map(self._asked, items)))
        return self.listed([item.open_json or self._asked(item) for item in items])

    def _asked(self, item: KnownItem) -> Any:
        each = self._weigher.asking(item)
        found = self._piece(OpenPart(each.says, each.decibans, each.findings, each.rule))
        if self._encoded and item.asked is not None:
            item.open_json = found
        return found

    def _piece(self, part: WeighedPart | OpenPart) -> Any:
        return msgspec.json.encode(part) if self._encoded else part

    def listed(self, parts: Sequence[Any]) -> Any:
        """Parts of a document as its list of them."""
        if not self._encoded or not parts:
            return tuple(parts)
        return msgspec.Raw(b"[" + b",".join(parts) + b"]")
