"""Whether what ``interview.yaml`` says fits the rest of the pack."""

from collections.abc import Callable, Iterator

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.conversation import ConversationItem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choices


def conversation_problems(pack: Pack, where: Callable[[str], str]) -> Iterator[Problem]:
    """What is wrong with ``interview.yaml`` beside the rest of the pack."""
    seen: dict[str, str] = {}
    for item in pack.conversation:
        place = where(item.id)
        if not item.of:
            yield Problem("bad-interview", "`of` names nothing to ask about", place, "name at least one finding")
        if len(item.of) > 1 and not item.ask and item.stage != "who":
            yield Problem("missing-key", "a line of several findings needs words of its own", place, "add `ask:`")
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
