"""``hipexpert explain --open``: the page is written first, then opened; what cannot be opened is refused before any work."""

import tempfile
from pathlib import Path

import pytest
from running import refused, run

from hipexpert.cli import browser

ANSWERS = ("explain", "-f", "pain_site=lateral_hip", "-f", "age_years=46")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were opened."""
    found: list[str] = []

    def launch(address: str) -> int:
        found.append(address)
        return 0

    monkeypatch.setattr(browser.click, "launch", launch)
    return found


def test_the_named_file_is_written_and_opened(tmp_path: Path, opened: list[str]) -> None:
    """Its name says the form; where it is, is printed."""
    for name, begins in (("a.html", "<!doctype html>"), ("a b.svg", "<svg "), ("plain", "<!doctype html>")):
        result = run(*ANSWERS, "--open", "-o", str(tmp_path / name))
        assert (result.exit_code, result.stderr) == (0, "")
        assert str(tmp_path / name) in result.stdout
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
        assert opened.pop() == (tmp_path / name).as_uri()


def test_without_a_name_a_temporary_page_is_opened(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is private, stays there for the browser, and its name is printed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    result = run(*ANSWERS, "--open")
    (page,) = tmp_path.iterdir()
    assert page.suffix == ".html"
    assert page.stat().st_mode & 0o077 == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert opened == [page.as_uri()]
    assert str(page) in result.stdout


@pytest.mark.parametrize("words", [("-o", "a.json"), ("--format", "dot"), ("-o", "-"), ("-o", "a.html", "--format", "text")])
def test_what_a_browser_does_not_show_is_refused(
    words: tuple[str, ...], tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one message, before anything is written."""
    monkeypatch.chdir(tmp_path)
    said = refused(*ANSWERS, "--open", *words)
    assert said.count("error:") == 1
    assert "help " in said
    assert list(tmp_path.iterdir()) == []
    assert opened == []


def test_a_machine_without_a_browser_is_told_where_the_page_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is there all the same."""
    monkeypatch.setattr(browser.click, "launch", lambda _: 1)
    result = run(*ANSWERS, "--open", "-o", str(tmp_path / "a.html"))
    assert result.exit_code == 2
    assert "error: no browser could be opened" in result.stderr
    assert f"at   {tmp_path / 'a.html'}" in result.stderr
    assert (tmp_path / "a.html").exists()
