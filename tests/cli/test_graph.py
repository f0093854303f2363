"""``hipexpert graph`` as its user meets it."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from click.testing import CliRunner
from running import ESCAPE, refused, run
from signing_packs import CHILD, FIRST, LATER, sign, signed_pack
from tiny import HOSTILE, TINY, copied, hostile
from validating import faults, validator

from hipexpert import Pack
from hipexpert.cli import browser
from hipexpert.cli.graph import DRAWN_WHOLE, FORMATS, complete_id, complete_topic, graph
from hipexpert.cli.main import main


def test_the_whole_is_told_on_one_screen_of_figures(pack: Pack) -> None:
    """How much there is, what rests on itself, chains and decisive findings, and what all of this is not."""
    result = run("graph")
    assert (result.exit_code, result.stderr) == (0, "")
    text = " ".join(result.stdout.split())
    assert f"{len(pack.findings)} findings lead through {len(pack.active_rules):,} rules" in text
    for part in ("What rests on itself", "Longest chains", "Decisive findings", "highest out-degree", pack.about.disclaimer):
        assert part in text
    assert ESCAPE not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_focus_is_shown_with_what_lies_before_and_behind_it() -> None:
    """Of a rule also how it is written, why, and its sources; one direction leaves the other away."""
    rule = "a-load-spike-on-weak-bone-is-bone-stress-risk"
    both = run("graph", "--focus", rule).stdout
    assert "- pattern: load_spike" in both
    assert "- {pattern: bone_stress_risk}" in both
    assert "because A bone fails" in both
    assert "Every way to it goes through" in both
    up = run("graph", "--focus", rule, "--upstream").stdout
    down = run("graph", "--focus", rule, "--downstream").stdout
    assert ("What can touch it" in up, "What it can touch" in up) == (True, False)
    assert ("What can touch it" in down, "What it can touch" in down) == (False, True)


@pytest.mark.parametrize(
    "options", [(str(TINY),), ("--focus", "urgency", "--upstream", "--steps", "1"), ("--topic", "patterns/spine_and_nerve")]
)
def test_the_json_fits_its_schema(options: tuple[str, ...]) -> None:
    """A whole pack, a focus, and a topic; every edge joins nodes that are there."""
    told = json.loads(run("graph", "--format", "json", *options).stdout)
    assert faults(validator("graph"), told) == []
    names = {node["id"] for node in told["nodes"]}
    assert all({edge["source"], edge["target"]} <= names for edge in told["edges"])
    assert (told["focus"] is None) == ("--focus" not in options)


def test_the_form_follows_the_name_of_the_file(tmp_path: Path) -> None:
    """Each form is written whole, and is what its name says."""
    for name in ("a.json", "a.dot", "a.mmd", "a.graphml", "a.svg", "a.html", "a.txt"):
        assert run("graph", str(TINY), "-o", str(tmp_path / name)).exit_code == 0
    assert json.loads((tmp_path / "a.json").read_text())["schema"] == "hipexpert.graph/1"
    assert "digraph rules {" in (tmp_path / "a.dot").read_text()
    assert "flowchart LR" in (tmp_path / "a.mmd").read_text()
    read = nx.read_graphml(tmp_path / "a.graphml")
    assert {"finding:side", "rule:youth-opposes-jumpers-knee", "condition:jumpers_knee"} <= set(read.nodes)
    ElementTree.fromstring((tmp_path / "a.svg").read_text())  # noqa: S314
    assert (tmp_path / "a.html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "a.txt").read_text().startswith("Rule graph of")


def test_a_picture_of_very_much_is_folded_by_topic(tmp_path: Path) -> None:
    """By itself, on demand, or not; what cannot be drawn is refused with what to do, and nothing is written."""
    folded, unfolded = (run("graph", "--format", "dot", *more).stdout for more in ((), ("--no-fold",)))
    assert '"findings/red_flag"' in folded
    assert folded.count("\n") < unfolded.count("\n")
    assert '"rule:a-limp-under-16-is-urgent"' in unfolded
    few = run("graph", "--focus", "labral_tear", "--upstream", "--format", "mermaid").stdout
    assert few.count("[/") < DRAWN_WHOLE
    assert "[/" in few
    said = refused("graph", "--format", "svg", "--no-fold", "-o", str(tmp_path / "a.svg"))
    assert "too many for a picture" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "message", "help_text"),
    [
        (("--focus", "limpp"), "there is no finding, rule or conclusion `limpp`", "did you mean `limp`?"),
        (("--focus", "fever"), "`fever` names 2 things", "say `finding:fever` or `pattern:fever`"),
        (("--topic", "bnoe"), "there is no topic `bnoe`", "did you mean `bone`?"),
        (("--upstream",), "--upstream needs something to start from", "say what with --focus ID"),
        (("--focus", "limp", "--upstream", "--downstream"), "one of --upstream and --downstream, not both", "leave both away"),
        (("--fold", "--format", "json"), "the form `json` is not folded", "leave it away"),
    ],
)
def test_a_mistake_ends_in_one_message_with_help(words: tuple[str, ...], message: str, help_text: str) -> None:
    """Exit code 2, nothing on standard output."""
    said = refused("graph", *words)
    assert said.count("error:") == 1
    assert message in said
    assert help_text in said


def test_all_mistakes_are_told_at_once() -> None:
    """An unknown id and two unknown topics."""
    assert refused("graph", "--focus", "limpp", "--topic", "no", "--topic", "nowhere").count("error:") == 3


def test_a_pack_that_does_not_load_shows_all_its_problems(tmp_path: Path) -> None:
    """Two mistakes, two messages with their places; and a folder that is none."""
    folder = copied(tmp_path, ("rules/knee.yaml", "{site: front}", "{sight: front}"), ("rules/knee.yaml", "{below: 12}", "{below: twelve}"))
    said = refused("graph", str(folder), "--format", "html", "-o", str(tmp_path / "a.html"))
    assert said.count("error:") == 2
    assert "rules/knee.yaml:" in said
    assert not (tmp_path / "a.html").exists()
    assert "error:" in refused("graph", str(tmp_path / "nowhere"))


def test_a_hostile_pack_breaks_out_of_no_form(tmp_path: Path) -> None:
    """Its texts stay texts: in the page nothing is closed or run, XML parses, DOT and Mermaid keep their lines."""
    folder = str(hostile(tmp_path))
    page = run("graph", folder, "--format", "html").stdout
    assert page.count("<script") == page.count("</script>") == 2
    assert "<img" not in page
    assert "javascript:" not in page
    for form in ("svg", "graphml"):
        ElementTree.fromstring(run("graph", folder, "--format", form).stdout)  # noqa: S314
    plain = run("graph", str(TINY), "--format", "dot").stdout
    assert run("graph", folder, "--format", "dot").stdout.count("\n") == plain.count("\n")
    _, *drawn = run("graph", folder, "--format", "mermaid").stdout.splitlines()  # the first line is a comment
    assert not any(HOSTILE in line for line in drawn)
    assert run("graph", folder).exit_code == 0


def test_equal_packs_give_equal_bytes() -> None:
    """Each form, twice."""
    for form in FORMATS:
        first, second = (run("graph", str(TINY), "--format", form).stdout for _ in range(2))
        assert first == second


def test_the_map_opens_in_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --open the page is written first; what a browser does not show is refused."""
    opened: list[str] = []
    monkeypatch.setattr(browser.click, "launch", lambda address: opened.append(address) or 0)
    assert run("graph", str(TINY), "--open", "-o", str(tmp_path / "map.html")).exit_code == 0
    assert opened == [(tmp_path / "map.html").as_uri()]
    assert "does not show" in refused("graph", "--open", "--format", "dot")


