"""The forms of a result: each is well-formed, whole, and the same bytes each time."""

import io
import json
import re
from typing import Any

import networkx as nx
import pytest
from running import run, run_process

import hipexpert

WORDS = ("explain", "-f", "pain_site=deep_groin", "-f", "weight_bearing=painful", "-f", "night_pain=worse_at_night", "-f", "age_years=24")
FORMS = ("text", "json", "markdown", "dot", "mermaid", "graphml", "html", "svg")


def printed(form: str, *words: str) -> str:
    """What the form prints."""
    result = run(*(words or WORDS), "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def parsed(*parts: str) -> dict[str, Any]:
    """The JSON form, read."""
    document: dict[str, Any] = json.loads(printed("json", *WORDS, *parts))
    return document


@pytest.mark.hazard("result-shown-without-its-limits")
def test_json_has_what_its_schema_promises() -> None:
    """The keys that other programs rely on are there, with the kinds of values they rely on."""
    read = parsed()
    assert read["schema"] == "hipexpert.assessment/2"
    urgency = read["urgency"]
    assert {"level", "at_most", "settled", "because", "unknowns"} <= set(urgency)
    assert urgency["level"] in hipexpert.knowledge.LEVELS
    assert urgency["at_most"] in hipexpert.knowledge.LEVELS
    assert urgency["settled"] is (urgency["level"] == urgency["at_most"])
    assert {"title", "because", "premises", "grade"} <= set(read["rules"][urgency["because"][0]])
    assert read["differential"]
    for ranked in read["differential"]:
        assert {"condition", "band", "decibans"} <= set(ranked)
        assert read["names"][ranked["condition"]]
        assert isinstance(ranked["decibans"], int)
    assert read["not_to_be_missed"]
    assert isinstance(read["contributing_factors"], list)
    assert set(read["knowledge"]) >= {"pack", "version", "content_hash"}
    assert "not a diagnosis" in read["disclaimer"]


def test_the_derivation_in_json_is_a_graph_that_networkx_reads() -> None:
    """The node-link form gives back the derivation: answers at the start, the urgency among its conclusions."""
    read = parsed("--parts", "full")
    graph = nx.node_link_graph(read["derivation"], edges="edges")
    assert isinstance(graph, nx.MultiDiGraph)
    assert nx.is_directed_acyclic_graph(graph)
    assert f"urgency:{read['urgency']['level']}" in graph
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"answer", "conclusion", "rule", "weighing"}
    assert all(graph.in_degree(node) == 0 for node, data in graph.nodes(data=True) if data["kind"] == "answer")


def test_graphml_is_the_same_graph() -> None:
    """Networkx reads from GraphML the nodes, labels and edges that the JSON holds."""
    read = nx.read_graphml(io.BytesIO(printed("graphml").encode()), force_multigraph=True)
    graph = nx.node_link_graph(parsed("--parts", "derivation")["derivation"], edges="edges")
    assert set(read.nodes) == set(graph.nodes)
    assert sorted(read.edges()) == sorted(graph.edges())
    assert {node: data["label"] for node, data in read.nodes(data=True)} == {node: data["label"] for node, data in graph.nodes(data=True)}


def test_dot_is_well_formed() -> None:
    """Each line is a node with a label or an edge between declared nodes."""
    comment, head, *body, end = printed("dot").splitlines()
    assert comment.startswith("// This is education and triage support, not a diagnosis.")
    assert (head, end) == ("digraph derivation {", "}")
    quoted = r'"((?:[^"\\]|\\.)*)"'
    nodes = {match[1] for line in body if (match := re.fullmatch(rf"  {quoted} \[label={quoted}, shape=\w+\];", line))}
    edges = [(match[1], match[2]) for line in body if (match := re.fullmatch(rf"  {quoted} -> {quoted};", line))]
    assert len(nodes) + len(edges) + 2 == len(body)
    assert edges
    assert {end for edge in edges for end in edge} <= nodes


def test_mermaid_is_well_formed() -> None:
    """Each line is a node in quotes or an arrow between declared nodes."""
    comment, head, *body = printed("mermaid").splitlines()
    assert comment.startswith("%% This is education and triage support, not a diagnosis.")
    assert head == "flowchart LR"
    nodes = {match[1] for line in body if (match := re.fullmatch(r'  (n\d+)[\[({/]+"[^"<>]*"[\])}/]+', line))}
    edges = [(match[1], match[2]) for line in body if (match := re.fullmatch(r"  (n\d+) --> (n\d+)", line))]
    assert len(nodes) + len(edges) == len(body)
    assert edges
    assert {end for edge in edges for end in edge} <= nodes


@pytest.mark.hazard("ranking-taken-for-a-probability")
def test_markdown_has_every_part_of_a_report() -> None:
    """The headings stand in order, and the urgency is the title."""
    text = printed("markdown")
    headings = re.findall(r"^#{1,2} (.*)$", text, flags=re.MULTILINE)
    assert headings[0].lower().startswith(parsed()["urgency"]["level"].replace("_", " "))
    needed = ["Why", "What is not known yet", "Differential", "Not to be missed", "How this was reached"]
    assert [each for each in headings if each in needed] == needed
    assert "not a diagnosis" in text


@pytest.mark.hazard("nerve-or-vessel-emergency-missed")
def test_the_first_line_of_the_text_is_the_urgency() -> None:
    """What to do how soon comes before anything else, and what this is not is said."""
    lines = printed("text").splitlines()
    urgency = parsed()["urgency"]
    assert lines[0].split("  ")[0].strip() == urgency["level"].replace("_", " ").upper()
    assert urgency["title"] in lines[0]
    assert any("not a diagnosis" in line for line in lines)
    assert any("`--path` shows how" in line for line in lines)
    assert not any("How this was reached" in line for line in lines)


@pytest.mark.parametrize("form", FORMS)
def test_equal_input_gives_equal_bytes(form: str) -> None:
    """A second run writes the same, whatever the order of the options."""
    backwards = [WORDS[0], *(word for number in range(len(WORDS) - 2, 0, -2) for word in WORDS[number : number + 2])]
    assert printed(form) == printed(form) == printed(form, *backwards)


def test_equal_input_gives_equal_bytes_in_every_process(tmp_path: Any) -> None:
    """The hash seed of the process changes nothing."""
    runs = {run_process(tmp_path, *WORDS, "--format", "json", PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "2")}
    assert len(runs) == 1


@pytest.mark.hazard("result-shown-without-its-limits")
@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_say_that_nothing_is_known(form: str) -> None:
    """An intake without answers has a result in each form."""
    result = run("explain", "-", "--format", form, stdin="findings: {}")
    assert result.exit_code == 0
    assert result.stdout.strip()
