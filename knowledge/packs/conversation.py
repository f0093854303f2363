"""How an interview goes, read from ``interview.yaml``: in which order it asks, and what it asks together in one line."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choices, Id, RuleId

if TYPE_CHECKING:
    from hipexpert.knowledge.packs.pack import Pack

Stage = Literal["who", "where", "course", "walking", "warnings", "telling", "causes", "plan"]
STAGES: tuple[Stage, ...] = get_args(Stage)


class ConversationItem(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What an interview asks in one go, and at which stage: ``ask`` is how the line reads (else the question of the finding),
    ``of`` are the findings that denying it denies, ``values`` those of a ``choices`` finding that lie in an area. ``instead_of``: findings
    that ask the same thing in another way: they are not asked.
    """

    id: RuleId
    stage: Stage
    of: tuple[Id, ...]
    ask: str = ""
    values: tuple[Id, ...] = ()
    instead_of: tuple[Id, ...] = ()


def conversation_problems(pack: "Pack", where: Callable[[str], str]) -> Iterator[Problem]:
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


def _area_problems(pack: "Pack", item: ConversationItem, place: str) -> Iterator[Problem]:
    for name in item.of if item.values else ():
        finding = pack.findings.get(name)
        known = {value.id for value in finding.values} if isinstance(finding, Choices) else set()
        for value in item.values:
            if value not in known:
                yield Problem("unknown-value", f"`{value}` is no value of `{name}`", place, did_you_mean(value, known))
