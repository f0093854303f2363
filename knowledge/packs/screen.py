"""The screen: what must be answered before a runner is told something calm, read from ``screen.yaml`` and made a rule.

An item is settled by any answer to its finding but "unknown" (of ``choices`` by one value that is present), or by its
``unless``. Both only ever come true as more is answered, so what is calm stays calm for the same answers and more.
"""

from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct, structs

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.ladder import UNDETERMINED
from hipexpert.knowledge.packs.pack import SCREEN, Pack, ScreenItem
from hipexpert.knowledge.packs.premises import Established, Is, Premise, PremiseReader, Several, leaves
from hipexpert.knowledge.packs.sourced import Citation, Review
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Id, Line, Number, RuleId, WrittenPremise, YesNo, is_unknown

RULE = "screen-is-answered"
CONTRADICTING = "answers-contradict-one-another"


class RawScreenItem(Struct, frozen=True, forbid_unknown_fields=True):
    """An item of the screen as it is written."""

    id: RuleId
    ask: Id
    because: Line
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    reviewed: Review
    unless: WrittenPremise = None
    denial: str = ""


class ScreenReader(PremiseReader):
    """Reads the items of a screen, collecting a problem for everything that is wrong with them."""

    def item(self, raw: RawScreenItem, *path: str | int) -> ScreenItem | None:
        """The item, or None when it has problems (they are in ``problems``)."""
        before = len(self.problems)
        self._asked(raw, *path)
        unless = None if raw.unless is None else self.read(raw.unless, *path, "unless")
        for leaf in leaves(unless) if unless is not None else ():
            if isinstance(leaf, Established):
                help_text = "whom a question need not be asked must follow from what they said, not from what rules make of it"
                self._wrong("bad-screen", f"`unless` speaks of answers alone, not of `{leaf.kind}`", (*path, "unless"), help_text)
        return ScreenItem(**{**structs.asdict(raw), "unless": unless}) if len(self.problems) == before else None

    def _asked(self, raw: RawScreenItem, *path: str | int) -> None:
        finding, name = self.names.findings.get(raw.ask), raw.ask
        if finding is None:
            self._wrong("unknown-finding", f"unknown finding `{name}`", (*path, "ask"), did_you_mean(name, self.names.findings))
        elif isinstance(finding, Number):
            help_text = "ask a finding of type yes_no, choice or choices"
            self._wrong("bad-screen", f"`{name}` is a number, and the screen asks for no numbers", (*path, "ask"), help_text)
        elif raw.denial and isinstance(finding, Choice) and not finding.denial:
            self._known(finding, raw.denial, (*path, "denial"))
        elif raw.denial:
            help_text = "leave it out: only a choice that has no `denial` of its own can have one here"
            self._wrong("bad-screen", f"`{name}` takes no `denial` from the screen", (*path, "denial"), help_text)


def screen_problems(pack: Pack, where: Callable[[str], str]) -> list[Problem]:
    """What is wrong with the screen beside the rest of the pack."""
    found: list[Problem] = []
    if not pack.screen:
        return found
    if UNDETERMINED not in pack.about.urgency:
        help_text = "say what to do while too little is known: a pack with a screen tells it"
        found.append(Problem("missing-key", f"`urgency` lacks `{UNDETERMINED}`", "pack.yaml", help_text))
    for name in (SCREEN, RULE, CONTRADICTING):
        if name in pack.group_named or name in pack.findings or name in pack.rule_by_id:
            help_text = "choose another name" if name != SCREEN else "`none_of: [screen]` denies the screen, so nothing else is called so"
            found.append(Problem("reserved-id", f"`{name}` is the name of what the screen makes", where(name), help_text))
    for item in pack.screen:
        if pack.answered_by(item.ask) == "clinician":
            help_text = "ask what the runner can answer: without a clinician they could never be told anything calm"
            found.append(Problem("bad-screen", f"only a clinician answers `{item.ask}`", where(item.id), help_text))
        if pack.answered_by(item.ask) == "self_test" or item.ask in pack.safe_tests:
            help_text = "ask what nobody has to try: a test is put only once it is known to be safe"
            found.append(Problem("bad-screen", f"`{item.ask}` is asked only where it is safe to try", where(item.id), help_text))
    return found


def answered(finding: Finding) -> tuple[Is, ...]:
    """The answers of which any one settles a question of the screen."""
    match finding:
        case YesNo():
            return Is(finding.id, "yes"), Is(finding.id, "no")
        case Choice() | Choices():
            return tuple(Is(finding.id, value.id) for value in finding.values if not is_unknown(value.id))
        case Number():
            return ()


def settled_when(item: ScreenItem, pack: Pack) -> Premise:
    """The premise that an item of the screen is settled."""
    ways: list[Premise] = [*answered(pack.findings[item.ask]), *([item.unless] if item.unless is not None else [])]
    return ways[0] if len(ways) == 1 else Several(1, tuple(ways))


def answered_when(pack: Pack) -> Premise | None:
    """The premise that the whole screen is answered; None where the pack has no screen."""
    items = tuple(settled_when(item, pack) for item in pack.screen)
    return Several(len(items), items) if len(items) > 1 else items[0] if items else None
