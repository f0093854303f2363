"""Advice that carries a tag is avoided by one line."""

from pathlib import Path

import pytest
from proving_packs import RIDE_ON, STRETCH, folder_with
from tiny import pack_problems

from hipexpert import load_pack
from hipexpert.knowledge.packs.pack import Concludes

RULES = (
    "[{{id: given, when: {{site: front}}, then: [{{advise: ride-on}}, {{advise: stretch}}]}},"
    " {{id: kept, when: {{swollen: true}}, then: {then}}}]"
)
TAGGED = ({**RIDE_ON, "tags": ["loading"]}, {**STRETCH, "tags": ["loading", "easy"]})


def test_a_tag_stands_for_all_advice_that_carries_it(tmp_path: Path) -> None:
    """In the order of the advice, each once, beside what is named itself."""
    folder = folder_with(tmp_path, RULES.format(then="[{avoid: {all: easy}}, {avoid: {all: loading}}, {urgency: soon}]"), advice=TAGGED)
    avoided = [Concludes("avoid", "stretch"), Concludes("avoid", "ride-on")]
    assert load_pack(folder).rule_by_id["kept"].conclusions == (*avoided, Concludes("urgency", "soon"))


@pytest.mark.parametrize(
    ("then", "code", "message", "help_text"),
    [
        ("[{avoid: {all: loadin}}]", "unknown-tag", "unknown tag `loadin`", "did you mean `loading`?"),
        ("[{avoid: {all: [loading]}}]", "unknown-tag", "unknown tag `['loading']`", ""),
        ("[{avoid: {every: loading}}]", "bad-conclusion", "`avoid` takes the id of an advice, or `all` with a tag of advice", ""),
    ],
)
def test_a_tag_that_nothing_carries_is_refused(then: str, code: str, message: str, help_text: str, tmp_path: Path) -> None:
    """With the nearest tag that there is."""
    (problem, *_) = pack_problems(folder_with(tmp_path, RULES.format(then=then), advice=TAGGED))
    assert (problem.code, problem.message) == (code, message)
    assert help_text in problem.help
