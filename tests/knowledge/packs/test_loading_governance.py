"""A pack that is not governed does not load: sources, stances, review dates, codes, hazards and advice, each with a remedy."""

from pathlib import Path

import pytest
from faults import ADVICE, CLAIMS, FINDINGS, GOVERNANCE_FAULTS, RULES, governed
from tiny import line_of, pack_problems

import hipexpert


def test_a_governed_pack_loads(tmp_path: Path) -> None:
    """The pack that the other tests spoil is whole."""
    pack = hipexpert.load_pack(governed(tmp_path))
    assert [len(each) for each in (pack.advice, pack.hazards, pack.not_followed)] == [1, 1, 1]


# Where the fault shows, when that is not where the text was changed.
SHOWS_IN = {
    "advice that nobody advises": ADVICE,
    "retired advice that is advised": RULES,
    "advice without asking whether it is safe": RULES,
}


@pytest.mark.parametrize("fault", GOVERNANCE_FAULTS)
def test_what_is_not_governed_is_refused_with_a_remedy(fault: str, tmp_path: Path) -> None:
    """One fault is one problem, with the file, the line and what to do about it."""
    file, old, new, message, help_text = GOVERNANCE_FAULTS[fault]
    (problem,) = pack_problems(governed(tmp_path, (file, old, new)))
    assert problem.message.startswith(message)
    assert help_text in problem.help
    place, _, line = problem.place.partition(":")
    assert place == SHOWS_IN.get(fault, file)
    assert line.isdigit()


def test_a_test_at_home_must_say_when_it_is_safe(tmp_path: Path) -> None:
    """Each that does not is named; the one that does is not."""
    problems = pack_problems(governed(tmp_path, (FINDINGS, "answered_by: runner", "answered_by: self_test")))
    names = ["swollen", "age", "side"]
    assert [each.message for each in problems] == [f"the test `{name}` does not say when it is safe" for name in names]
    assert all(each.help.startswith("add `safe_when:`") for each in problems)


def test_an_unknown_stance_has_the_line_of_the_citation(tmp_path: Path) -> None:
    """The place is the line on which the citation stands."""
    folder = governed(tmp_path, (CLAIMS, "chapter 3}", "chapter 3, stance: suport}"))
    (problem,) = pack_problems(folder)
    assert problem.place == line_of("suport", CLAIMS, folder)
