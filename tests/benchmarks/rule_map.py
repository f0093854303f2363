"""How fluid the map of the shipped pack is in headless Chromium: ``python -m benchmarks.rule_map`` in tests/.

Wall-clock figures of one machine, to be read as such: from a key or click to the second frame after it, and the time
between frames while the page scrolls.
"""

import json
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from hipexpert import load_pack
from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.rendering.rule_graph.map_page import to_html

WORDS = ("limp", "groin", "bone stress", "urgent", "a", "labral tear", "st", "pain on hopping")
PAINTED = """async (act) => {
  const start = performance.now();
  eval(act);
  const done = performance.now();
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return [done - start, performance.now() - start];
}"""
SELECTED = """async (node) => {
  const changed = new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }));
  const start = performance.now();
  location.hash = node;
  await changed;
  const done = performance.now();
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return [done - start, performance.now() - start];
}"""
SCROLL = """async () => {
  const gaps = [];
  let last = performance.now();
  for (let step = 0; step < 120; step++) {
    window.scrollBy(0, step < 60 ? 25 : -25);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }
  return gaps;
}"""


def measured(page: Page, nodes: list[str]) -> dict[str, object]:
    """The figures, in milliseconds."""
    typed = [
        page.evaluate(
            PAINTED, f"const s = document.getElementById('search'); s.value = {json.dumps(word[:end])}; s.dispatchEvent(new Event('input'))"
        )
        for word in WORDS
        for end in range(1, len(word) + 1)
    ]
    page.keyboard.press("Escape")
    chosen = [page.evaluate(SELECTED, node) for node in nodes]
    gaps = page.evaluate(SCROLL)
    return {"typing": told(typed), "selecting": told(chosen), "scrolling": {"median": middle(gaps), "longest": round(max(gaps), 1)}}


def told(pairs: list[list[float]]) -> dict[str, float]:
    """The median and the longest, of the script alone and until it was painted."""
    script, painted = [each[0] for each in pairs], [each[1] for each in pairs]
    return {
        "script_median": middle(script),
        "script_longest": round(max(script), 1),
        "painted_median": middle(painted),
        "painted_longest": round(max(painted), 1),
    }


def middle(values: list[float]) -> float:
    """The median, to a tenth."""
    return round(statistics.median(values), 1)


if __name__ == "__main__":
    graph = RuleGraph(load_pack())
    file = Path(tempfile.mkdtemp()) / "map.html"
    file.write_text(to_html(Shown(graph)), encoding="utf-8")
    looked_at = [*list(graph.nodes)[::25], "finding:pain_site", "condition:femoral_neck_stress_fracture", "urgency:soon"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for wide in (1280, 380):
            shown = browser.new_page(viewport={"width": wide, "height": 900})
            shown.goto(file.as_uri())
            timing = shown.evaluate("(() => { const t = performance.getEntriesByType('navigation')[0]; return t.domComplete; })()")
            figures = {"width": wide, "kilobytes": file.stat().st_size // 1024, "loaded": round(timing), **measured(shown, looked_at)}
            print(json.dumps(figures, indent=2))  # noqa: T201
        browser.close()
