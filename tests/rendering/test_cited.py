"""What is shown of a citation that nobody has looked up, and of a rule that nobody wrote."""

from pathlib import Path

import pytest
from known_cases import AUTHORED
from running import run

from hipexpert import Engine
from hipexpert.knowledge import CitedSource
from hipexpert.rendering.cited import JUDGEMENT
from hipexpert.rendering.reports.derivation import how_tree, refs


def cited(ref: str, at: str, stance: str = "support") -> CitedSource:
    """A citation as an assessment has it."""
    return CitedSource(ref, ref, at, stance, "review", not at)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sources", "shown"),
    [
        ((), ""),
        ((cited("a", "page 1"), cited("a", "page 2")), " [a]"),
        ((cited("a", ""), cited("b", "page 1", "refute")), " [b (against); unverified: a]"),
        ((cited("a", ""), cited("b", "", "refute")), " [unverified: a, b (against)]"),
    ],
)
def test_sources_that_nobody_looked_up_are_named_so(sources: tuple[CitedSource, ...], shown: str) -> None:
    """Each source once, those that were looked up first."""
    assert refs(sources).text == shown


def test_text_and_markdown_and_page_say_unverified(tmp_path: Path) -> None:
    """Whatever form a reader gets, a citation without a place is marked."""
    answers = ("-f", "pain_site=deep_groin", "-f", "weight_bearing=unable")
    assert "unverified: " in run("explain", *answers, "--how", "urgency").stdout
    assert "unverified: " in run("explain", *answers, "--format", "markdown").stdout
    page = tmp_path / "page.html"
    assert run("explain", *answers, "--format", "html", "-o", str(page)).exit_code == 0
    assert ", unverified" in page.read_text(encoding="utf-8")


def test_what_a_picture_says_names_its_sources_or_judgement(engine: Engine) -> None:
    """In the tree of a condition, on the line of the answer, behind its weight."""
    kinds = set()
    for case in AUTHORED[:6]:
        assessment = engine.assess(case.answers)
        for ranked in assessment.differential[:2]:
            (weighing, *_) = how_tree(assessment.how(ranked.condition).tree).root.below
            lines = {"".join(each if isinstance(each, str) else each.text for each in branch.text) for branch in weighing.below}
            for each in (*ranked.for_, *ranked.against):
                if each.made_from and each.counted:
                    rests_on = refs(each.sources).text if each.sources else f" [{JUDGEMENT}]"
                    assert f"{each.decibans:>+3d} {each.says}{rests_on}" in lines
                    kinds.add(bool(each.sources))
    assert kinds == {True, False}
