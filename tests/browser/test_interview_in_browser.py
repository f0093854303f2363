"""The interview at ``/`` in a real browser, as a runner on a phone goes through it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Visit
from playwright.sync_api import Page
from visiting import in_the_form

from hipexpert import Engine
from hipexpert.audit.measuring.interviews import replies
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.runner.intake import Answer
from hipexpert.service.page.carried import read_carried
from hipexpert.service.page.turns import FILE_NAME

CALM = ("self_care", "routine")
ABOUT = {"age_years": 30.0, "sex": "male", "pain_side": "left", "pain_site": {"anterior_groin": True}, "symptom_duration_days": 21.0}


def press(page: Page, selector: str) -> None:
    """Press what leads to the next screen, and wait for it."""
    page.evaluate("document.querySelector('main').dataset.old = ''")
    page.locator(selector).first.click()
    page.locator("main:not([data-old])").wait_for()


def button(page: Page, label: str) -> None:
    """Press a button by the beginning of its label."""
    press(page, f'main button:visible:has-text("{label}")')


def carried(page: Page, engine: Engine) -> Interview:
    """The interview that the screen carries."""
    state = page.locator('input[name="state"]').first.get_attribute("value")
    assert state
    return read_carried(state, "", engine).interview


def level(page: Page) -> str:
    """The level that stands first on the screen; nothing where there is none."""
    found = page.locator(".banner .level")
    return found.first.text_content().replace(" ", "_") if found.count() else ""  # type: ignore[union-attr]


def is_result(page: Page) -> bool:
    """Whether the screen is a result."""
    return page.locator("form.result").count() > 0


def fill(page: Page, fields: list[tuple[str, str]]) -> None:
    """Fill in the form as somebody does, and go on."""
    if not fields:
        press(page, '.buttons button[value="skip"], .answer[value="unknown"]')
        return
    for name, value in fields:
        if name == "say":
            press(page, f'button[name="say"][value="{value}"]:visible')
            return
        field = page.locator(f'[name="{name}"]')
        kind = field.first.get_attribute("type")
        if kind in ("checkbox", "radio"):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif name == "amount" and page.locator("#height").count():
            page.fill("#height", "178 cm")
            page.fill("#weight", "70 kg")
        else:
            field.fill(value)
    button(page, "Go on")


def answer(page: Page, engine: Engine, told: Mapping[str, Any]) -> None:
    """Answer one screen as somebody does who knows this."""
    question = carried(page, engine).question
    assert question is not None
    known: Mapping[str, Answer] = engine.read(told).answers
    fill(page, in_the_form(question, *replies(known, question)))


def talk(page: Page, engine: Engine, told: Mapping[str, Any], words: str = "") -> None:
    """Go through the whole interview, from the first words to the result."""
    if words:
        page.fill("#words", words)
        button(page, "Go on")
        button(page, "That is right")
    else:
        button(page, "Ask me instead")
    steps = -1
    while not is_result(page):
        step = carried(page, engine).progress.step
        assert step > steps
        steps = step
        answer(page, engine, told)


@pytest.mark.parametrize("scripts", [True, False])
def test_who_knows_nothing_is_told_nothing_calm(visit: Visit, engine: Engine, scripts: bool) -> None:
    """Not sure of anything, with and without scripts: undetermined, whom to ask, and what to answer first."""
    page = visit(scripts=scripts)
    talk(page, engine, {})
    assert level(page) == "undetermined"
    assert page.get_by_role("heading", name="Answer these first").is_visible()
    assert "nurse or doctor" in page.locator(".banner").inner_text()


def test_a_fever_half_way_raises_the_level(visit: Visit, engine: Engine) -> None:
    """The screen after it begins with the level and what to do."""
    page = visit()
    button(page, "Ask me instead")
    while "fever" not in carried(page, engine).intake.answers:
        answer(page, engine, {**ABOUT, "fever": True})
    assert level(page) in ("urgent", "emergency")
    assert level(page) == engine.assess(carried(page, engine).intake).level


TALES = {
    "a man of 62 with osteoporosis": (
        "I'm a 62 year old man with osteoporosis, my right groin has hurt for two weeks when I run",
        {"limp": True, "low_bone_density": True, "weight_bearing": "painful", "onset_type": "over_days_weeks"},
        ("urgent", "emergency"),
    ),
    "a girl of 13 with knee pain": (
        "My daughter is 13 and has knee pain for three weeks, she limps. It is the left one.",
        {"age_years": 13, "sex": "female", "pain_side": "left", "pain_site": ["knee_vague"], "limp": True, "weight_bearing": "painful"},
        ("urgent", "emergency"),
    ),
    "a marathon runner in taper": (
        "Female, 38, marathon in ten days, the outside of my left hip aches since the last long run, I can walk fine",
        {"sex": "female", "age_years": 38, "pain_side": "left", "pain_site": ["lateral_hip"], "weight_bearing": "full"},
        ("undetermined", "self_care", "routine", "soon", "urgent"),
    ),
}


@pytest.mark.parametrize("who", TALES)
def test_a_runner_is_told_what_assess_says(visit: Visit, engine: Engine, who: str) -> None:
    """From own words to the result: the level is that of everything said, and what must not be missed is named."""
    words, told, levels = TALES[who]
    page = visit()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", page.locator('[name="today"]').input_value())
    talk(page, engine, told, words)
    assessed = engine.assess(carried(page, engine).intake)
    assert level(page) == assessed.level
    assert level(page) in levels
    assert page.locator("h1").inner_text() == assessed.urgency.title
    assert level(page) in CALM or page.locator("main").inner_text().count(assessed.urgency.action) == 1


def test_somebody_changes_answers(visit: Visit, engine: Engine) -> None:
    """Back keeps what was said, any answer can be changed, "what if" changes nothing until it is kept, where it hurts by area."""
    page = visit()
    talk(page, engine, {**ABOUT, "weight_bearing": "full", "onset_type": "over_months"})
    before = carried(page, engine).intake.answers
    page.locator("summary:has-text('My answers')").click()
    press(page, 'button[name="change"][value="weight_bearing"]')
    press(page, 'button[value="unable"]')
    assert level(page) == "emergency"
    button(page, "Leave it as it was")
    assert carried(page, engine).intake.answers == before
    page.locator("summary:has-text('My answers')").click()
    press(page, 'button[name="change"][value="weight_bearing"]')
    press(page, 'button[value="painful"]')
    button(page, "It is so")
    assert carried(page, engine).intake.answers["weight_bearing"] == "painful"
    press(page, '.tools button[value="answers"]')
    press(page, 'button[name="change"][value="pain_site"]')
    page.locator("#line-0").uncheck()
    page.locator("#line-2").check()
    button(page, "Go on")
    assert page.locator("h1").inner_text() == "Where does it hurt?"
    page.locator("#line-0").check()
    button(page, "Go on")
    assert carried(page, engine).intake.answers["pain_site"]["buttock"] is True  # type: ignore[index]
    press(page, '.tools button[value="back"]')
    assert page.locator("#line-0").is_checked()


def test_the_keyboard_alone_goes_through_it(visit: Visit, engine: Engine) -> None:
    """Tab, space, arrows and Enter: each new screen begins at its heading, and every stop can be seen."""
    page = visit()
    focused = "document.activeElement"

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(f"{focused}.matches({selector!r})"):
                assert page.evaluate(f"(e => {{const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0}})({focused})")
                return
        pytest.fail(f"no stop at {selector}")

    def enter() -> None:
        old = page.locator("main").element_handle()
        page.keyboard.press("Enter")
        old.wait_for_element_state("hidden")
        assert page.evaluate(f"{focused}.matches('main h1')")

    tab_to('button[value="begin"]')
    enter()
    tab_to("#field-age_years")
    page.keyboard.type("46")
    tab_to("#field-symptom_duration_days")
    page.keyboard.type("3 weeks")
    tab_to(".go")
    enter()
    tab_to('[name="sex"]')
    page.keyboard.press("Space")
    tab_to('[name="pain_side"]')
    page.keyboard.press("ArrowDown")
    tab_to(".go")
    enter()
    tab_to("#line-1")
    page.keyboard.press("Space")
    tab_to(".go")
    enter()
    assert carried(page, engine).intake.answers["age_years"] == 46
    tab_to("#line-0")
    page.keyboard.press("Space")
    tab_to(".go")
    enter()
    tab_to('[name="onset_type"]')
    page.keyboard.press("Space")
    tab_to('[name="weight_bearing"]')
    page.keyboard.press("Space")
    tab_to(".go")
    enter()
    tab_to(".none")
    enter()
    assert carried(page, engine).intake.answers["fever"] is False


@pytest.mark.parametrize("scripts", [True, False])
def test_answers_are_saved_and_resumed(visit: Visit, engine: Engine, tmp_path: Path, scripts: bool) -> None:
    """Saved half-way as a file of one's own, opened on another day at the same question."""
    page = visit(scripts=scripts, accept_downloads=True)
    button(page, "Ask me instead")
    for _ in range(3):
        answer(page, engine, ABOUT)
    before, heading = carried(page, engine), page.locator("h1").inner_text()
    with page.expect_download() as download:
        page.locator("button:has-text('Save for later')").click()
    assert download.value.suggested_filename == FILE_NAME
    download.value.save_as(tmp_path / FILE_NAME)
    other = visit(scripts=scripts)
    other.locator("summary").first.click()
    other.set_input_files("#file", tmp_path / FILE_NAME)
    button(other, "Open the file")
    assert other.locator("h1").inner_text() == heading
    assert carried(other, engine).steps == before.steps