def test_the_shell_completes_ids_and_topics() -> None:
    """Of the pack that was named, or of the one that ships."""
    context = graph.make_context("graph", [str(TINY)], resilient_parsing=True)
    parameter = graph.params[1]
    assert complete_id(context, parameter, "swollen") == ["swollen", "swollen-but-does-not-hurt"]
    assert complete_id(context, parameter, "finding:") == []
    assert complete_topic(context, parameter, "rules") == ["rules/knee"]
    shipped = graph.make_context("graph", [], resilient_parsing=True)
    assert set(complete_id(shipped, parameter, "finding:")) == {"finding:fever"}
    result = CliRunner().invoke(
        main,
        prog_name="hipexpert",
        env={"_HIPEXPERT_COMPLETE": "bash_complete", "COMP_WORDS": "hipexpert graph --focus urge", "COMP_CWORD": "3"},
    )
    assert {"plain,urgency", "plain,urgent"} <= set(result.output.split())


def test_the_map_tells_who_reviewed_what_it_shows(tmp_path: Path) -> None:
    """Each decision about an entry with who made it and why, the oldest first; nothing of what nobody signed."""
    folder = signed_pack(tmp_path)
    sign(folder, f"rule {CHILD}", by="B. Jones", role="physician", on=LATER, decision="rejected")
    data = _map_data(run("graph", str(folder), "--format", "html").stdout)
    told = {node["i"]: node.get("r") for node in data["nodes"]}
    assert told[CHILD] == [f"A. Smith, physiotherapist, {FIRST}: accepted", f"B. Jones, physician, {LATER}: rejected: it says less"]
    assert [each for each in told.values() if each is None]
    assert not any(node.get("r") for node in _map_data(run("graph", str(TINY), "--format", "html").stdout)["nodes"])


def test_the_map_tells_which_tests_cover_what_it_shows(tmp_path: Path) -> None:
    """Of each rule the checks about it and the tests in which it fires; and what no test reaches. Without tests it says nothing of them."""
    case = tmp_path / "swollen_girl.yaml"
    case.write_text("id: swollen_girl\nfindings: {age: 9, swollen: yes}\nexpect: {urgency: {at_least: urgent, at_most: urgent}}\n")
    checks = tmp_path / "checks.yaml"
    checks.write_text(f"checks:\n- rule: {CHILD}\n  fires: [{{age: 7, swollen: yes}}]\n  silent: [{{age: 30, swollen: yes}}]\n")
    page = run("graph", str(TINY), "--cases", str(case), "--cases", str(checks), "--format", "html").stdout
    told = {node["i"]: node["v"] for node in _map_data(page)["nodes"]}
    assert told[CHILD] == [2, ["swollen_girl", f"{checks}:3"], [f"{checks}:3"], [f"{checks}:4"]]
    assert told["urgent"][:2] == told[CHILD][:2]
    assert told["youth-opposes-jumpers-knee"][0] == 2
    assert told["front-pain-supports-jumpers-knee"] == [0, [], [], []]
    assert "Tests reach" in page
    bare = run("graph", str(TINY), "--format", "html").stdout
    assert "Tests reach" not in bare
    assert not any("v" in node for node in _map_data(bare)["nodes"])
    assert "add --format html or --open" in refused("graph", str(TINY), "--cases", str(case))
    case.write_text("id: swollen_girl\nfindings: {age: nine}\n")
    assert "swollen_girl.yaml:2" in refused("graph", str(TINY), "--cases", str(case), "--format", "html")


def _map_data(page: str) -> dict[str, Any]:
    """What the script of a map is given."""
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read
