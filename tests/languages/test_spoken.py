"""A result in German says nothing in English: neither what the pack has translated nor what the program puts around it."""

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from known_cases import AUTHORED, Case

from hipexpert import Engine, ExplainedAssessment
from hipexpert.cli.main import main
from hipexpert.graphs.explanations.document import Explanation
from hipexpert.knowledge.interview.measures import in_unit
from hipexpert.knowledge.interview.yes_and_no import says_none
from hipexpert.knowledge.packs.languages import in_language
from hipexpert.knowledge.runner.reading_intake import read_intake
from hipexpert.languages.catalogue import speaking
from hipexpert.rendering.report.blocks import Report
from hipexpert.rendering.reports.answers import answer_report
from hipexpert.rendering.reports.assessment import assessment_report
from hipexpert.rendering.text import plain_text

TOLD = [each for each in AUTHORED if each.id.startswith(("everyday_09", "everyday_sore", "story_benign", "shingles", "polymyalgia"))]
PIECES = re.compile(r"[.:;()\[\]\n]")
WORDS = 4  # of a name that is the same in both languages there are fewer


@pytest.fixture(scope="module")
def german(engine: Engine) -> Engine:
    """The engine of the pack in German."""
    return Engine(in_language(engine.pack, "de"))


def pieces(report: Report | str) -> frozenset[str]:
    """The parts of sentences that a report or a terminal shows."""
    text = re.sub(r"\n +", " ", report if isinstance(report, str) else plain_text(report))
    return frozenset(piece.strip() for piece in PIECES.split(text) if len(piece.split()) >= WORDS and not re.search(r"\d|`|—", piece))


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.id)
def test_no_part_of_a_sentence_is_the_same_in_both_languages(engine: Engine, german: Engine, case: Case) -> None:
    """What a runner reads at a calm level is German, headings and connecting words as well."""
    in_english = pieces(assessment_report(engine.assess(read_intake(case.answers, engine.pack)), full=True))
    with speaking("de", german.pack.left_in_english):
        in_german = pieces(assessment_report(german.assess(read_intake(case.answers, german.pack)), full=True))
    assert in_english
    assert sorted(in_english & in_german) == []


ASKED: dict[str, Callable[[ExplainedAssessment], Explanation]] = {
    "how": lambda found: found.how("urgency"),
    "why": lambda found: found.why("fever"),
    "why not": lambda found: found.why_not("labral_tear"),
    "what if": lambda found: found.what_if({"limp": False, "night_pain": "wakes_unprovoked"}),
    "what would change it": lambda found: found.counterfactual("urgent"),
}


@pytest.mark.parametrize("asked", ASKED)
def test_an_explanation_in_german_says_nothing_in_english(engine: Engine, german: Engine, asked: str) -> None:
    """But for the titles of rules, which reviewers read."""
    answers = {"pain_site": ["deep_groin"], "limp": True, "symptom_duration_days": 40, "age_years": 43, "agg_walking": True}
    titles = " ".join(rule.title for rule in engine.pack.rules)
    said = []
    for speaker, code in ((engine, "en"), (german, "de")):
        with speaking(code):
            found = speaker.assess(answers)
            said.append(pieces(answer_report(found, ASKED[asked](found), full=True)))
    in_english, in_german = said
    assert in_english
    assert sorted(each for each in in_english & in_german if each.split("  ")[0] not in titles) == []


TYPED = """my left hip hurts on the outside, I'm 46, no chest pain, maybe a fever
no
blah blah
4
not sure, it might be worse at night

help
how
3 weeks
nonsense here
2
9 9
1 1
nonsense
none
done
"""


def test_an_interview_in_german_says_nothing_in_english() -> None:
    """Own words and their correction, commands, what is wrong with an answer, every screen and the end: all but what was typed."""
    said = {code: CliRunner().invoke(main, ["interview", "--language", code], input=TYPED).stdout for code in ("en", "de")}
    assert "Das ändert nichts" in said["de"]
    typed = {" ".join(line.split()) for line in TYPED.splitlines()}
    same = {piece for piece in pieces(said["en"]) & pieces(said["de"]) if not any(piece.strip('"') in line for line in typed)}
    assert sorted(same) == []


@pytest.mark.parametrize(
    ("said", "days"), [("3 Wochen", 21), ("drei Wochen", 21), ("seit gestern", 1), ("zwei Monate", 60), ("3 weks", 21)]
)
def test_a_time_is_read_as_the_interview_asks_for_it(said: str, days: float) -> None:
    """In German words, and with a slip in the unit."""
    assert in_unit(said, "days") == pytest.approx(days, abs=1)


@pytest.mark.parametrize(("code", "none"), [("de", True), ("en", False)])
def test_no_is_said_in_the_language_of_the_interview(code: str, *, none: bool) -> None:
    """`keine` denies a list in German; in English it is a slip."""
    with speaking(code):
        assert says_none("keine") is none
        assert says_none("none")
