"""The map of the rule graph in a real browser: search, select and walk, with the network off, by everybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect
from tiny import hostile

from hipexpert import Pack, load_pack
from hipexpert.audit.suite.covering import NodeTests
from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.rule_graph.focusing import focus_on
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.rendering.rule_graph.map_page import to_html

SIZES = [(1280, "light"), (1280, "dark"), (380, "light"), (380, "dark")]


@pytest.fixture(scope="module")
def graph(pack: Pack) -> RuleGraph:
    """The rule graph of the pack that ships."""
    return RuleGraph(pack)


@pytest.fixture(scope="module")
def written(graph: RuleGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of the pack that ships, as a file."""
    path = tmp_path_factory.mktemp("map") / "map.html"
    path.write_text(to_html(Shown(graph)), encoding="utf-8")
    return path


class Maps:
    """Opens maps; what they complained about and tried to fetch is kept."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.said: list[str] = []
        self.pages: list[Page] = []

    def open(self, path: Path, width: int = 1280, scheme: str = "light", scripts: bool = True, at: str = "") -> Page:
        """A map in a window of its own."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
            offline=True,
            reduced_motion="reduce",
        )

        def intercept(route: Route) -> None:
            if route.request.url.partition("#")[0] == path.as_uri():
                route.continue_()
            else:
                self.said.append(route.request.url)
                route.abort()

        context.route("**/*", intercept)
        page = context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(path.as_uri() + at)
        self.pages.append(page)
        return page


@pytest.fixture
def maps(browser: Browser) -> Iterator[Maps]:
    """Maps, of which none may complain or fetch anything."""
    opened = Maps(browser)
    yield opened
    for page in opened.pages:
        page.context.close()
    assert opened.said == []


def choose(page: Page, words: str) -> None:
    """Type and take the first that is found."""
    page.fill("#search", words)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'chosen-title'")


def lit(page: Page, graph: RuleGraph, style: str) -> set[str]:
    """The nodes that are lit in one way."""
    numbers: list[str] = page.evaluate(f"[...document.querySelectorAll('#map i.{style}')].map((cell) => cell.dataset.n)")
    names = list(graph.nodes)
    return {names[int(number)] for number in numbers}


def test_selecting_lights_up_all_that_can_touch_it_and_all_that_it_can_touch(maps: Maps, written: Path, graph: RuleGraph) -> None:
    """Nodes of every kind, against what the graph says; the lists beside the map name as many."""
    page = maps.open(written)
    for name in (
        "finding:limp",
        "pattern:bone_stress",
        "rule:a-load-spike-on-weak-bone-is-bone-stress-risk",
        "condition:labral_tear",
        "urgency:soon",
        "advice:do-not-run-through-hip-pain",
    ):
        page.evaluate("(name) => { location.hash = name }", name)
        page.wait_for_function("(label) => document.getElementById('chosen-title').textContent === label", arg=graph.nodes[name].label)
        assert lit(page, graph, "here") == {name}
        assert lit(page, graph, "up") == set(graph.upstream(name))
        assert lit(page, graph, "down") == set(graph.downstream(name))
        text = page.locator("#chosen").inner_text()
        assert f"All that can touch it ({len(graph.upstream(name))})" in text
        assert f"All that it can touch ({len(graph.downstream(name))})" in text
        assert f"in-degree {len(graph.before[name])}, out-degree {len(graph.after[name])}" in text


def test_a_rule_opens_as_its_author_wrote_it_with_its_sources(maps: Maps, written: Path, graph: RuleGraph) -> None:
    """Found by words of its title, or by a click on its square."""
    page = maps.open(written)
    rule = graph.pack.rule_by_id["a-load-spike-on-weak-bone-is-bone-stress-risk"]
    choose(page, "load spike weak bone stress risk")
    text = page.locator("#chosen").inner_text()
    assert rule.title in text
    assert "- pattern: load_spike" in text
    assert "- {pattern: bone_stress_risk}" in text
    assert rule.because in text
    assert all(graph.pack.source_by_id[each.ref].title in text for each in rule.sources)
    assert graph.nodes[f"rule:{rule.id}"].place in text
    page.locator(f"#map i[data-n='{graph.place['rule:a-limp-under-16-is-urgent']}']").click()
    page.wait_for_function("location.hash === '#rule:a-limp-under-16-is-urgent'")
    because = graph.pack.rule_by_id["a-limp-under-16-is-urgent"].because
    expect(page.locator("#chosen")).to_contain_text(because)  # the page follows its address a moment later
    page.go_back()
    page.wait_for_function("(label) => document.getElementById('chosen-title').textContent === label", arg=rule.title)


def test_the_keyboard_alone_searches_selects_and_walks(maps: Maps, written: Path) -> None:
    """Type, arrow down, Enter: focus goes to what was selected; from there Tab and Enter follow a line; Escape closes the list."""
    page = maps.open(written)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the search"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.locator("#search").focus()
    page.keyboard.type("groin")
    field = page.get_by_role("combobox", name="Find a finding, rule, condition or advice")
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = str(field.get_attribute("aria-activedescendant"))
    option = page.locator(f"#{active}")
    assert option.get_attribute("aria-selected") == "true"
    number = option.get_attribute("data-n")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'chosen-title'")
    assert page.locator("#map i.here").get_attribute("data-n") == number
    assert "can touch" in page.locator("#status").inner_text()
    before = page.locator("#chosen-title").inner_text()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.list') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_function("(before) => document.getElementById('chosen-title').textContent !== before", arg=before)
    field.focus()
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"


