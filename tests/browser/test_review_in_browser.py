"""The page of a review in a real browser: filled in, saved, opened again, and signed."""

from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Browser
from signing_packs import CHILD, LOWERED, change, signed_pack

from hipexpert.cli.main import main


def test_a_clinician_fills_in_the_page_and_sends_it_back(browser: Browser, tmp_path: Path) -> None:
    """Nothing is saved before they say who they are and why they reject; a saved copy opens with what was decided."""
    pack = signed_pack(tmp_path)
    change(pack, LOWERED)
    assert CliRunner().invoke(main, ["review", "start", str(pack), "-o", str(tmp_path / "review.html")]).exit_code == 0
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "review.html").as_uri())
    save, told = page.get_by_role("button", name="Save my decisions"), page.get_by_role("status")
    save.click()
    assert told.text_content() == "Say your name first."
    page.get_by_label("Name").fill("Ann </script> Smith")
    page.get_by_label("Role").select_option("physician")
    page.get_by_label("Date").fill("2020-11-28")
    entry = page.locator(f"article[data-entry='rule {CHILD}']")
    entry.get_by_label("reject").check()
    save.click()
    assert told.text_content() == "A rejection needs a reason."
    entry.get_by_label("Reason").fill("children of five <5> too")
    with page.expect_download() as download:
        save.click()
    copy = tmp_path / download.value.suggested_filename
    download.value.save_as(copy)
    page.goto(copy.as_uri())
    assert page.get_by_label("Name").input_value() == "Ann </script> Smith"
    assert entry.get_by_label("reject").is_checked()
    assert complaints == []
    page.close()
    done = CliRunner().invoke(main, ["review", "sign", str(pack), "--list", str(copy)])
    assert done.exit_code == 0, done.output
    assert "children of five <5> too" in (pack / "signatures.yaml").read_text()
