"""docs/accuracy.md says what `hipexpert bench` says today."""

from collections.abc import Sequence

import pytest
from accuracy_page import PAGE, accuracy_page
from running import ROOT, run
from simulated_interviews import FROM_WORDS, kept


def measured_here(words: Sequence[str]) -> str:
    """The Markdown of `hipexpert bench`, in this process."""
    result = run("bench", *(str(ROOT / word) if word.startswith("tests/") else word for word in words), "--format", "markdown")
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.deep
def test_the_accuracy_page_is_what_bench_says() -> None:
    """No figure in the documentation is older than the rules and the cases."""
    assert PAGE.is_file(), "docs/accuracy.md is missing: run `make accuracy`"
    assert PAGE.read_text(encoding="utf-8") == accuracy_page(measured_here, kept(), kept(FROM_WORDS)), (
        "docs/accuracy.md is out of date: run `make accuracy`"
    )
