"""A result in German says nothing in English: neither what the pack has translated nor what the program puts around it."""

import re

import pytest
from known_cases import AUTHORED, Case

from hipexpert import Engine
from hipexpert.knowledge.packs.languages import in_language
from hipexpert.knowledge.runner.reading_intake import read_intake
from hipexpert.languages.catalogue import speaking
from hipexpert.rendering.report.blocks import Report
from hipexpert.rendering.reports.assessment import assessment_report
from hipexpert.rendering.terminal import plain_text

TOLD = [each for each in AUTHORED if each.id.startswith(("everyday_09", "everyday_sore", "story_benign", "shingles", "polymyalgia"))]
PIECES = re.compile(r"[.:;()\[\]\n]")
WORDS = 4  # of a name that is the same in both languages there are fewer


@pytest.fixture(scope="module")
def german(engine: Engine) -> Engine:
    """The engine of the pack in German."""
    return Engine(in_language(engine.pack, "de"))


def pieces(report: Report) -> frozenset[str]:
    """The parts of sentences that a report shows."""
    text = re.sub(r"\n +", " ", plain_text(report))
    return frozenset(piece.strip() for piece in PIECES.split(text) if len(piece.split()) >= WORDS and not re.search(r"\d|`|—", piece))


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.id)
def test_no_part_of_a_sentence_is_the_same_in_both_languages(engine: Engine, german: Engine, case: Case) -> None:
    """What a runner reads at a calm level is German, headings and connecting words as well."""
    in_english = pieces(assessment_report(engine.assess(read_intake(case.answers, engine.pack)), full=True))
    with speaking("de", german.pack.left_in_english):
        in_german = pieces(assessment_report(german.assess(read_intake(case.answers, german.pack)), full=True))
    assert in_english
    assert sorted(in_english & in_german) == []
