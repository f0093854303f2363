"""docs/embedding-examples.md says what the examples do."""

import doctest
import re
from pathlib import Path

HERE = Path(__file__).parent
OF_A_REPOSITORY = HERE.parents[1] / "docs" / "repository"
PAGE = HERE.parents[1] / "docs" / "embedding-examples.md"


def test_what_the_page_shows_is_what_happens() -> None:
    """Every prompt gives what stands below it."""
    outcome = doctest.testfile(str(PAGE), module_relative=False)
    assert (outcome.failed, outcome.attempted >= 18) == (0, True)


def test_every_example_is_on_the_page_with_its_length() -> None:
    """None is left out, and none has grown."""
    told = dict(re.findall(r"\((?:\.\./examples/embedding|repository)/([\w.-]+)\) \| (\d+) \|", PAGE.read_text(encoding="utf-8")))
    examples = [
        each
        for each in (*HERE.iterdir(), *OF_A_REPOSITORY.iterdir())
        if each.is_file() and not each.name.startswith("test_") and each.suffix in (".py", ".yml", ".yaml")
    ]
    assert told == {each.name: str(len(each.read_text(encoding="utf-8").splitlines())) for each in examples}