def test_no_slip_of_a_finger_ends_an_interview(visit: Visit, engine: Engine) -> None:
    """On the way nothing at the top leads back to the first screen, and a reload is asked about first; saving a file is not."""
    page, asked = visit(accept_downloads=True), list[str]()
    assert page.locator("header a").count() == 1  # to the other language
    button(page, "Ask me instead")
    answer(page, engine, ABOUT)
    assert page.locator("header a").count() == 0
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_download():
        page.locator("button:has-text('Save for later')").click()
    page.wait_for_timeout(1200)
    assert asked == []
    heading = page.locator("h1").inner_text()
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.reload())")
    assert asked == ["beforeunload"]
    assert page.locator("h1").inner_text() == heading
    for _ in range(2):
        page.go_back()
    page.locator("#words").wait_for()
    assert page.locator("header a").count() == 1


def test_the_browsers_back_goes_to_the_screen_before(visit: Visit, engine: Engine) -> None:
    """And forward again, with what was filled in, without asking the service."""
    page = visit()
    button(page, "Ask me instead")
    fill(page, [("age_years", "46"), ("symptom_duration_days", "3 weeks")])
    fill(page, [("sex", "female"), ("pain_side", "left")])
    assert "area" in page.locator("h1").inner_text()
    page.locator("#line-1").check()
    page.go_back()
    page.go_back()
    page.locator("#field-age_years").wait_for()
    assert page.locator("#field-age_years").input_value() == "46"
    page.go_forward()
    page.locator('[name="pain_side"]').first.wait_for()
    page.go_forward()
    page.locator("#line-1").wait_for()
    assert page.locator("#line-1").is_checked()
    for _ in range(3):
        page.go_back()
    page.locator("#words").wait_for()


