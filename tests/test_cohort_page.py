"""docs/cohort.md shows what the program does."""

import doctest

from cohort_page import PAGE, with_examples


def test_the_page_shows_the_real_output() -> None:
    """`PYTHONPATH=.:tests python -m cohort_page` brings it up to date."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_examples(page)


def test_the_python_of_the_page_runs() -> None:
    """Every prompt gives what stands below it."""
    outcome = doctest.testfile(str(PAGE), module_relative=False)
    assert outcome.attempted >= 3
    assert outcome.failed == 0
