"""Exercises are shown: how much, how, what goes wrong, when to stop, and a drawing that stays on its field."""

from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from hipexpert import Engine, Pack
from hipexpert.cli.main import main
from hipexpert.knowledge.packs.exercises import HEIGHT, WIDTH, Exercise
from hipexpert.rendering.figure_svg import ABOVE, HEAD, figure_svg

NAMED = {  # what the articles name
    *("standing-hip-flexor-stretch", "side-plank-and-clamshell", "figure-four-hold", "squat", "bridge", "clamshell", "lunge", "deadlift"),
    *("half-kneeling-hip-flexor-stretch", "single-leg-squat", "single-leg-deadlift", "lateral-band-walk", "copenhagen-plank", "leg-swing"),
}


def test_every_exercise_that_the_articles_name_is_there(pack: Pack) -> None:
    """At least the twelve, each beside advice that is in use."""
    assert {each.id for each in pack.exercises} >= NAMED
    assert all(pack.advice_by_id[name].status == "active" for each in pack.exercises for name in each.advice)


def test_every_drawing_stays_on_its_field(pack: Pack) -> None:
    """No limb, head or floor is cut off, what moves is shown by an arrow, and nobody sinks into the floor."""
    for each in pack.exercises:
        drawing = each.drawing
        points = [point for strokes in (drawing.body, drawing.things, drawing.arrows) for stroke in strokes for point in stroke]
        assert all(0 <= x <= WIDTH and -ABOVE <= y <= HEIGHT for x, y in points), each.id
        assert drawing.head[1] - HEAD >= -ABOVE, each.id
        floor = max(y for stroke in drawing.things for _, y in stroke)
        assert all(y <= floor for stroke in drawing.body for _, y in stroke), each.id
        assert drawing.arrows, each.id


def test_a_drawing_is_one_element_that_loads_nothing(pack: Pack) -> None:
    """It is well-formed, has its words as its name, and neither style, script nor address."""
    for each in pack.exercises:
        root = ElementTree.fromstring(figure_svg(each.drawing))  # noqa: S314
        assert root.attrib["aria-label"] == each.drawing.says
        assert {element.tag for element in root.iter()} <= {"svg", "polyline", "polygon", "circle"}
        assert not [name for element in root.iter() for name in element.attrib if name in ("style", "href", "class")]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_advice_shows_its_exercises_in_every_form(pack: Pack, form: str) -> None:
    """Dose, steps, mistakes and when to stop are written, and the drawing, or what it shows in words."""
    exercise: Exercise = next(each for each in pack.exercises if each.id == "copenhagen-plank")
    outcome = CliRunner().invoke(main, ["advice", exercise.advice[0], "--format", form])
    said = " ".join(outcome.stdout.split())
    for text in (exercise.title, exercise.dose, exercise.stop, *exercise.how, *exercise.mistakes):
        assert text in said
    assert ("<svg" in said) == (form == "html")
    assert exercise.drawing.says in said


def test_a_word_of_an_exercise_finds_its_advice() -> None:
    """Somebody who looks for a bridge finds the advice that speaks of it; a list of all of the advice stays a list."""
    assert "start-with-bridges" in CliRunner().invoke(main, ["advice", "bridge"]).stdout
    assert "Drawing:" not in CliRunner().invoke(main, ["advice"]).stdout


def test_the_page_shows_how_an_exercise_of_the_plan_is_done(engine: Engine) -> None:
    """Beside the advice that speaks of it, with its drawing; where exercise waits or is forbidden no page shows any."""
    outer = {"pain_site": ["lateral_hip"], "agg_lying_on_side": True, "age_years": 46, "none_of": ["screen"]}
    outer |= {"symptom_duration_days": 40, "onset_type": "over_days_weeks"}
    told = engine.assess(outer)
    names = [each.title for advice in told.plan.advice for each in engine.pack.exercises_of.get(advice.id, ())]
    page = told.to_html()
    assert names
    assert all(f"<h3>{name}</h3>" in page for name in names)
    assert page.count('class="how-to"') == sum(advice.id in engine.pack.exercises_of for advice in told.plan.advice)
    assert 'class="how-to"' not in engine.assess({**outer, "weight_bearing": "unable"}).to_html()
