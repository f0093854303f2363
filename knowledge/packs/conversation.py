"""How an interview goes, read from ``interview.yaml``: in which order it asks, and what it asks together in one line."""

from typing import Literal, get_args

from msgspec import Struct

from hipexpert.knowledge.packs.vocabulary import Id, RuleId

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
