"""A real browser, cut off from every network, and the pages it shows."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from chromium import chromium, chromium_missing
from playwright.sync_api import Browser, Page, Route, sync_playwright
from running import ROOT

from hipexpert import Engine, ExplainedAssessment
from hipexpert.knowledge import read_case_file
from hipexpert.rendering.page.writing import to_html
from hipexpert.service.application import of_hosted
from hipexpert.service.hosting import Hosted
from hipexpert.service.settings import ServiceSettings

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass
class Shown:
    """A page in the browser, what it complained about and what it tried to fetch."""

    page: Page
    assessment: ExplainedAssessment
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


Show = Callable[..., Shown]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is marked ``browser`` and ``deep``; without Chromium it is skipped, but not where CI is set."""
    here, missing = Path(__file__).parent, chromium_missing()
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.deep)
            if missing and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    found = chromium()
    if found is None:
        pytest.fail(chromium_missing())
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=[*FLAGS])
        yield started
        started.close()


@pytest.fixture(scope="session")
def written(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, ExplainedAssessment]]:
    """The page of an example as a file, written once."""
    folder, done = tmp_path_factory.mktemp("pages"), {}

    def write(example: str) -> tuple[Path, ExplainedAssessment]:
        if example not in done:
            assessment = engine.assess(read_case_file(ROOT / "examples" / f"{example}.yaml", engine.pack))
            path = folder / f"{example}.html"
            path.write_text(to_html(assessment), encoding="utf-8")
            done[example] = path, assessment
        return done[example]

    return write


@pytest.fixture
def show(browser: Browser, written: Callable[[str], tuple[Path, ExplainedAssessment]]) -> Iterator[Show]:
    """Shows the page of an example; at the end nothing may have been logged or fetched."""
    shown: list[Shown] = []

    def open_page(example: str = "groin_ache_ultra_runner", width: int = 1280, scheme: str = "light", scripts: bool = True) -> Shown:
        path, assessment = written(example)
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
            offline=True,
            reduced_motion="reduce",
        )
        page = context.new_page()
        found = Shown(page, assessment)

        def intercept(route: Route) -> None:
            if route.request.url == path.as_uri():
                route.continue_()
            else:
                found.requests.append(route.request.url)
                route.abort()

        context.route("**/*", intercept)
        page.on("console", lambda message: found.complaints.append(message.text))
        page.on("pageerror", lambda error: found.complaints.append(str(error)))
        page.goto(path.as_uri())
        shown.append(found)
        return found

    yield open_page
    for each in shown:
        each.page.context.close()
        assert each.complaints == []
        assert each.requests == []


@pytest.fixture(scope="session")
def address(engine: Engine) -> Iterator[str]:
    """Where the service answers, with the hip pack, for as long as the tests run."""
    server = uvicorn.Server(uvicorn.Config(of_hosted(Hosted([engine.pack]), ServiceSettings()), port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join(10)


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens the page of the service; at the end nothing may have been logged, kept, or asked of anybody else."""
    opened: list[tuple[Page, list[str]]] = []

    def open_page(width: int = 390, scheme: str = "light", scripts: bool = True, expected: str = "", **more: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **more,
        )
        page, complaints = context.new_page(), list[str]()
        page.set_default_timeout(60_000)

        def intercept(route: Route) -> None:
            if route.request.url.startswith(f"{address}/"):
                route.continue_()
            else:
                complaints.append(f"asked for {route.request.url}")
                route.abort()

        context.route("**/*", intercept)
        page.on("console", lambda message: None if expected and expected in message.text else complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/")
        opened.append((page, complaints))
        return page

    yield open_page
    for page, complaints in opened:
        kept = page.context.storage_state()
        page.context.close()
        assert complaints == []
        assert kept == {"cookies": [], "origins": []}
