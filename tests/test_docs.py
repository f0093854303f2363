"""The documents promise only what is so."""

import doctest
import re
from pathlib import Path

import click
import pytest
from documents_output import BLOCK, DOCUMENTS, PICTURES, README, ROOT, SESSION, picture, with_output

import hipexpert
from hipexpert.cli.main import VERBS, main

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_in_the_documents_is_what_the_program_draws(path: Path) -> None:
    """`make documents` draws it again."""
    assert path.read_text(encoding="utf-8") == picture(PICTURES[path])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_a_document_shows_the_real_output(document: Path) -> None:
    """Each marked block is what the program prints; `make documents` brings them up to date."""
    text = document.read_text(encoding="utf-8")
    assert BLOCK.search(text) or SESSION.search(text)
    assert text == with_output(text)


def test_the_python_of_the_readme_runs() -> None:
    """Every prompt in the README gives what stands below it."""
    outcome = doctest.testfile(str(README), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.attempted >= 8
    assert outcome.failed == 0


@pytest.mark.parametrize(("page", "prompts"), [("interview", 10), ("embedding", 10), ("engine", 16), ("rule-graph", 6)])
def test_the_python_of_a_page_runs(page: str, prompts: int) -> None:
    """A form, an embedding program, a program of another field and a look at the rule graph can be built from what the pages show."""
    outcome = doctest.testfile(str(ROOT / "docs" / f"{page}.md"), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.attempted >= prompts
    assert outcome.failed == 0


def test_the_example_of_the_package_docstring_runs() -> None:
    """`help(hipexpert)` shows an example that works."""
    outcome = doctest.testmod(hipexpert)
    assert outcome.attempted >= 3
    assert outcome.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    """Relative links name files and folders that exist."""
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_verb_is_in_the_readme_and_the_changelog() -> None:
    """No verb is a secret."""
    for verb in VERBS:
        assert f"hipexpert {verb}" in README.read_text(encoding="utf-8")
        assert f"hipexpert {verb}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def verb_of(name: str) -> click.Command:
    """The verb of a name."""
    found = main.get_command(click.Context(main, **main.context_settings), name)
    assert found is not None
    return found


def test_every_verb_and_option_says_what_it_does() -> None:
    """Each has help, and the help of each verb tells what it is for in its first line."""
    for verb in map(verb_of, VERBS):
        assert verb.help
        assert verb.short_help
        for parameter in verb.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{verb.name} {parameter.name}"


def test_the_changelog_knows_the_version() -> None:
    """The version of the package has its entry."""
    assert f"## {hipexpert.__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_page_about_the_architecture_tells_of_every_room() -> None:
    """Each folder of the package has its paragraph."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room in sorted(path.parent.name for path in ROOT.glob("*/__init__.py")):
        assert f"\n**{room}** " in text
