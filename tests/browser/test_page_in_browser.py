"""The page in a real browser: it loads with the network off, lights up the right path, and everybody can use it."""

import json
from typing import Any

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Show, Shown

from hipexpert.graphs.layers import picture_of
from hipexpert.graphs.selection import shown_conclusions

SIZES = [(1280, "light"), (1280, "dark"), (380, "light"), (380, "dark")]
LARGEST = "groin_pain_college_runner"


def lit(shown: Shown) -> set[str]:
    """The ids of the boxes that are lit."""
    found: list[str] = shown.page.evaluate("[...document.querySelectorAll('#picture .box.lit')].map((box) => box.dataset.id)")
    return set(found)


def drawn(shown: Shown) -> set[str]:
    """The ids of the boxes of the drawing."""
    found: list[str] = shown.page.evaluate("[...document.querySelectorAll('#picture .box')].map((box) => box.dataset.id)")
    return set(found)


def on_the_path(shown: Shown, box: str) -> set[str]:
    """What must be lit with a box: what stands for its ancestors and descendants in the derivation, as far as it is drawn."""
    picture = picture_of(shown.assessment)
    node = next(each for each in picture.nodes if each.id == box)
    facts = set(node.stands_for)
    for part in node.stands_for:
        facts |= nx.ancestors(picture.derivation, part) | nx.descendants(picture.derivation, part)
    return {picture.nodes[picture.place[fact]].id for fact in facts} & drawn(shown)


@pytest.mark.parametrize("example", [LARGEST, "groin_ache_in_a_marathon", "knee_pain_long_stride"])
def test_pointing_at_a_box_lights_up_its_whole_path_and_nothing_else(show: Show, example: str) -> None:
    """Every box of the first drawing, against the ancestors and descendants that networkx finds; leaving puts it out."""
    shown = show(example)
    shown.page.locator("#picture").scroll_into_view_if_needed()
    for box in sorted(drawn(shown)):
        shown.page.locator(f'#picture [data-id="{box}"]').dispatch_event("pointerover", {"bubbles": True})
        assert lit(shown) == on_the_path(shown, box), box
    shown.page.locator("#picture .box").first.hover()
    assert lit(shown)
    shown.page.locator("h1").hover()
    assert lit(shown) == set()


def test_the_lines_of_the_path_are_lit_with_its_boxes(show: Show) -> None:
    """A lit line joins two lit boxes, and each lit box but the first ones is reached by a lit line."""
    shown = show(LARGEST)
    urgency = f"urgency:{shown.assessment.level}"
    shown.page.locator(f'#picture [data-id="{urgency}"]').hover()
    ends = shown.page.evaluate(
        "[...document.querySelectorAll('#picture .line.lit')].map((line) => [line.dataset.source, line.dataset.target].map((place) =>"
        " document.querySelector(`#picture [data-place='${place}']`).dataset.id))"
    )
    assert {end for line in ends for end in line} == lit(shown)
    assert {target for _, target in ends} == {box for box in lit(shown) if not box.startswith("answer:")}


@pytest.mark.parametrize("name", ["plausible", "all-pattern", "advice-activity"])
def test_another_drawing_unfolds_what_was_folded(show: Show, name: str) -> None:
    """Choosing it draws its boxes and lines, and its paths are right too."""
    shown = show(LARGEST)
    data = json.loads(str(shown.page.locator("#graph-data").text_content()))["drawings"][name]
    shown.page.select_option("#drawing", name)
    assert shown.page.locator("#picture .box").count() == len(data["boxes"])
    assert shown.page.locator("#picture .line").count() == len(data["lines"])
    for box in sorted(drawn(shown))[::4]:
        shown.page.locator(f'#picture [data-id="{box}"]').dispatch_event("pointerover", {"bubbles": True})
        assert lit(shown) == on_the_path(shown, box), box
    shown.page.select_option("#drawing", "main")
    picture = picture_of(shown.assessment)
    assert drawn(shown) == {picture.nodes[place].id for place in picture.leading_to(shown_conclusions(shown.assessment))}


def test_the_keyboard_reaches_every_box_and_opens_its_rule(show: Show) -> None:
    """One stop for Tab; the arrow keys reach every box; focus lights its path; Enter opens the rule, Escape goes back."""
    shown = show("groin_ache_in_a_marathon")
    page = shown.page
    page.locator("#drawing").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.id || ''"
    start = page.evaluate(focused)
    assert start in drawn(shown)
    seen, waiting = {start}, [start]
    while waiting:
        box = waiting.pop()
        for key in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
            page.locator(f'#picture [data-id="{box}"]').focus()
            page.keyboard.press(key)
            now = page.evaluate(focused)
            if now not in seen:
                assert lit(shown) == on_the_path(shown, now)
                seen.add(now)
                waiting.append(now)
    assert seen == drawn(shown)
    rule = next(box for box in sorted(seen) if box.startswith("rule:"))
    page.locator(f'#picture [data-id="{rule}"]').focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    written = shown.assessment.pack.rule_by_id[rule.removeprefix("rule:")]
    assert written.title in dialog.inner_text()
    assert written.because in dialog.inner_text()
    assert "when:" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate(focused) == rule


