"""The catalogue of the program's texts: what it holds, and that nobody hears another's language."""

import ast
import asyncio
import re
import sys
import threading
from pathlib import Path

import pytest
from aside import run
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from hipexpert.languages import catalogue
from hipexpert.languages.catalogue import LANGUAGES, figures, language, say, say_n, speaking

ROOT = Path(__file__).parents[2]
OTHERS = [code for code in LANGUAGES if code != "en"]
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"say": None, "later": None, "say_in": (2,), "say_n": (1, 2), "_": None, "gettext": None, "ngettext": (1, 2)}
ROOMS = ("knowledge", "graphs", "companion", "rendering", "service", "cli")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def said() -> Catalog:
    """Every text that the code says through the catalogue."""
    found = Catalog()
    options = {"jinja2": {"trimmed": "true", "silent": "false"}}
    for room in ROOMS:
        for name, line, text, comments, context in extract_from_dir(
            ROOT / room, METHODS, {each: options.get(method, {}) for each, method in METHODS}, KEYWORDS
        ):
            found.add(text, None, [(f"{room}/{name}", line)], auto_comments=comments, context=context)
    return found


def written(code: str) -> Catalog:
    """The catalogue of a language as it is written."""
    with (ROOT / "languages" / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_of_the_program_is_in_the_catalogue_and_translated(said: Catalog, code: str) -> None:
    """None is missing, fuzzy or left over, and each translation names exactly the placeholders of its text."""
    there = written(code)
    texts = {each.id for each in said if each.id}
    assert texts == {each.id for each in there if each.id}, "run `make languages`"
    assert not [
        each.id for each in there if each.id and (each.fuzzy or not all([each.string] if isinstance(each.string, str) else each.string))
    ]
    for each in there:
        ids, strings = ([part] if isinstance(part, str) else list(part) for part in (each.id, each.string))
        named = {name for part in ids for name in PLACEHOLDER.findall(part)}
        for string in strings if each.id else ():
            assert set(PLACEHOLDER.findall(string)) == named, each.id
            assert not re.search(r"%(?!\(\w+\)[sd]|%)", string) or not named, each.id


def test_no_text_is_said_inside_another_string() -> None:
    """Before Python 3.12 nothing is extracted from within an f-string, so such a text would be in no catalogue."""
    hidden = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for string in (each for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(each, ast.JoinedStr)):
                for call in (each for each in ast.walk(string) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)):
                    texts = [each for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
                    hidden += [f"{path.name}:{call.lineno}" for _ in texts[:1] if call.func.id in KEYWORDS]  # type: ignore[attr-defined]
    assert hidden == []


def test_english_is_what_stands_in_the_code() -> None:
    """Without a language everything is said as it is written, and nothing is looked up."""
    catalogue.read.cache_clear()
    assert (language(), say("Go on"), say_n("%(number)s case", "%(number)s cases", 1200)) == ("en", "Go on", "1,200 cases")
    assert catalogue.read.cache_info().currsize == 0


def test_a_text_counts_as_its_language_does() -> None:
    """Numbers of things in the right form, and numbers as they are written there."""
    with speaking("de"):
        assert [say_n("and %(number)s more rule", "and %(number)s more rules", each) for each in (1, 2, 1500)] == [
            "und 1 weitere Regel",
            "und 2 weitere Regeln",
            "und 1.500 weitere Regeln",
        ]
        assert figures(37.5) == "37,5"
    assert figures(37.5) == "37.5"


def test_an_unknown_language_is_english() -> None:
    """Nobody gets an error for the language that they ask for."""
    with speaking("xx"):
        assert language() == "en"


def test_neither_threads_nor_tasks_hear_one_anothers_language() -> None:
    """Work beside other work is said in its own language, and afterwards it is as before."""
    both, heard = threading.Barrier(2), {}

    def speak(code: str) -> None:
        with speaking(code):
            both.wait()
            heard[code] = say("Go on")
            both.wait()

    threads = [threading.Thread(target=speak, args=(code,)) for code in ("en", "de")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert heard == {"en": "Go on", "de": "Weiter"}

    async def task(code: str) -> str:
        with speaking(code):
            await asyncio.sleep(0)
            return say("Go on")

    async def tasks() -> list[str]:
        return await asyncio.gather(*(task(code) for code in ("de", "en", "de")))

    assert run(tasks()) == ["Weiter", "Go on", "Weiter"]
    assert language() == "en"


@pytest.mark.parametrize("code", ["", "fr", "../de"])
def test_a_language_without_a_catalogue_is_english(code: str) -> None:
    """A pack may be translated into any language; what the program itself says is then English, and no file is looked for."""
    assert catalogue.say_in(code, "yes") == "yes"
    with catalogue.speaking(code):
        assert catalogue.say_n("%(number)s day", "%(number)s days", 2) == "2 days"


def test_a_checkout_without_babel_speaks_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the language of the computer: a runner reads an answer, and no traceback."""
    monkeypatch.setattr(catalogue, "_FOLDER", tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "babel" or name == "hipexpert.languages.compiling"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "babel", None)
    assert catalogue.read.__wrapped__("de").gettext("Go on") == "Go on"
