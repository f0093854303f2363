"""The option ``--language``, and the engine of a pack in the language that was chosen."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hipexpert.languages.catalogue import ENGLISH, LANGUAGES, language, speaking
from hipexpert.languages.choosing import from_environment

if TYPE_CHECKING:
    from hipexpert.graphs.explained import ExplainingEngine

Command = TypeVar("Command", bound=Callable[..., Any])


def _speak(context: click.Context, _option: click.Parameter, chosen: str | None) -> str | None:
    context.with_resource(speaking(chosen or from_environment(os.environ)))
    return chosen


def language_option(command: Command) -> Command:
    """A verb that says what people read in the language of ``--language``, or of the environment; see :mod:`hipexpert.languages`."""
    return click.option(
        "--language",
        type=click.Choice(list(LANGUAGES)),
        callback=_speak,
        expose_value=False,
        help="The language of what people read.  [default: that of LC_ALL, LC_MESSAGES or LANG, else English]",
    )(command)


def spoken(engine: "ExplainingEngine", *, to_people: bool = True) -> "ExplainingEngine":
    """The engine of the same pack in the language that is spoken here, as far as the pack has its words. What is not said ``to_people``,
    but written for a program, is in English from here on.
    """
    if not to_people:
        click.get_current_context().with_resource(speaking(ENGLISH))
    if language() == engine.pack.language:
        return engine
    from hipexpert.knowledge.packs.languages import in_language

    pack = in_language(engine.pack, language())
    return engine if pack is engine.pack else type(engine)(pack)
