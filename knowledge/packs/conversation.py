"""How an interview goes, read from ``interview.yaml``: in which order it asks, and what it asks together in one line."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import force_setattr

from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.vocabulary import Id, RuleId
from hipexpert.languages.catalogue import capital

Stage = Literal["who", "where", "course", "walking", "warnings", "telling", "causes", "plan"]
STAGES: tuple[Stage, ...] = get_args(Stage)
FORMS: tuple[Stage, ...] = ("who", "course", "walking")  # where several findings of an item are a form, not a line


OR: Mapping[str, str] = {"en": "or", "de": "oder"}  # before the last part of a line, by the language of the pack


def one_line(parts: Sequence[str], stem: str = "", language: str = "en") -> str:
    """Parts as one line: "Bruising, swelling, or a pop"; after a stem, "Pain that comes in waves or no position eases". Parts that are
    lists themselves are kept apart: "Lately an infection or a wound, or a late period".
    """
    several = len(parts) > 2 or any("," in each or f" {OR.get(language, OR['en'])} " in each for each in parts)
    last = f"{',' * several} {OR.get(language, OR['en'])} {parts[-1]}"
    joined = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}{last}"
    return capital(f"{stem} {joined}".strip())


class Together(Struct, frozen=True, forbid_unknown_fields=True):
    """What a line says of several of its parts in one go, where all of them are asked: "numbness anywhere in a leg"."""

    of: tuple[Id, ...]
    say: str


class ConversationItem(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What an interview asks in one go, and at which stage.

    ``of`` are the findings that denying it denies, and ``ask`` is how the line reads (else the question of the finding). With ``parts``
    the line is made of the words of those findings that are asked, after ``ask``; ``of`` are then all of them. Several findings ``of``
    a stage of forms are a form: ``ask`` is what it is called, and ``parts`` word its questions.

    ``together``: what it says of several parts in one go.

    ``only``: of a part that the line speaks of for some of its answers, which: denying the line leaves it open. ``noticed``: of tests at
    home how it is asked, where nobody may try them, whether it was noticed already; only a yes counts then. ``once``: it is asked once
    a choice has one of these answers. ``instead_of``: findings that ask the same thing in another way: they are not asked. ``values``
    are those of a ``choices`` finding that lie in an area.
    """

    id: RuleId
    stage: Stage
    of: tuple[Id, ...] = ()
    ask: str = ""
    values: tuple[Id, ...] = ()
    instead_of: tuple[Id, ...] = ()
    parts: Mapping[Id, str] = NOTHING
    together: tuple[Together, ...] = ()
    only: Mapping[Id, tuple[Id, ...]] = NOTHING
    once: Mapping[Id, tuple[Id, ...]] = NOTHING
    noticed: Mapping[Id, str] = NOTHING

    def __post_init__(self) -> None:
        freeze(self, "parts", "only", "once", "noticed")
        if self.parts and not self.of:
            force_setattr(self, "of", tuple(self.parts))

    def phrases(self, asked: Sequence[Id]) -> Sequence[tuple[str, tuple[Id, ...]]]:
        """The words that a line with ``parts`` is made of where these of them are asked, in their order, and what each speaks of."""
        of: dict[Id, tuple[tuple[Id, ...], str]] = {name: ((name,), self.parts[name]) for name in asked}
        for each in self.together:
            if of.keys() >= set(each.of):
                of |= dict.fromkeys(each.of, (each.of, each.say))
        return [(words, names) for names, words in dict.fromkeys(of.values())]
