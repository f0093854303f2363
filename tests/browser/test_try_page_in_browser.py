"""The page that tries the HTTP interface, and the example in JavaScript, in a real browser."""

from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Visit
from running import ROOT


def test_the_page_to_try_it_asks_the_service_and_loads_nothing_from_elsewhere(visit: Visit, address: str) -> None:
    """Every operation is listed with an example that is answered; axe finds no violation."""
    page = visit(scripts=True)
    page.goto(f"{address}/v1")
    page.locator("#operation option").nth(10).wait_for(state="attached")
    for operation in ("assess", "read_words", "go_on", "packs"):
        page.select_option("#operation", operation)
        page.click("button")
        page.get_by_role("status").get_by_text("200").wait_for()
        assert '"' in (page.text_content("#answer") or "")
        page.evaluate("document.getElementById('status').textContent = ''")
    assert Axe().run(page).response["violations"] == []


def test_the_example_in_javascript_runs(visit: Visit, address: str) -> None:
    """A level, three questions, and a mistake with its pointers."""
    page = visit(expected="422")
    code = (ROOT / "examples" / "ask_over_http.mjs").read_text(encoding="utf-8")
    said = page.evaluate(
        "async ([code, address]) => { const said = []; const run = Object.getPrototypeOf(async function () {}).constructor;"
        " await run('process', 'console', code)({ argv: ['', '', address] }, { log: (text) => said.push(text) }); return said; }",
        [code, address],
    )
    assert said[0].startswith("soon: ")
    assert [line[:2] for line in said[1:4]] == ["1.", "2.", "3."]
    assert "#/answers/pain_sight: unknown finding" in said[4]
