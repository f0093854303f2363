"""``hipexpert`` itself: help, version, and what is not a verb."""

from pathlib import Path

import pytest
from running import refused, run, run_process

import hipexpert


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ((), ["explain", "findings", "--version", "not a diagnosis", "Examples:"]),
        (
            ("explain",),
            ["--finding", "--format", "--output", "--knowledge", "--strict", "red_flags=none", "text|json|markdown|dot|mermaid|graphml"],
        ),
        (("findings",), ["SEARCH", "--knowledge", "synonyms"]),
    ],
)
def test_help_at_each_level_names_what_there_is(verb: tuple[str, ...], expected: list[str], option: str) -> None:
    """The help of the program and of each verb mentions every verb or option."""
    result = run(*verb, option)
    assert (result.exit_code, result.stderr) == (0, "")
    text = " ".join(result.stdout.split())
    assert [each for each in expected if each not in text] == []


def test_no_arguments_show_the_help() -> None:
    """Somebody who types only the name sees what can be done, and exit code 2 tells a script that nothing was."""
    result = run()
    assert result.exit_code == 2
    assert run("--help").stdout.strip() == result.output.strip()


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    """--version says the name and the version, also as `python -m hipexpert`."""
    assert run("--version").stdout == f"hipexpert, version {hipexpert.__version__}\n"
    assert run_process(tmp_path, "--version").stdout.decode() == f"hipexpert, version {hipexpert.__version__}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("explian",), "No such command `explian`: did you mean `explain`?"),
        (("explain", "--formt", "json"), "No such option"),
        (("explain", "--format", "xml"), "'xml' is not one of"),
        (("explain", "a.yaml", "b.yaml"), "unexpected extra argument"),
        (("explain", "-f"), "requires an argument"),
    ],
)
def test_a_wrong_command_is_refused(words: tuple[str, ...], message: str) -> None:
    """What is no verb, option or form ends in a message and exit code 2."""
    assert message in refused(*words)
