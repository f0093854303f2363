"""The report of an audit in a real browser: searched, and filtered by check and severity."""

from pathlib import Path

from playwright.sync_api import Browser, expect
from running import run
from tiny import TINY


def test_a_report_is_searched_and_filtered(browser: Browser, tmp_path: Path) -> None:
    """What does not fit is hidden, folded notes open where something in them fits, and how many are shown is said."""
    run("audit", str(TINY), "-o", str(tmp_path / "report.html"))
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "report.html").as_uri())
    every = page.locator("article").count()
    told = page.get_by_role("status")
    expect(told).to_have_text(f"{every} of {every} shown")
    check = page.get_by_label("Check")
    name = check.locator("option").nth(1).text_content() or ""
    check.select_option(name)
    shown = page.locator("article:visible")
    assert 0 < shown.count() < every
    assert {name in text for text in shown.all_text_contents()} == {True}
    page.get_by_label("Search").fill("no such word")
    expect(told).to_have_text(f"0 of {every} shown")
    page.get_by_label("Search").fill("")
    check.select_option("")
    page.get_by_label("notes").uncheck()
    assert page.locator("article.note:visible").count() == 0
    assert complaints == []
    page.close()
