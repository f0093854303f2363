"""A pack that asks for too much is refused, with the limit that it passed; below the limit everything works."""

import random
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from running import run
from tiny import WHY, copied, pack_problems

from hipexpert import Engine, Pack, load_pack
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs import limits
from hipexpert.knowledge.packs.vocabulary import plain_number

RULES = "rules/knee.yaml"


def chained(folder: Path, length: int) -> Path:
    """The tiny pack with so many patterns that rest one on another, and urgency on the last."""
    made = copied(folder)
    with (made / "patterns.yaml").open("a") as stream:
        stream.writelines(f"- {{id: p{each}, name: p{each}, says: p{each} holds}}\n" for each in range(length))
    premises = ["swollen: true", *(f"pattern: p{each}" for each in range(length))]
    conclusions = [*(f"pattern: p{each}" for each in range(length)), "urgency: soon"]
    with (made / RULES).open("a") as stream:
        for number, (premise, conclusion) in enumerate(zip(premises, conclusions, strict=True)):
            stream.write(f"- {{id: link-{number}, title: a link, when: {{{premise}}}, then: [{{{conclusion}}}], {WHY}}}\n")
    return made


def with_premise(folder: Path, premise: str) -> Path:
    """The tiny pack with one rule more."""
    made = copied(folder)
    with (made / RULES).open("a") as stream:
        stream.write(f"- {{id: more, title: more, when: {premise}, then: [{{urgency: soon}}], {WHY}}}\n")
    return made


def nested(depth: int) -> str:
    """Gates within gates."""
    return "{any: [{swollen: true}, " * depth + "{swollen: absent}" + "]}" * depth


def test_a_chain_past_the_limit_is_refused_with_its_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not load; the limit is patched to be near, since one of ten thousand takes long to write."""
    monkeypatch.setattr(limits, "CHAIN", 30)
    (problem,) = pack_problems(chained(tmp_path, 30))
    assert problem.code == "over-limit"
    assert problem.message == "a chain of 31 conclusions leads to `urgency:soon`: the limit is 30"
    assert problem.place.startswith(RULES)


def test_a_circle_past_the_limit_is_refused(tmp_path: Path) -> None:
    """Of facts that lead to one another far fewer may be than in a chain: no order is the right one to work them out in."""
    made = chained(tmp_path, limits.CIRCLE + 1)
    with (made / RULES).open("a") as stream:
        stream.write(f"- {{id: back, title: b, when: {{pattern: p{limits.CIRCLE}}}, then: [{{pattern: p0}}], {WHY}}}\n")
    (problem,) = pack_problems(made)
    said = f"`pattern:p0` is one of {limits.CIRCLE + 1} conclusions that lead to one another: the limit is {limits.CIRCLE}"
    assert problem.message == said
    assert problem.place.startswith(RULES)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny pack with a chain of three thousand patterns, a case and a table."""
    folder = tmp_path_factory.mktemp("chain")
    chained(folder, 3000)
    (folder / "case.yaml").write_text(
        "id: a\nfindings: {swollen: true}\nexpect: {accepted: [jumpers_knee], urgency: {at_least: soon, at_most: soon}}\n"
    )
    (folder / "t.csv").write_text("swollen\nyes\nno\n")
    return folder