def test_touching_the_body_chooses_from_the_list(visit: Visit) -> None:
    """Every shape that can be touched marks its line and is marked with it; the list says the same to a screen reader."""
    page = visit()
    button(page, "Ask me instead")
    fill(page, [("age_years", "46"), ("symptom_duration_days", "3 weeks")])
    fill(page, [("sex", "female"), ("pain_side", "right")])
    for view in ("front", "side", "back"):
        page.locator(f'label[for="view-{view}"]').click()
        spots = page.locator(f".figure.{view} .spot")
        for number in range(spots.count()):
            spot = spots.nth(number)
            line = page.locator(f"#line-{spot.get_attribute('data-spot')}")
            before = line.is_checked()
            spot.locator("path").dispatch_event("click")
            assert line.is_checked() is not before
    page.locator("label[for=view-back]").click()
    box = page.locator(".figure.back").bounding_box()
    assert box is not None
    before = page.locator("#line-2").is_checked()
    page.mouse.click(box["x"] + box["width"] * 0.65, box["y"] + box["height"] * 0.29)
    assert page.locator("#line-2").is_checked() is not before


def test_without_a_connection_nothing_is_lost(visit: Visit, engine: Engine) -> None:
    """The screen says that no answer came, keeps what was filled in, and goes on when the connection is back."""
    page = visit(expected="net::ERR_FAILED")
    button(page, "Ask me instead")
    page.fill("#field-age_years", "46")
    page.context.route("**/interview", lambda route: route.abort())
    page.locator(".go").click()
    page.locator(".trouble").wait_for()
    assert "still here" in page.locator(".trouble").inner_text()
    assert page.locator("#field-age_years").input_value() == "46"
    page.context.unroute("**/interview")
    button(page, "Go on")
    assert carried(page, engine).intake.answers["age_years"] == 46


