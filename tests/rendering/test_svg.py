"""The picture as SVG: well-formed, said in words too, loading nothing."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from running import ROOT
from tiny import HOSTILE, hostile

from hipexpert import Engine
from hipexpert.graphs.layers import picture_of
from hipexpert.graphs.selection import shown_conclusions
from hipexpert.knowledge import read_case_file
from hipexpert.rendering.page.fitting import width_of
from hipexpert.rendering.page.writing import to_svg

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"


def read(text: str) -> ET.Element:
    """The picture, read as XML."""
    return ET.fromstring(text)  # noqa: S314 (the program's own output)


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda path: path.stem)
def test_the_picture_shows_what_leads_to_the_urgency_and_the_first_conditions(case: Path, engine: Engine) -> None:
    """A box for each node on the way and a line for each edge, all inside the picture; something is drawn though nothing is raised."""
    assessment = engine.assess(read_case_file(case, engine.pack))
    root = read(to_svg(assessment))
    picture = picture_of(assessment)
    places = set(picture.leading_to(shown_conclusions(assessment)))
    boxes = [each for each in root.iter(f"{SVG}g") if each.get("class", "").startswith("box ")]
    lines = [each for each in root.iter(f"{SVG}path") if each.get("class") == "line"]
    assert len(boxes) == len(places) > 0
    assert len(lines) == len({edge for edge in picture.edges if set(edge) <= places})
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    for box in boxes:
        x, y = map(float, re.findall(r"[\d.]+", box.get("transform", "")))
        rectangle = box.find(f"{SVG}rect")
        assert rectangle is not None
        assert 16 + x + float(rectangle.get("width", "")) <= width
        assert 52 + y + float(rectangle.get("height", "")) <= height


def test_the_picture_is_said_in_words_and_loads_nothing(engine: Engine) -> None:
    """Title and description name the urgency and what the picture is not; each box has its words; nothing is fetched."""
    assessment = engine.assess({"limp": True, "pain_site": ["deep_groin"], "weight_bearing": "unable"})
    text = to_svg(assessment)
    root = read(text)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.text == f"Emergency: {assessment.urgency.title}"
    assert assessment.pack.about.disclaimer in str(description.text)
    assert all(each.findtext(f"{SVG}title") for each in root.iter(f"{SVG}g") if each.get("class", "").startswith("box "))
    assert not re.search(r"href|<script|<image|@import|url\((?!#arrow)", text)


def test_a_hostile_pack_cannot_get_out_of_its_place(tmp_path: Path) -> None:
    """Its texts are text."""
    root = read(to_svg(Engine(hostile(tmp_path)).assess({"site": ["front"], "side": "left", "age": 20})))
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "text", "defs", "marker", "path", "g")
    }
    assert not any(name.startswith("on") for each in root.iter() for name in each.attrib)
    assert any(HOSTILE in str(each.text) for each in root.iter(f"{SVG}title"))


def test_nothing_known_is_a_picture_too(engine: Engine) -> None:
    """Without a conclusion the picture still says the urgency and the disclaimer."""
    text = "".join(read(to_svg(engine.assess({}))).itertext())
    assert engine.pack.level_text("undetermined").title in text
    assert "not a diagnosis" in text


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda path: path.stem)
def test_the_heading_stays_inside_the_picture(case: Path, engine: Engine) -> None:
    """A long headline is told in several lines: nothing of it is cut off at the edge."""
    assessment = engine.assess(read_case_file(case, engine.pack))
    root = read(to_svg(assessment))
    lines = [each.text or "" for each in root.iter(f"{SVG}text") if each.get("class") == "level"]
    assert " ".join(lines).endswith(assessment.urgency.title)
    assert all(1.5 * width_of(line) <= float(root.get("width", "")) - 32 for line in lines)
