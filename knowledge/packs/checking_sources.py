"""What must hold of what the sources of a pack tell."""

from collections.abc import Callable, Iterator

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.sourced import Testimony
from hipexpert.knowledge.packs.suggestions import did_you_mean

FORM = "write `of` and one of `supports`, `opposes` and `at_least`, or `of_condition` and `at_least`"


def testimony_problems(pack: Pack, where: Callable[[str], str]) -> Iterator[Problem]:
    """Testimonies that say nothing or two things, and those about conditions that the pack does not know."""
    for source in pack.sources:
        for each in source.tells:
            if not _says_one_thing(each):
                yield Problem("bad-testimony", f"`{source.id}` tells no one thing in the row `{each.row}`", where(source.id), FORM)
            for name in filter(None, (each.supports, each.opposes, each.of_condition)):
                if name not in pack.condition_by_id:
                    help_text = did_you_mean(name, pack.condition_by_id)
                    yield Problem("unknown-condition", f"unknown condition `{name}`", where(source.id), help_text)


def _says_one_thing(told: Testimony) -> bool:
    said = [bool(told.supports), bool(told.opposes), told.at_least is not None]
    return sum(said) == 1 and bool(told.of) != bool(told.of_condition) and not (told.of_condition and told.at_least is None)