def screens(page: Page) -> Iterator[str]:
    """Goes through one screen of every kind."""
    yield "start"
    page.fill("#words", "My left groin hurts when I run, maybe a fever. My mother had arthritis.")
    button(page, "Go on")
    yield "words"
    page.goto(page.url)
    button(page, "Ask me instead")
    yield "form"
    fill(page, [("symptom_duration_days", "3 weeks")])
    yield "amount"
    fill(page, [("amount", "46")])
    fill(page, [("sex", "female"), ("pain_side", "left")])
    yield "areas"
    fill(page, [("line", "0")])
    yield "spots"
    button(page, "Go on")
    yield "spots that were not chosen"
    fill(page, [("line", "0")])
    yield "one of several"
    fill(page, [("onset_type", "over_months"), ("weight_bearing", "painful")])
    page.locator("summary").first.click()
    yield "list, with why"
    fill(page, [("line", "1"), ("unsure", "3")])
    yield "parts of a line"
    fill(page, [("line", "0")])
    yield "risen"
    press(page, '.tools button[value="answers"]')
    yield "answers"
    press(page, 'button[name="change"][value="weight_bearing"]')
    yield "change"
    press(page, '.tools button[value="answers"]')
    press(page, ".stick button")
    if not is_result(page):
        button(page, "Show the result now")
    for each in page.locator("summary").all():
        each.click()
    yield "result"
    press(page, '.given button[value="weight_bearing"]')
    press(page, 'button[value="unable"]')
    yield "what if"
    button(page, "It is so")
    yield "emergency"
    button(page, "Summary for the doctor")
    yield "letter"


SMALL_TARGETS = """[...document.querySelectorAll('a, button, summary, select, input, textarea, label.tile, label.doubt, label.tab')]
  .filter((each) => each.checkVisibility() && !each.closest('label, p, .body, footer') || each.matches('label'))
  .filter((each) => each.checkVisibility())
  .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5) && box.right > 0)
  .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (320, "dark")])
def test_every_screen_can_be_used_by_everybody(visit: Visit, width: int, scheme: str) -> None:
    """No violation that axe finds, nothing to scroll sideways, and targets of 44 pixels: on a phone, and on the smallest."""
    page, found = visit(width, scheme), dict[str, list[Any]]()
    for screen in screens(page):
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        small = page.evaluate(SMALL_TARGETS)
        violations = Axe().run(page).response["violations"]
        faults = [*(["wide"] if wide else []), *small, *[(each["id"], [node["html"] for node in each["nodes"]]) for each in violations]]
        if faults:
            found[screen] = faults
    assert found == {}


def test_the_letter_is_one_sheet_of_paper(visit: Visit, engine: Engine) -> None:
    """Printed, also in forced colours: the letter alone, without buttons and without what the page says around it."""
    page = visit(forced_colors="active")
    talk(page, engine, {**ABOUT, "weight_bearing": "painful", "limp": True, "onset_type": "over_months"})
    button(page, "Summary for the doctor")
    assert page.evaluate("document.activeElement.matches('.letter h1')")  # a screen reader begins there
    page.emulate_media(media="print")
    assert not page.locator("main button").first.is_visible()
    assert not page.locator("footer").is_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_the_reasoning_opens_as_a_page_of_its_own(visit: Visit, engine: Engine) -> None:
    """With its script and style, which the policy lets run, and the graph that lights up."""
    page = visit()
    talk(page, engine, {**ABOUT, "weight_bearing": "unable"})
    with page.expect_popup() as popup:
        page.locator("button:has-text('How this was reached')").click()
    popup.value.locator("#picture .box").first.hover()
    assert popup.value.locator("#picture .box.lit").count() > 0
