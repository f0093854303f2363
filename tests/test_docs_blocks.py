"""Every block of code that a page shows is run, or at least read by what would read it."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import duckdb
import polars
import pytest
import yaml
from documents_output import ROOT
from hip_pack import shipped_pack
from validating import as_json, validator

import hipexpert
from hipexpert.cli.main import main
from hipexpert.knowledge.schemas.pack_files import KINDS

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")])
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
# Whose prompts are run, and by which test.
DOCTESTS = {
    **dict.fromkeys(("README.md", "interview.md", "embedding.md", "engine.md", "rule-graph.md"), "tests/test_docs.py"),
    "cohort.md": "tests/test_cohort_page.py",
    "schemas.md": "tests/rendering/test_schemas.py",
    **dict.fromkeys(("service.md", "fhir.md"), "tests/service/test_service_page.py"),
    "embedding-examples.md": "examples/embedding/test_the_page.py",
}
# What stands in a page before a block, in words.
GIVEN: dict[str, dict[str, Any]] = {"cohort.md": {"hipexpert": hipexpert, "polars": polars, "relation": duckdb.sql("select true as limp")}}
SLOW = {"proofs.md"}
# Shown for the message that follows it.
MISTAKEN = {"urgency: soonish", "limp: maybe"}


class Shown(NamedTuple):
    """A block of code: its page, the line where it begins, its language and its text."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def shown(*languages: str) -> list[Shown]:
    """The blocks of these languages, of all pages."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            if match[2] in languages:
                code = re.sub(f"^{match[1]}", "", match[3], flags=re.MULTILINE)
                found.append(Shown(page, text.count("\n", 0, match.start()) + 1, match[2], code))
    return found


def commands(text: str) -> Iterator[list[str]]:
    """The words after ``hipexpert`` of each command of a session that calls it, without what the shell does with its output."""
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if line.startswith("$ "):
            for part in re.split(r"\s(?:\||&&)\s", line[2:]):
                words = shlex.split(part, comments=True)
                if words[:1] == ["hipexpert"]:
                    redirected = next((at for at, word in enumerate(words) if word in (">", ">>", "<", "2>")), len(words))
                    yield words[1:redirected]


def test_each_page_with_prompts_has_a_test_that_runs_them() -> None:
    """A page that begins to show Python at a prompt is run from then on."""
    pages = {each.page.name for each in shown("pycon", "python") if ">>>" in each.text}
    assert pages == set(DOCTESTS)
    assert all("doctest" in (ROOT / test).read_text(encoding="utf-8") for test in DOCTESTS.values())


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(each, id=str(each), marks=[pytest.mark.deep] if each.page.name in SLOW else [])
        for each in shown("python")
        if ">>>" not in each.text
    ],
)
def test_a_program_in_a_page_runs(block: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    exec(compile(block.text, str(block), "exec"), dict(GIVEN.get(block.page.name, {})))  # noqa: S102  # our own pages


@pytest.mark.parametrize("block", [each for each in shown("console") if any(commands(each.text))], ids=str)
def test_a_command_in_a_page_may_be_typed(block: Shown) -> None:
    """Its verb, its options and the number of its words are known to the program."""
    for words in commands(block.text):
        # The program's own settings: a command keeps the options for help of the first context in which they are asked for.
        context, left = click.Context(main, info_name="hipexpert", **main.context_settings), list(words)
        while isinstance(context.command, click.Group) and left and not left[0].startswith("-"):
            name = left.pop(0)
            found = context.command.get_command(context, name)
            assert found is not None, words
            context = click.Context(found, info_name=name, parent=context)
        context.command.make_parser(context).parse_args(left)


def kinds_of(said: object) -> Iterator[str]:
    """What a block of YAML is a file of; nothing for another program's file, or a piece of one."""
    if isinstance(said, dict):
        if "expect" in said or "schema" in said:
            return  # a case, or a saved interview: each has a page of its own
        yield from (name for name in (*KINDS, "checks") if isinstance(said.get(name), list))
        if said.keys() <= shipped_pack().findings.keys() | {"none_of"}:
            yield "intake"


def test_the_files_that_pages_show_are_files_of_their_kind() -> None:
    """What is left out of one is marked by `…`, and that piece is not held against the schema; a mistake is shown as one."""
    checked = []
    for block in shown("yaml"):
        said = as_json(yaml.safe_load(block.text))
        if "…" in block.text or any(each in block.text for each in MISTAKEN):
            continue
        for kind in kinds_of(said):
            assert [each.message for each in validator(kind).iter_errors(said)] == [], str(block)
            checked.append(kind)
    assert {"rules", "findings", "conditions", "claims", "screen", "checks", "intake"} <= set(checked)
