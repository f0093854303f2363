"""``hipexpert conditions`` and ``hipexpert advice``: what the pack knows, of no runner in particular."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_report

if TYPE_CHECKING:
    from hipexpert.knowledge import Pack
    from hipexpert.knowledge.packs.pack import Advice

T = TypeVar("T")
FORMS = ("text", "markdown", "html")
FEW = 3  # pieces of advice whose exercises are shown one by one on a terminal
PACK = click.option("--knowledge", "pack_folder", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")


CONDITIONS_HELP = """Show the conditions side by side: what each is, how urgent it usually is, how often it is seen, how long it takes.
Of more than five only the names are shown, by how urgent each usually is.

SEARCH is part of an id, a name, another name or the description; every word must be found.
"""


@click.command(help=CONDITIONS_HELP)
@click.argument("search", nargs=-1)
@PACK
@user_errors
def conditions(search: tuple[str, ...], pack_folder: str | None) -> None:
    """Run the verb; :data:`CONDITIONS_HELP` says what it does."""
    from hipexpert.rendering.reports.catalogue import conditions_report

    pack = _pack(pack_folder)
    found = _matching(pack.conditions, search, lambda each: (each.id, each.name, each.plain, *each.also_called, *each.regions), "condition")
    write_report(conditions_report(pack, found))


ADVICE_HELP = """Show advice, exercises and treatments side by side: what to do, how much, and cost, effect and time where a source
compares. Exercises are shown, one by one, where few pieces of advice are found, and always in a page: how it is done, what often goes
wrong, when to stop, and a drawing. Of more than five pieces of advice a terminal shows the titles.

SEARCH is part of an id, a title or the text; every word must be found. A category is named first, on its own or before words:
exercise, treatment, prevention, ….
"""


@click.command(help=ADVICE_HELP)
@click.argument("search", nargs=-1)
@form_options(*FORMS)
@PACK
@user_errors
def advice(search: tuple[str, ...], form: str | None, output: str | None, pack_folder: str | None) -> None:
    """Run the verb; :data:`ADVICE_HELP` says what it does."""
    from hipexpert.rendering.reports.catalogue import MANY, advice_report

    pack = _pack(pack_folder)
    told = [each for each in pack.advice_in_order if each.status == "active"]
    if search and (of_category := [each for each in told if each.category == search[0].lower().replace("-", "_")]):
        told, search = of_category, search[1:]
    found = _matching(told, search, lambda each: _texts(pack, each), "advice")
    chosen = chosen_form(form, output, FORMS)
    whole = chosen != "text"
    write_report(advice_report(pack, found, shown=whole or len(found) <= FEW, brief=not whole and len(found) > MANY), chosen, output)


def _texts(pack: "Pack", advice: "Advice") -> tuple[str, ...]:
    exercises = (text for each in pack.exercises_of.get(advice.id, ()) for text in (each.id, each.title))
    return (advice.id, advice.category, advice.title, advice.says, *advice.regions, *exercises)


def _pack(folder: str | None) -> "Pack":
    from hipexpert.knowledge import load_pack

    return load_pack(folder) if folder else load_pack()


def _matching(entries: Sequence[T], search: Sequence[str], texts: Callable[[Any], Sequence[str]], what: str) -> list[T]:
    """The entries in which every word occurs. Raises ProblemsError, with the nearest word, when there is none."""
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.knowledge.packs.suggestions import nearest

    wanted = [word.lower().replace("_", " ") for word in search]
    text_of = [" ".join(texts(each)).lower().replace("_", " ").replace("-", " ") for each in entries]
    found = [each for each, text in zip(entries, text_of, strict=True) if all(word.replace("-", " ") in text for word in wanted)]
    if found or not entries:
        return found
    known = {word for text in text_of for word in text.split() if len(word) > 3}
    near = [word if any(word in text for text in text_of) else nearest(word, known) for word in wanted]
    suggested = " ".join(word for word in near if word)
    help_text = f"did you mean `{suggested}`?" if suggested and suggested.split() != wanted else "try one word, or none to list all"
    raise ProblemsError([Problem("no-match", f"no {what} matches `{' '.join(search)}`", "", help_text)])
