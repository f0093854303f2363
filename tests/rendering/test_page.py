"""The HTML page: whole, well-formed, self-contained, harmless, and the same bytes each time."""

import base64
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from html_reading import Element, read_page
from running import ROOT, run_process
from tiny import HOSTILE, hostile

from hipexpert import Engine, ExplainedAssessment
from hipexpert.graphs.selection import grouped
from hipexpert.knowledge import read_case_file
from hipexpert.knowledge.packs.facts import is_band_rule
from hipexpert.knowledge.packs.ladder import CALM
from hipexpert.rendering.page import drawings
from hipexpert.rendering.page.writing import to_html

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
LARGEST = 1_000_000


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def assessment(request: pytest.FixtureRequest, engine: Engine) -> ExplainedAssessment:
    """The assessment of each example."""
    return engine.assess(read_case_file(request.param, engine.pack))


@pytest.fixture(scope="module")
def text(assessment: ExplainedAssessment) -> str:
    """The page of each example."""
    return to_html(assessment)


@pytest.fixture(scope="module")
def page(text: str) -> Element:
    """The same, read."""
    return read_page(text)


def test_the_page_is_well_formed(page: Element) -> None:
    """Ids are unique, links inside the page lead somewhere, labels name elements that exist."""
    found = [each.attributes["id"] for each in page.all() if "id" in each.attributes]
    known = set(found)
    assert len(found) == len(known)
    links = [each.attributes["href"] for each in page.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= known
    for attribute in ("aria-labelledby", "aria-describedby", "for"):
        for each in page.all():
            assert set(each.attributes.get(attribute, "").split()) <= known


def test_the_page_loads_nothing(text: str, page: Element) -> None:
    """No element points at another file, and the policy allows only the page's own style and script."""
    assert {each.name for each in page.all()}.isdisjoint({"link", "img", "iframe", "object", "embed", "base", "source"})
    assert not any({"src", "srcset", "action", "style", "xlink:href", "ping"} & set(each.attributes) for each in page.all())
    for each in page.all("a"):
        assert each.attributes["href"].startswith(("#", "https://", "http://"))
    assert re.findall(r"url\((?!#arrow\))", text) == []
    assert "@import" not in text
    (policy,) = [each.attributes["content"] for each in page.all("meta") if each.attributes.get("http-equiv") == "Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    style, (data, script) = page.all("style"), page.all("script")
    assert directives == {
        "default-src": "'none'",
        "style-src": f"'sha256-{hashed(style[0])}'",
        "script-src": f"'sha256-{hashed(script)}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert (len(style), data.attributes["type"]) == (1, "application/json")


def hashed(element: Element) -> str:
    """The hash of an element's text as a policy states it."""
    raw = "".join(child.texts[0] for child in element.children)
    return base64.b64encode(hashlib.sha256(raw.encode()).digest()).decode()


def test_the_urgency_comes_first(assessment: ExplainedAssessment, page: Element) -> None:
    """Before anything else a reader meets the level, its title and what to do, then what to answer first and when to go."""
    (body,) = page.all("body")
    banner = next(each for each in body.children if each.name not in ("#text", "a"))
    urgency = assessment.urgency
    assert banner.name == "header"
    assert [each.text for each in page.all("h1")] == [urgency.title]
    assert banner.text.startswith(f"{urgency.level.replace('_', ' ')} {urgency.title} {urgency.action}")
    left = len(assessment.left_to_answer)
    assert (f"Answer first: {left} question" in banner.text) is (left > 0)
    assert ("No warning sign among those you were asked." in banner.text) is (urgency.level in CALM)
    sections = [each.attributes["aria-labelledby"] for each in page.all("section")]
    first = ["contradictions"] if assessment.contradictions else []
    first += ["unknown"] if left else []
    first += ["plan"] if urgency.level == "emergency" else ["at-once", "why"]
    assert sections[: len(first)] == first


def test_the_page_says_everything_that_the_assessment_says(assessment: ExplainedAssessment, page: Element) -> None:
    """Each part of the document stands on the page in its words."""
    whole = page.text

    def said(words: str) -> bool:
        return " ".join(words.split()) in whole

    needed = [assessment.pack.about.disclaimer, assessment.knowledge.version, assessment.knowledge.content_hash]
    needed += [each.because for each in assessment.urgency.because]
    needed += [words for each in assessment.left_to_answer for words in (each.question, each.because)]
    needed += [each.name for each in assessment.not_to_be_missed]
    needed += [each.name for each in (*assessment.contributing_factors, *assessment.patterns)]
    needed += [words for each in assessment.contradictions for words in (each.because, *each.answers)]
    needed += [words for each in assessment.plan.advice for words in (each.title, each.says, each.because)]
    needed += [each.title for each in assessment.plan.withheld if each.category != "recovery"]
    for place, ranked in enumerate(each for group in grouped(assessment.differential) for each in group):
        if place >= 10 and ranked.band == "unlikely":
            needed.append(f"{ranked.name} " + f"{ranked.decibans:+d}".replace("-", "\N{MINUS SIGN}"))
            continue
        needed += [ranked.name, ranked.plain]
        needed += [each.says for each in (*ranked.for_, *ranked.against, *ranked.unknown)]
    assert [words for words in needed if not said(words)] == []


def test_every_rule_that_fired_is_there_as_its_author_wrote_it(assessment: ExplainedAssessment, page: Element) -> None:
    """Title, premise, reason, sources with stance, and the date of review."""
    fired = {node.removeprefix("rule:") for node, data in assessment.graph.nodes(data=True) if data["kind"] == "rule"}
    fired = {name for name in fired if not is_band_rule(name)}  # that a number lies in a band is told with the answer
    articles = {each.attributes["id"].removeprefix("rule-"): each for each in page.all("article")}
    assert set(articles) == fired
    for name, article in articles.items():
        rule = assessment.pack.rule_by_id.get(name)
        assert article.all("pre")[0].text.startswith("when:")
        if rule is not None:
            assert article.all("h3")[0].text.endswith(" ".join(rule.title.split()))
            assert " ".join(rule.because.split()) in article.text
            assert f"reviewed {rule.reviewed.text}" in article.text
            links = [each.attributes["href"] for each in article.all("a")]
            assert links == [f"#source-{each.ref}" for each in rule.sources]


def test_what_is_withheld_is_never_among_what_is_given(assessment: ExplainedAssessment, page: Element) -> None:
    """Neither in the plan nor as a box of a drawing."""
    given = {each.title for each in assessment.plan.advice}
    lists = [each for each in page.all("ul") if each.attributes.get("class") == "advice"]
    listed = {item.all("strong")[0].text.removesuffix(".") for each in lists for item in each.children if item.name == "li"}
    assert listed == given
    boxes = json.loads(page.one("graph-data").text)["boxes"]
    shown = {box[1].partition(":")[2] for box in boxes if box[0] == "advice"}
    assert shown <= {each.id for each in assessment.plan.advice}


def test_headings_go_down_one_level_at_a_time(page: Element) -> None:
    """A reader who goes from heading to heading misses none."""
    levels = [int(each.name[1]) for each in page.all("h1", "h2", "h3", "h4") if each.attributes.get("id") != "dialog-title"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_is_under_a_megabyte(text: str) -> None:
    """It can be mailed."""
    assert len(text.encode()) < LARGEST


def test_the_first_drawing_stays_readable(assessment: ExplainedAssessment, page: Element) -> None:
    """However large the derivation, at first it shows what leads to the urgency and the first conditions; others unfold."""
    data = json.loads(page.one("graph-data").text)
    offered = [each.attributes["value"] for each in page.all("option")]
    assert sorted(data["drawings"]) == sorted(offered)
    assert {f"condition:{each.condition}" for each in assessment.differential} <= set(offered)
    assert len(data["drawings"]["main"]["boxes"]) <= 80
    drawn = {place for each in data["drawings"].values() for place, _, _ in each["boxes"]}
    reasons = {place for place, box in enumerate(data["boxes"]) if box[0] in ("condition", "advice", "pattern", "warning")}
    assert {place for place in reasons if not data["boxes"][place][1].startswith("excluded:")} <= drawn


def test_of_very_much_only_the_first_drawings_are_made_and_the_rest_is_counted(
    assessment: ExplainedAssessment, page: Element, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The drawing that is shown first is always there."""

    def offered(shown: Element) -> list[str]:
        return [each.attributes["value"] for each in shown.one("drawing").all("option")]

    assert "are not drawn" not in page.text
    monkeypatch.setattr(drawings, "MOST_LINES", 1)
    less = read_page(to_html(assessment))
    assert offered(less) == offered(page)[:1] == ["main"]
    assert f"{len(offered(page)) - 1} more are not drawn" in less.text


def test_a_hostile_pack_cannot_get_out_of_its_place(tmp_path: Path) -> None:
    """Script in any text of a stranger's pack is shown as text: no element, attribute or address comes of it."""
    assessment = Engine(hostile(tmp_path)).assess({"site": ["front"], "side": "left", "age": 20})
    page = read_page(to_html(assessment))
    assert len(page.all("script")) == 2
    assert len(page.all("style")) == 1
    assert page.all("img") == []
    assert not any(name.startswith("on") for each in page.all() for name in each.attributes)
    assert all(each.attributes["href"].startswith("#") for each in page.all("a"))
    assert "\n7*7" not in page.text
    assert "49 }}" not in page.text
    assert page.all("h1")[0].text == " ".join(HOSTILE.split())
    assert page.text.count("alert(1)") > 20
    assert "<" not in "".join(child.texts[0] for child in page.one("graph-data").children)
    json.loads(page.one("graph-data").text)


def test_a_page_without_an_answer_says_that_nothing_is_known(engine: Engine) -> None:
    """Without a rule that fired there is no drawing, and the page is whole."""
    page = read_page(to_html(engine.assess({})))
    assert page.all("h1")[0].text == engine.pack.level_text("undetermined").title
    assert page.all("ol")[0].text.startswith(engine.assess({}).screen.open[0].question)
    assert page.text.count("Nothing yet.") == 1


@pytest.mark.parametrize("form", ["html", "svg"])
def test_equal_input_gives_equal_bytes_in_every_process(form: str, tmp_path: Path) -> None:
    """The hash seed of the process changes nothing."""
    case = str(ROOT / "examples" / "groin_pain_college_runner.yaml")
    runs = {run_process(tmp_path, "explain", case, "--format", form, PYTHONHASHSEED=seed).stdout for seed in ("0", "1")}
    assert len(runs) == 1
    assert len(runs.pop()) > 5000
