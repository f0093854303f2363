"""Queries in a line: each verdict is that of trying every runner whom the pack can tell apart, and each witness replays."""

import json
import shlex
from itertools import product
from pathlib import Path

import pytest
from proving_packs import STRETCH, folder_with
from running import refused, run
from validating import faults, validator

from hipexpert import Engine, __version__
from hipexpert.audit.proving import Prover
from hipexpert.audit.proving.queries import premises_of, prove_queries, prove_query, read_query
from hipexpert.engine.oracle import holds
from hipexpert.knowledge import load_pack
from hipexpert.knowledge.packs.ladder import UNDETERMINED, caution, rank
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.runner.assessment import Assessment
from hipexpert.knowledge.runner.results import Knowledge

RULES = """
- {id: a-young-knee-is-urgent, when: {all: [{age: {below: 12}}, {swollen: true}]}, then: [{urgency: urgent}]}
- {id: left-stretches, when: {side: left}, then: [{advise: stretch}]}
- {id: swollen-does-not, when: {swollen: true}, then: [{avoid: stretch}]}
"""
QUERIES = (
    "never: {age: {below: 12}} below urgent",
    "never: {all: [{age: {below: 12}}, {swollen: true}]} below urgent",
    "never: {side: left} above routine",
    "never: {swollen: true} with stretch",
    "never: {side: left} with stretch",
    "never: {pattern: irritated_joint}",
    "always: {any: [{swollen: true}, {swollen: absent}]}",
    "possible: {all: [{urgency: urgent}, {side: left}]}",
    "possible: {all: [{side: left}, {side: right}]}",
    "subsumed: [a-young-knee-is-urgent, {swollen: true}]",
    "subsumed: [{swollen: true}, a-young-knee-is-urgent]",
    "disjoint: [left-stretches, {side: right}]",
    "disjoint: [left-stretches, swollen-does-not]",
    "equivalent: [left-stretches, {side: left}]",
    "equivalent: [left-stretches, {swollen: true}]",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tiny pack with rules to ask about."""
    return str(folder_with(tmp_path_factory.mktemp("asked"), RULES, advice=({**STRETCH, "id": "stretch"},)))


@pytest.fixture(scope="module")
def every(folder: str) -> tuple[Assessment, ...]:
    """The assessment of every runner whom the pack can tell apart."""
    engine = Engine(folder)
    ages, sites = (None, 5, 11, 12, 15, 16, 90), ({}, {"front": True}, {"front": False, "back": True}, {"front": True, "back": True})
    told = []
    for said in product((None, True, False), ages, (None, "left", "right"), sites):
        answers = zip(("swollen", "age", "side", "site"), said, strict=True)
        told.append(engine.assess({name: answer for name, answer in answers if answer is not None}))
    return tuple(told)


def tried(text: str, folder: str, every: tuple[Assessment, ...]) -> bool:
    """Whether what a query says is so of every runner, by looking at each."""
    query = read_query(text, load_pack(folder))
    shown = [[holds(to_gate(each), one.run.facts) for each in query.premises] for one in every]
    match query.kind:
        case "possible":
            return any(first for (first,) in shown)
        case "always":
            return all(first for (first,) in shown)
        case "subsumed":
            return all(second or not first for first, second in shown)
        case "disjoint":
            return not any(first and second for first, second in shown)
        case "equivalent":
            return all(first == second for first, second in shown)
    if query.below is not None:
        return all(not first or caution(each.level) >= caution(query.below) for (first,), each in zip(shown, every, strict=True))
    if query.above is not None:
        low = [each.level == UNDETERMINED or rank(each.level) <= rank(query.above) for each in every]
        return all(not first or calm for (first,), calm in zip(shown, low, strict=True))
    given = [not query.advice or query.advice in {advice.id for advice in each.plan.advice} for each in every]
    return not any(first and told for (first,), told in zip(shown, given, strict=True))


@pytest.mark.parametrize("text", QUERIES)
def test_a_verdict_is_that_of_trying_every_runner(text: str, folder: str, every: tuple[Assessment, ...]) -> None:
    """Proved exactly where nobody is found; the witness of the other verdict is somebody of whom it is so."""
    pack = load_pack(folder)
    query = read_query(text, pack)
    certificate = prove_query(Prover(pack, also=premises_of([query])), query, __version__)
    assert certificate.verdict == ("proved" if tried(text, folder, every) else "refuted")
    assert (certificate.witness is None) == ((certificate.verdict == "proved") == (query.kind != "possible"))
    if certificate.witness is not None and query.kind != "possible":
        assert not tried(text, folder, (Engine(pack).assess(certificate.witness),))


def test_the_command_shows_a_runner_and_writes_a_certificate(folder: str) -> None:
    """The printed command is one that runs, the exit code says that it is not so, and the certificate fits its schema."""
    words = ("prove", QUERIES[4], "--knowledge", folder)
    told = run(*words)
    assert told.exit_code == 3
    command = " ".join(told.stdout.split("shows it: ")[1].split("\nKnowledge")[0].split())
    assert "Stretch" in run(*shlex.split(command)[1:]).stdout
    written = json.loads(run(*words, "--format", "json").stdout)
    assert faults(validator("proof"), written) == []
    assert (written["verdict"], written["knowledge"]["content_hash"]) == ("refuted", load_pack(folder).content_hash)
    assert run("prove", *QUERIES[1:4:2], "--knowledge", folder).exit_code == 0


OTHER_RULES = """
- {id: a-young-knee-is-urgent, when: {all: [{age: {below: 14}}, {swollen: true}]}, then: [{urgency: soon}]}
- {id: left-stretches, when: {side: left}, then: [{advise: stretch}]}
"""
OF_TWO = (
    "never: {swollen: true} lower",
    "never: {swollen: true} higher",
    "never: {side: left} lower",
    "subsumed: a-young-knee-is-urgent",
    "equivalent: a-young-knee-is-urgent",
    "equivalent: left-stretches",
    "subsumed: [{age: {above: 14}}, {age: {above: 13}}]",
    "disjoint: [{urgency: urgent}, {urgency: soon}]",
    "disjoint: [{age: {below: 12}}, {age: {at_least: 12}}]",
    "never: {any: [{side: right}, {age: {at_least: 12}}]} lower",
)


@pytest.mark.parametrize("text", OF_TWO)
def test_a_verdict_on_two_packs_is_that_of_trying_every_runner(text: str, folder: str, tmp_path: Path) -> None:
    """The first premise is about the first pack, the second about the other; the witness shows both to differ."""
    beside = str(folder_with(tmp_path, OTHER_RULES, advice=({**STRETCH, "id": "stretch"},)))
    packs = (load_pack(folder), load_pack(beside))
    query = read_query(text, *packs)
    (certificate,) = prove_queries([query], *packs, __version__)

    def so_of(answers: dict[str, object]) -> bool:
        """Whether what a query says is so of one runner."""
        told = [Engine(pack).assess(answers) for pack in packs]
        shown = [holds(to_gate(each), one.run.facts) for each, one in zip(query.premises, told, strict=False)]
        old, new = (caution(one.level) for one in told)
        if query.shift is not None:
            return not shown[0] or (new >= old if query.shift == "lower" else new <= old)
        return {"subsumed": shown[-1] or not shown[0], "disjoint": not all(shown), "equivalent": shown[0] == shown[-1]}[query.kind]

    ages = (None, 5, 11, 12, 13, 14, 15, 90)
    every = [
        {name: said for name, said in zip(("swollen", "age", "side"), each, strict=True) if said is not None}
        for each in product((None, True, False), ages, (None, "left", "right"))
    ]
    assert certificate.verdict == ("proved" if all(map(so_of, every)) else "refuted")
    assert certificate.witness is None or not so_of(dict(certificate.witness))
    assert certificate.beside == Knowledge.of(packs[1])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("never: {swollen: true} below soon", "is asked of one pack"),
        ("possible: {swollen: true}", "is asked of one pack"),
        ("equivalent: swollen-does-nt", "did you mean `swollen-does-not`?"),
    ],
)
def test_a_query_of_one_pack_is_not_asked_of_two(query: str, message: str, folder: str) -> None:
    """One message with what may be asked of both; and the other way round."""
    assert message in refused("prove", query, "--knowledge", folder, "--beside", folder)
    assert "name the other one with `--beside`" in refused("prove", "never: {swollen: true} lower", "--knowledge", folder)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("nevr: {swollen: true}", "did you mean `never`?"),
        ("never: {swolen: true}", "did you mean `swollen`?"),
        ("never: {swollen: true} below urgnt", "did you mean `urgent`?"),
        ("never: {swollen: true} with strech", "did you mean `stretch`?"),
        ("always: {swollen: true} below urgent", "`below` goes with `never`"),
        ("disjoint: [left-stretches]", "write `disjoint: [one, other]`"),
        ("subsumed: [left-stretchs, {swollen: true}]", "did you mean `left-stretches`?"),
        ("never: {swollen: true", "the YAML cannot be read"),
        ("", "a query begins with what it asks"),
    ],
)
def test_a_query_that_cannot_be_read_is_told(query: str, message: str, folder: str) -> None:
    """One message with what to write instead, and exit code 2."""
    assert message in refused("prove", query, "--knowledge", folder)