def test_kind_and_topic_narrow_what_is_found(maps: Maps, written: Path, graph: RuleGraph) -> None:
    """A topic alone lists all that it holds; what is not there is said."""
    page = maps.open(written)
    page.select_option("#topic", label="Conditions: vascular")
    own = [node.label for node in graph.nodes.values() if node.topic.id == "conditions/vascular"]
    assert page.locator("#found li[data-n]").count() == len(own)
    page.select_option("#kind", "rule")
    assert page.locator("#found").inner_text() == "nothing is called so"
    page.select_option("#topic", "")
    page.fill("#search", "limp")
    assert {"rule"} == set(page.locator("#found li[data-n] .kind").all_inner_texts())


def test_long_lists_unfold_to_all_they_promise(maps: Maps, written: Path, graph: RuleGraph) -> None:
    """Everything that a finding can touch is listed by kind, with as many as the heading says."""
    page = maps.open(written, at="#finding:limp")
    rules = [name for name in graph.downstream("finding:limp") if name.startswith("rule:")]
    summary = page.locator("#chosen summary", has_text=f"{len(rules)} rules")
    summary.click()
    expect(summary.locator("xpath=..").locator("li")).to_have_count(len(rules))  # the browser unfolds after the click


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_an_accessibility_audit_finds_nothing_serious(maps: Maps, written: Path, width: int, scheme: str) -> None:
    """Axe, with the list open and then with a rule selected, of the squares the first few; nothing is wider than the window."""
    page = maps.open(written, width, scheme)
    page.evaluate("[...document.querySelectorAll('#map i')].slice(40).forEach((each) => each.remove())")
    for act in (lambda: page.fill("#search", "bone"), lambda: choose(page, "load spike weak bone stress risk")):
        act()
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:150]) for each in found if each["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark is (scheme == "dark")


def test_the_tour_leads_from_an_answer_to_what_people_are_told(maps: Maps, written: Path, graph: RuleGraph) -> None:
    """Three steps along one chain, each of which is selected by a click."""
    page = maps.open(written)
    steps = page.locator(".tour li a")
    names = [(steps.nth(number).get_attribute("href") or "")[1:] for number in range(3)]
    assert [graph.nodes[name].kind for name in names[:2]] == ["finding", "rule"]
    steps.nth(1).click()
    expect(page.locator("#chosen-title")).to_have_text(graph.nodes[names[1]].label)


def test_a_focus_is_selected_when_the_map_opens(maps: Maps, graph: RuleGraph, tmp_path: Path) -> None:
    """`--focus` marks its place, and shows only what is beside it on the map."""
    path = tmp_path / "map.html"
    shown = Shown(graph, focus_on(graph, "labral_tear"), "upstream")
    path.write_text(to_html(shown), encoding="utf-8")
    page = maps.open(path)
    assert page.locator("#chosen-title").inner_text() == graph.nodes["condition:labral_tear"].label
    assert page.locator("#map i").count() == len(shown.view.nodes)


def test_what_is_selected_lists_the_tests_that_cover_it(maps: Maps, graph: RuleGraph, tmp_path: Path) -> None:
    """How many reach it, and by name, checks apart; where there is none it says so."""
    path = tmp_path / "map.html"
    rule = "a-limp-under-16-is-urgent"
    tests = {name: NodeTests(0, ()) for name in graph.nodes} | {
        f"rule:{rule}": NodeTests(30, ("story_one", "two.yaml:4"), ("rules.yaml:3",))
    }
    path.write_text(to_html(Shown(graph), tests=tests), encoding="utf-8")
    page = maps.open(path, at=f"#rule:{rule}")
    chosen = page.locator("#chosen-body")
    expect(chosen.get_by_role("heading", name="Tests (30)")).to_be_visible()
    chosen.get_by_text("Checks that it fires (1)").click()
    expect(chosen.get_by_text("rules.yaml:3")).to_be_visible()
    chosen.get_by_text("Tests in which it fires").click()
    expect(chosen.get_by_text("story_one")).to_be_visible()
    choose(page, "limp")
    expect(chosen.get_by_text("No test covers it.")).to_be_visible()
    assert Axe().run(page).violations_count == 0


def test_without_its_script_the_page_says_so_and_shows_the_figures(maps: Maps, written: Path) -> None:
    """Nothing is offered that only the script could do."""
    page = maps.open(written, scripts=False)
    assert page.locator(".scripted:visible").count() == 0
    assert page.get_by_text("This page needs its script").is_visible()
    assert page.get_by_role("heading", name="Decisive findings").is_visible()


def test_a_hostile_pack_runs_nothing(maps: Maps, tmp_path: Path) -> None:
    """Every text of it is shown as the text that it is."""
    path = tmp_path / "map.html"
    path.write_text(to_html(Shown(RuleGraph(load_pack(hostile(tmp_path))))), encoding="utf-8")
    page = maps.open(path, at="#condition:jumpers_knee")
    page.evaluate("(() => { location.hash = 'rule:front-pain-supports-jumpers-knee' })()")
    page.wait_for_function("document.getElementById('chosen-title').textContent.includes('alert(1)')")
    assert page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