@pytest.mark.deep
@pytest.mark.parametrize(
    "words",
    [
        *(("explain", "--knowledge", "pack", "-f", "swollen=yes", "--format", form) for form in ("text", "markdown", "json", "svg", "dot")),
        ("explain", "--knowledge", "pack", "-f", "swollen=yes", "--how", "urgency", "--format", "json"),
        ("explain", "--knowledge", "pack", "-f", "side=left", "--why", "swollen"),
        ("explain", "--knowledge", "pack", "-f", "swollen=no", "--why-not", "soon"),
        ("explain", "--knowledge", "pack", "-f", "swollen=no", "--counterfactual", "urgency"),
        ("explain", "--knowledge", "pack", "-f", "swollen=no", "--what-if", "swollen=yes"),
        ("explain", "--knowledge", "pack", "-f", "site=front"),
        ("interview", "--knowledge", "pack"),
        ("test", "case.yaml", "--knowledge", "pack", "--coverage"),
        ("bench", "case.yaml", "--knowledge", "pack"),
        ("cohort", "t.csv", "--knowledge", "pack", "-o", "out.csv"),
        ("simulate", "20", "--knowledge", "pack"),
        ("graph", "pack", "--format", "svg"),
        ("export", "pack", "--format", "clips"),
        ("findings", "--knowledge", "pack"),
        ("conditions", "--knowledge", "pack"),
        ("prove", "never: {pattern: p5}", "--knowledge", "pack"),
        ("diff", "pack", "pack"),
    ],
    ids=" ".join,
)
def test_a_chain_of_three_thousand_goes_through_every_verb(words: tuple[str, ...], chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None runs out of stack; what is proved false or fails ends with 1 or 3, and nothing with a traceback."""
    monkeypatch.chdir(chain)
    assert run(*words, stdin="y\n").exit_code in (0, 1, 3)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: with_premise(folder, nested(limits.PREMISE_DEPTH + 1)), "gates 21 deep: the limit is 20"),
        (lambda folder: with_premise(folder, f"{{any: [{'{swollen: true}, ' * 1001}]}}"), "1001 parts: the limit is 1 000"),
        (lambda folder: with_premise(folder, "{age: {at_least: 1.0e+300}}"), "out of all proportion: the limit is 1 000 000 000"),
        (lambda folder: copied(folder, ("pack.yaml", "weak: 3", "weak: 99999999999999999999")), "`weak` more decibans"),
        (lambda folder: copied(folder, ("pack.yaml", "weak: 3", "weak: -1001")), "the limit is 1 000"),
    ],
    ids=["deep", "wide", "a huge bound", "a huge strength", "a hugely negative strength"],
)
def test_what_passes_a_limit_is_refused_with_the_limit(make: Callable[[Path], Path], said: str, tmp_path: Path) -> None:
    """The message names what passed which limit, and where."""
    found = pack_problems(make(tmp_path))
    assert {each.code for each in found} == {"over-limit"}
    assert any(said in each.message for each in found)


def test_the_longest_chain_is_that_of_an_independent_library() -> None:
    """Circles count as many as they are, and what lies beside the longest chain not at all."""
    draw = random.Random(7)  # noqa: S311 (the same graphs each time)
    for _ in range(200):
        names = [f"f{each}" for each in range(draw.randint(2, 9))]
        edges = {(draw.choice(names), draw.choice(names)) for _ in range(draw.randint(1, 14))}
        graph: nx.DiGraph[str] = nx.DiGraph(edges)
        circles, longest = nx.condensation(graph), dict[int, int]()
        for each in nx.topological_sort(circles):
            before = max((longest[other] for other in circles.predecessors(each)), default=0)
            longest[each] = before + len(circles.nodes[each]["members"])
        leads: dict[str, list[str]] = {}
        for before_it, after in sorted(edges):
            leads.setdefault(before_it, []).append(after)
        found, _, circle = limits._longest(leads)
        assert found == max(longest.values())
        assert len(circle) == max(len(circles.nodes[each]["members"]) for each in circles)


def test_gates_up_to_the_limit_are_accepted(tmp_path: Path) -> None:
    """The limit itself is allowed."""
    assert Engine(load_pack(with_premise(tmp_path, nested(limits.PREMISE_DEPTH)))).assess({"swollen": True}).urgency.level == "soon"


def test_many_files_and_many_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder fills the memory."""
    folder = copied(tmp_path)
    for name in ("FILES", "PACK_BYTES"):
        with monkeypatch.context() as patched:
            patched.setattr(f"hipexpert.knowledge.packs.files.{name}", 3)
            assert [each.code for each in pack_problems(folder)] == ["over-limit"]


def test_the_pack_that_ships_is_far_below_every_limit(pack: Pack) -> None:
    """Half of each limit is more than it needs."""
    measured = [limits._measured(rule.premise) for rule in pack.rules]
    assert max(depth for depth, _, _ in measured) * 2 < limits.PREMISE_DEPTH
    assert max(parts for _, parts, _ in measured) * 2 < limits.PREMISE_PARTS
    assert len(pack.rules) * 2 < limits.ENTRIES


def test_bounds_that_differ_in_the_seventh_digit_are_different_facts(tmp_path: Path) -> None:
    """A number is compared with the bound that was written."""
    assert plain_number(37.1234567) != plain_number(37.1234568)
    pack = load_pack(
        with_premise(tmp_path, "{any: [{age: {at_least: 37.1234568}}, {all: [{age: {at_least: 37.1234567}}, {swollen: true}]}]}")
    )
    facts = {fact for fact in ExplainingEngine(pack).compiled.program.inputs if fact.startswith("age>=37")}
    assert facts == {"age>=37.1234567", "age>=37.1234568"}
