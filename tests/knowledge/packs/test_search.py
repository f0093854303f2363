"""Searching the vocabulary."""

import pytest

from hipexpert import Pack
from hipexpert.knowledge import matching_findings
from hipexpert.knowledge.packs.search import nearest_search


def found(pack: Pack, *words: str) -> list[str]:
    """The ids of the findings that match."""
    return [finding.id for finding in matching_findings(pack, words)]


def test_no_word_finds_everything(pack: Pack) -> None:
    """Without a search the whole vocabulary is listed, in the pack's order."""
    assert found(pack) == list(pack.findings)


@pytest.mark.parametrize("word", ["red_flag", "red_flags", "RED_FLAG"])
def test_a_group_finds_its_findings(word: str, pack: Pack) -> None:
    """The id of a group or its synonym finds exactly its members."""
    assert found(pack, word) == [finding.id for group in pack.groups if group.group == "red_flag" for finding in group.findings]


@pytest.mark.parametrize("name", ["limp", "pain_site", "fever", "age_years"])
def test_an_id_finds_that_finding_alone(name: str, pack: Pack) -> None:
    """An exact id is not drowned in the findings whose words contain it."""
    assert found(pack, name) == [name]


@pytest.mark.parametrize(
    ("words", "expected"),
    [(["trochanter"], "pain_site"), (["C sign"], "pain_site"), (["lateral_hip"], "pain_site"), (["gender"], "sex"), (["WOMAN"], "sex")],
)
def test_synonyms_and_values_are_searched(words: list[str], expected: str, pack: Pack) -> None:
    """What people call a thing leads to the finding that asks for it."""
    assert expected in found(pack, *words)


def test_every_word_must_match(pack: Pack) -> None:
    """More words find less."""
    both = found(pack, "groin", "lump")
    assert both
    assert set(both) < set(found(pack, "groin"))
    assert found(pack, "groin", "xyzzy") == []


@pytest.mark.parametrize(
    ("words", "nearest"), [(["groyn"], "groin"), (["groyn", "limp"], None), (["qqqqq"], None), (["trocanter"], "trochanter")]
)
def test_words_that_match_nothing_are_answered_with_near_ones(words: list[str], nearest: str | None, pack: Pack) -> None:
    """A suggestion always finds something; where there is none, none is made."""
    assert nearest_search(pack, words) == nearest
