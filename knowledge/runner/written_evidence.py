"""Evidence as documents hold it. What reads the same whoever it is about is made once of each item and kept with it; of a document that
is written at once, as the bytes of its JSON.
"""

import sys
from typing import Any

import msgspec

from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.runner.differential import Held, Weigher
from hipexpert.knowledge.runner.document import CitedAt, OpenPart, RuleText, WeighedPart
from hipexpert.knowledge.runner.known_items import KnownItem
from hipexpert.knowledge.runner.results import CitedSource


def cited_at(sources: tuple[CitedSource, ...]) -> tuple[CitedAt, ...]:
    """Where sources are cited."""
    # A default is left out by identity, and a pickled pack brings words of its own.
    return tuple([CitedAt(each.ref, each.at, sys.intern(each.stance), each.unverified) for each in sources])  # type: ignore[arg-type]


class WrittenEvidence:
    """The evidence of one document; with ``cites`` with what is cited, with ``encoded`` as JSON where it is kept."""

    def __init__(self, weigher: Weigher, *, cites: bool, encoded: bool) -> None:
        self._weigher = weigher
        self._cites = cites
        self._encoded = encoded
        self._weighed = "weighed, encoded" if encoded else "weighed"
        self._passed_over = "passed over, encoded" if encoded else "passed over"
        self._asked = "asked, encoded" if encoded else "asked"
        self._text = ("text, cited" if cites else "text") + (", encoded" if encoded else "")

    def weighed(self, held: Held) -> WeighedPart:
        """What an item counts for or against a condition."""
        item, key = held.item, self._weighed if held.counted else self._passed_over
        found = item.written.get(key)
        if found is None:
            found = item.written[key] = self._kept(WeighedPart(item.rule.id, item.supports.weight, held.counted, item.fact))
        return found  # type: ignore[return-value]

    def text(self, held: Held) -> RuleText:
        """The rule of an item that holds."""
        item = held.item
        found = item.written.get(self._text)
        if found is None:
            found = self._rule_text(item.rule, held.premises)
            if item.premises is not None:
                found = item.written[self._text] = self._kept(found)
        return found  # type: ignore[return-value]

    def _rule_text(self, rule: Rule, premises: tuple[str, ...]) -> RuleText:
        cited = self._weigher.wording.citing(rule.sources)
        title = "" if rule.made_from else rule.title  # a rule made from a picture says of what it was made
        at = cited_at(cited.sources) if self._cites else ()
        return RuleText(rule.because, premises, cited.grade, title, cited.unverified, at, rule.made_from)

    def asked(self, item: KnownItem) -> OpenPart:
        """An item that is open."""
        found = item.written.get(self._asked)
        if found is None:
            each = self._weigher.asking(item)
            found = OpenPart(each.says, each.decibans, each.findings, each.rule)
            if item.asked is not None:
                found = item.written[self._asked] = self._kept(found)
        return found  # type: ignore[return-value]

    def _kept(self, part: Any) -> Any:
        return msgspec.Raw(msgspec.json.encode(part)) if self._encoded else part
