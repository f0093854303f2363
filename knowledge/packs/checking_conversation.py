"""Whether what ``interview.yaml`` says fits the rest of the pack."""

from collections.abc import Callable, Iterator

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.conversation import FORMS, ConversationItem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo


def conversation_problems(pack: Pack, where: Callable[[str], str]) -> Iterator[Problem]:
    """What is wrong with ``interview.yaml`` beside the rest of the pack."""
    seen: dict[str, str] = {}
    for item in pack.conversation:
        place = where(item.id)
        if not item.of:
            yield Problem("bad-interview", "`of` names nothing to ask about", place, "name at least one finding")
        yield from _part_problems(pack, item, place)
        yield from _form_problems(pack, item, place)
        for name in (*item.of, *item.instead_of):
            if name not in pack.findings:
                yield Problem("unknown-finding", f"unknown finding `{name}`", place, did_you_mean(name, pack.findings))
                continue
            if pack.answered_by(name) == "clinician":
                yield Problem("bad-interview", f"only a clinician answers `{name}`", place, "name what the runner can answer")
            if not item.values and seen.setdefault(name, item.id) != item.id:
                yield Problem("bad-interview", f"`{name}` is asked twice, in `{seen[name]}` too", place, "ask it in one place")
        yield from _area_problems(pack, item, place)


def _area_problems(pack: Pack, item: ConversationItem, place: str) -> Iterator[Problem]:
    for name in item.of if item.values else ():
        finding = pack.findings.get(name)
        known = {value.id for value in finding.values} if isinstance(finding, Choices) else set()
        for value in item.values:
            if value not in known:
                yield Problem("unknown-value", f"`{value}` is no value of `{name}`", place, did_you_mean(value, known))


def _form_problems(pack: Pack, item: ConversationItem, place: str) -> Iterator[Problem]:
    """A form asks one kind of question: numbers, or choices."""
    if item.stage not in FORMS or len(item.of) < 2:
        return
    kinds = {type(pack.findings[name]) for name in item.of if name in pack.findings}
    if len(kinds) > 1 or not kinds <= {Number, Choice}:
        help_text = "numbers on one form, choices on another"
        yield Problem("bad-interview", "a form asks for one kind of answer", place, help_text)


def _part_problems(pack: Pack, item: ConversationItem, place: str) -> Iterator[Problem]:
    if len(item.of) > 1 and not item.ask and not item.parts and item.stage not in FORMS:
        yield Problem("missing-key", "a line of several findings needs words of its own", place, "add `parts:`, or `ask:`")
    if item.parts and set(item.of) != set(item.parts):
        yield Problem("bad-interview", "`of` and `parts` name different findings", place, "`parts` alone is enough")
    for name in (*item.only, *item.noticed):
        if name not in item.of:
            help_text = "`only` and `noticed` say something of parts of the line"
            yield Problem("bad-interview", f"the line is not made of `{name}`", place, help_text)
    together = [name for each in item.together for name in each.of]
    if not set(together) <= set(item.parts) or len(set(together)) < len(together):
        help_text = "each part may stand in one of them"
        yield Problem("bad-interview", "`together` names what is no part of the line, or a part twice", place, help_text)
    for name in item.noticed:
        if name in pack.findings and not isinstance(pack.findings[name], YesNo):
            yield Problem("bad-interview", f"`{name}` is no yes/no finding", place, "only a yes or no can have been noticed")
    yield from _answer_problems(pack, item, place)


def _answer_problems(pack: Pack, item: ConversationItem, place: str) -> Iterator[Problem]:
    for name, values in (*item.only.items(), *item.once.items()):
        finding = pack.findings.get(name)
        if not isinstance(finding, Choice):
            yield Problem("bad-interview", f"`{name}` is no choice", place, "name a finding that has one of several answers")
            continue
        known = {value.id for value in finding.values}
        for value in values:
            if value not in known:
                yield Problem("unknown-value", f"`{value}` is no value of `{name}`", place, did_you_mean(value, known))
