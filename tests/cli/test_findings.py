"""``hipexpert findings``: the vocabulary on the terminal."""

import json
from pathlib import Path

import pytest
from running import ESCAPE, refused, run
from tiny import TINY

from hipexpert import Pack
from hipexpert.knowledge import allowed_answers
from hipexpert.rendering.schemas import WRITTEN, file_name, schema


def shown(*words: str) -> str:
    """What ``hipexpert findings WORDS`` prints."""
    result = run("findings", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    assert ESCAPE not in result.stdout
    return result.stdout


def test_without_a_search_the_whole_vocabulary_is_listed(pack: Pack) -> None:
    """Every finding stands under its group, with its id on a line of its own."""
    lines = shown().splitlines()
    for finding in pack.findings.values():
        assert any(line.startswith(f"  - {finding.id}  ") for line in lines), finding.id
    for group in pack.groups:
        assert any(line.startswith(f"{group.title}  ({group.group}) ─") for line in lines)


@pytest.mark.parametrize("words", [["pain_site"], ["trochanter"], ["C", "sign"]])
def test_a_search_shows_question_and_allowed_values(words: list[str], pack: Pack) -> None:
    """A finding is shown with what it asks and with all that may be answered."""
    text = " ".join(shown(*words).split())
    assert "Where does it hurt?" in text
    assert allowed_answers(pack.findings["pain_site"]) in text


def test_a_group_is_listed_alone(pack: Pack) -> None:
    """The search for a group shows no other group."""
    lines = shown("red_flags").splitlines()
    (group,) = [group for group in pack.groups if group.group == "red_flag"]
    assert [line.rstrip(" ─") for line in lines if line and not line.startswith(" ")] == [f"{group.title}  (red_flag)"]
    assert [line.split()[1] for line in lines if line.startswith("  - ")] == [each.id for each in group.findings]


@pytest.mark.parametrize(
    ("words", "help_text"),
    [(["groyn"], "did you mean `groin`?"), (["qqqqq"], "try one word, or none to list all"), (["groin", "qqq"], "try one")],
)
def test_a_search_without_a_match_is_refused(words: list[str], help_text: str) -> None:
    """Nothing found is exit code 2 and a hint what to search for."""
    said = refused("findings", *words)
    assert f"error: no finding matches `{' '.join(words)}`" in said
    assert help_text in said


def test_the_vocabulary_of_another_pack_is_listed() -> None:
    """--knowledge names the pack whose findings are meant."""
    assert "Is the knee swollen?" in shown("--knowledge", str(TINY), "swollen")


def test_the_schemas_of_a_pack_are_written_for_an_editor(tmp_path: Path) -> None:
    """--schemas writes one file for cases, one for checks and one for each kind of pack file, and says how a case names it."""
    folder = tmp_path / "for" / "editor"
    said = shown("--knowledge", str(TINY), "--schemas", str(folder))
    assert {path.name for path in folder.iterdir()} == {file_name(name) for name in WRITTEN}
    for path in folder.iterdir():
        assert json.loads(path.read_text()) == schema(path.name.removesuffix(".schema.json"), TINY)
    assert f"written to {folder}" in said
    assert f"# yaml-language-server: $schema={folder / 'intake.schema.json'}" in said


def test_schemas_that_cannot_be_written_are_a_mistake_of_the_user(tmp_path: Path) -> None:
    """A file in the way, and words to search for, end in a message."""
    (tmp_path / "file").write_text("x")
    assert "error: the file cannot be written: not a directory" in refused("findings", "--schemas", str(tmp_path / "file"))
    assert "`--schemas` takes no words" in refused("findings", "groin", "--schemas", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
