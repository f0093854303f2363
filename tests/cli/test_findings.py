"""``hipexpert findings``: the vocabulary on the terminal."""

import pytest
from running import ESCAPE, refused, run
from tiny import TINY

from hipexpert import Pack
from hipexpert.knowledge import allowed_answers


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
        assert any(line.startswith(f"  {finding.id}  ") for line in lines), finding.id
    for group in pack.groups:
        assert f"{group.title}  ({group.group})" in lines


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
    assert [line for line in lines if line and not line.startswith(" ")] == [f"{group.title}  (red_flag)"]
    assert [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "] == [each.id for each in group.findings]


@pytest.mark.parametrize(
    ("words", "help_text"),
    [(["groyn"], "did you mean `groin`?"), (["xyzzy"], "try one word, or none to list all"), (["groin", "qqq"], "try one")],
)
def test_a_search_without_a_match_is_refused(words: list[str], help_text: str) -> None:
    """Nothing found is exit code 2 and a hint what to search for."""
    said = refused("findings", *words)
    assert f"error: no finding matches `{' '.join(words)}`" in said
    assert help_text in said


def test_the_vocabulary_of_another_pack_is_listed() -> None:
    """--knowledge names the pack whose findings are meant."""
    assert "Is the knee swollen?" in shown("--knowledge", str(TINY), "swollen")
