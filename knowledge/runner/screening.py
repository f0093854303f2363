"""The screen of one runner: which of its questions are open, so that nothing calm can be said yet."""

from collections.abc import Callable, Container, Mapping

from hipexpert.engine import GroundPremise, holds
from hipexpert.knowledge.packs.ladder import CALM, Level
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import allowed_answers
from hipexpert.knowledge.runner.results import Screen, ScreenQuestion


def screen_of(pack: Pack, settled: Mapping[str, GroundPremise], facts: Container[str]) -> Screen:
    """The screen of a runner: ``settled`` says when each item is, ``facts`` are those that hold."""
    left = [item for item in pack.screen if not holds(settled[item.id], facts)]
    asked = tuple(
        ScreenQuestion(item.id, item.ask, finding.question, allowed_answers(finding), pack.answered_by(item.ask), item.because)
        for item in left
        for finding in [pack.findings[item.ask]]
    )
    return Screen(asked, len(pack.screen) - len(left), not left)


def left_to_answer(screen: Screen, raised: Level, raising: Callable[[], Container[str]]) -> tuple[ScreenQuestion, ...]:
    """What a reader is told to answer first: of somebody whose level is calm the whole rest of the screen, of a raised one
    what could raise it further (``raising`` says which findings), in an emergency nothing.
    """
    if raised == "emergency" or not screen.open:
        return ()
    if raised in CALM:
        return screen.open
    could_raise = raising()
    return tuple(each for each in screen.open if each.finding in could_raise)
