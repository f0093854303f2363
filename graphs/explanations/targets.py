"""What a user may ask about: conclusions by their ids, and the facts that these words stand for."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Literal

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import LEVELS, Assessment, Level, Pack, did_you_mean
from hipexpert.knowledge.packs.facts import Fact, FactKind
from hipexpert.knowledge.packs.suggestions import is_name
from hipexpert.knowledge.runner.reading_values import shown

TargetKind = Literal["urgency", "level", "condition", "factor", "pattern", "advice", "fact"]
_FACTS: Mapping[TargetKind, tuple[FactKind, ...]] = {
    "urgency": ("urgency",),
    "level": ("urgency",),
    "condition": ("excluded", "likely", "suspected"),
    "factor": ("contributing",),
    "pattern": ("pattern",),
    "advice": ("avoid", "advise"),
}


class UnknownConclusionError(ProblemsError):
    """An explanation was asked of something that the pack does not know."""


class NotConcludedError(ProblemsError):
    """An explanation was asked of something that was not concluded."""


class ConcludedError(ProblemsError):
    """It was asked why something was not concluded, and it was."""


@dataclass(frozen=True)
class Target:
    """A conclusion that is asked about: the user's word, what kind of thing it names, and its id without the kind."""

    word: str
    kind: TargetKind
    id: str

    def facts(self, assessment: Assessment) -> tuple[str, ...]:
        """The facts that stand for it, the one that says most first."""
        if self.kind == "fact":
            return (self.id,)
        name = assessment.level if self.kind == "urgency" else self.id
        return tuple(Fact(kind, name).name for kind in _FACTS[self.kind])


def conclusions(pack: Pack) -> dict[str, Target]:
    """Everything that may be asked about, by the word for it, in a fixed order."""
    found = {"urgency": Target("urgency", "urgency", "urgency")}
    found |= {level: Target(level, "level", level) for level in LEVELS}
    kinds: list[tuple[TargetKind, list[str]]] = [
        ("condition", [each.id for each in pack.conditions if each.prior is not None]),
        ("factor", [each.id for each in pack.conditions if each.kind == "contributing_factor"]),
        ("pattern", [each.id for each in pack.patterns]),
        ("advice", [each.id for each in pack.advice]),
    ]
    for kind, ids in kinds:
        for name in ids:
            found.setdefault(name, Target(name, kind, name))
    return found


def target_of(pack: Pack, facts: Container[str], word: object) -> Target:
    """What a word stands for: an id of the pack, or one of the facts. Raises :class:`UnknownConclusionError`."""
    known = conclusions(pack)
    if is_name(word, known):
        return known[word]
    if is_name(word, facts):
        return Target(word, "fact", word)
    help_text = did_you_mean(word, known) or "ask about `urgency`, a level, or the id of a condition, pattern, factor or advice"
    raise UnknownConclusionError([Problem("unknown-conclusion", f"there is no conclusion {shown(word)}", "", help_text)])


def level_named(target: Target) -> Level | None:
    """The urgency level that a target names; None when it names something else."""
    return next((level for level in LEVELS if target.kind == "level" and level == target.id), None)