def test_tab_goes_through_the_page_without_a_trap(show: Show) -> None:
    """From the top to the end every stop can be seen, and the first leads past the navigation."""
    page = show("spreading_leg_numbness").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the result"
    stops = 0
    for _ in range(600):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops += 1
        box = page.evaluate("(() => { const box = document.activeElement.getBoundingClientRect(); return [box.width, box.height] })()")
        assert min(box) > 0, page.evaluate("document.activeElement.outerHTML")
    else:
        pytest.fail("Tab never came to the end of the page")
    assert stops > 50


def test_a_click_on_a_conclusion_opens_every_rule_behind_it(show: Show) -> None:
    """All justifications of the urgency are there, each as its author wrote it."""
    shown = show(LARGEST)
    shown.page.locator(f'#picture [data-id="urgency:{shown.assessment.level}"]').click()
    dialog = shown.page.get_by_role("dialog")
    titles = [shown.assessment.pack.rule_by_id[each.rule].title for each in shown.assessment.urgency.because]
    assert len(titles) > 1
    assert all(title in dialog.inner_text() for title in titles)
    dialog.get_by_role("button", name="Close").click()
    assert not dialog.is_visible()


def test_a_link_to_a_folded_condition_unfolds_it(show: Show) -> None:
    """From the graph to the weighing."""
    shown = show(LARGEST)
    last = str(shown.page.locator("details.condition").last.get_attribute("id")).removeprefix("condition-")
    shown.page.select_option("#drawing", f"condition:{last}")
    shown.page.locator(f'#picture [data-id="condition:{last}"]').click()
    shown.page.get_by_role("dialog").get_by_role("link", name="Where the page says more").click()
    assert shown.page.locator(f"#condition-{last} .waterfall").is_visible()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_an_accessibility_audit_finds_nothing_serious(show: Show, width: int, scheme: str) -> None:
    """Axe, with a rule opened and then with everything unfolded; of long lists whose entries are alike the first few are left."""
    page = show("thigh_and_knee_pain_at_13", width, scheme).page
    page.locator("#picture .box.rule").first.click()
    assert serious(page, "dialog") == []
    page.keyboard.press("Escape")
    page.evaluate(
        "document.querySelectorAll('details').forEach((each) => { each.open = true });"
        "for (const list of ['article', '.bibliography li', 'details.condition', '.advice > li', '.missed li'])"
        " [...document.querySelectorAll(list)].slice(3).forEach((each) => each.remove())"
    )
    assert serious(page) == []


def serious(page: Any, part: str | None = None) -> list[str]:
    """The serious and critical violations of a page, or of a part of it."""
    found = Axe().run(page, context=part, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_nothing_is_wider_than_the_window(show: Show, width: int, scheme: str) -> None:
    """Only the graph scrolls sideways, in its own frame; light and dark differ."""
    page = show(LARGEST, width, scheme).page
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark is (scheme == "dark")


def test_the_page_is_readable_without_scripts(show: Show) -> None:
    """Nothing that only a script could do is offered; the drawing is there, and its links lead to the rules."""
    page = show(scripts=False).page
    assert page.locator("h1").is_visible()
    assert page.locator("#picture .box").count() > 20
    assert page.locator(".scripted:visible").count() == 0
    rule = page.locator("#picture .box.rule").first
    target = str(rule.get_attribute("href"))
    rule.click()
    assert page.locator(target).is_visible()


def test_paper_gets_the_advice_and_not_the_navigation(show: Show) -> None:
    """On paper the urgency, all advice given and the graph stand; what needs a screen does not."""
    shown = show()
    page = shown.page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("h1").is_visible()
    assert page.locator("nav").is_hidden()
    assert page.locator("#drawing").is_hidden()
    assert page.locator("#picture").is_visible()
    for advice in shown.assessment.plan.advice:
        assert page.locator(".advice strong", has_text=f"{advice.title}.").first.is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.group:not([open])").count() > 0


def test_the_policy_lets_nothing_in(show: Show) -> None:
    """What a script of somebody else would try is stopped by the page's own policy, and no request leaves."""
    shown = show()
    ran = shown.page.evaluate(
        "(() => { const script = document.createElement('script');"
        " script.textContent = 'window.ran = true'; document.body.append(script);"
        " const image = new Image(); image.src = 'https://example.invalid/x.png'; document.body.append(image);"
        " return Boolean(window.ran) })()"
    )
    shown.page.wait_for_timeout(100)
    assert ran is False
    assert shown.requests == []
    assert len(shown.complaints) == 2
    shown.complaints.clear()
