"""A pack about something else than people: it is whole, and nothing that is shown of it speaks of hips, runners or doctors."""

import json
import re
from pathlib import Path

import httpx
import polars as pl
import pytest
from aside import run as awaited
from running import ROOT, refused, run

import hipexpert
from hipexpert.service.api.openapi import openapi
from hipexpert.service.application import of_hosted
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.reading import PROMPTS, RESOURCES, prompt, resource
from hipexpert.service.mcp.server import server
from hipexpert.service.settings import ServiceSettings

SERVER = ROOT / "examples" / "packs" / "server"
CASES = ROOT / "examples" / "packs" / "server_cases"
LEAK = CASES / "slow_leak.yaml"
RELEASE = CASES / "after_a_release.yaml"
STRANGER = CASES / "after_a_release_with_a_stranger.yaml"
# What only somebody who is ill or hurt is told.
MEDICINE = re.compile(
    r"\b(doctors?|nurses?|runners?|hips?|pain\w*|hurt\w*|medic\w*|clinic\w*|symptoms?|running|physio\w*|patients?|diagnos\w*|bones?|legs?|"
    r"injur\w*|exercises?|emergency department|tablets?|limp\w*|health|groin|been seen)\b",
    re.IGNORECASE,
)
# Names of a form that is the same for every pack: who answers, a kind of entry, a hook of a standard, a colour.
NAMES = re.compile(
    r'"(answered_by|by)":\s*"(runner|clinician)"|"?(runner|clinician)"?, "self_test"|exercises?\.yaml|clinician: false|&#34;clinician&#34;'
)


@pytest.fixture(scope="module")
def server_pack() -> hipexpert.Pack:
    """The pack about a server that fails."""
    return hipexpert.load_pack(SERVER)


def leaks(text: str) -> list[str]:
    """The words of medicine in a text, each with what stands round it."""
    plain = NAMES.sub("", text)
    return [plain[max(0, each.start() - 60) : each.end() + 40] for each in MEDICINE.finditer(plain)]


def test_the_pack_is_whole() -> None:
    """The audit finds nothing above a note, every rule and premise is covered by its cases, and all of them pass."""
    assert run("audit", str(SERVER), "--fail-on", "warning", "--as-of", "release").exit_code == 0
    tested = run("test", str(CASES), "--knowledge", str(SERVER), "--coverage", "--format", "json")
    assert tested.exit_code == 0
    coverage = json.loads(tested.stdout)["coverage"]
    assert (coverage["rules"]["never"], coverage["premises"]["uncovered"]) == ([], [])
    assert run("bench", str(CASES), "--knowledge", str(SERVER)).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("explain", str(RELEASE), "--path"),
        ("explain", str(STRANGER)),
        ("explain", "-f", "memory_kill=yes", "-f", "memory_climbs=yes"),
        ("explain", str(LEAK), "--format", "markdown"),
        ("explain", str(RELEASE), "--format", "json", "--parts", "full"),
        ("explain", str(LEAK), "--format", "html"),
        ("explain", str(STRANGER), "--format", "html"),
        ("explain", str(LEAK), "--format", "svg"),
        ("explain", str(RELEASE), "--format", "mermaid"),
        ("explain", str(RELEASE), "--how", "bad_release"),
        ("explain", "-f", "reached_by=some", "--why", "smoke"),
        ("explain", str(RELEASE), "--why-not", "memory_leak"),
        ("explain", str(RELEASE), "--what-if", "stranger=yes"),
        ("explain", str(RELEASE), "--counterfactual", "urgency"),
        ("findings",),
        ("conditions",),
        ("advice",),
        ("simulate", "50", "--seed", "1"),
        ("graph", str(SERVER), "--format", "html"),
        ("graph", str(SERVER)),
        ("export", str(SERVER), "--format", "clips"),
        ("test", str(CASES), "--coverage"),
        ("bench", str(CASES)),
        ("audit", str(SERVER), "--notes", "--as-of", "release"),
    ],
    ids=lambda words: " ".join(Path(each).name for each in words[:4]),
)
def test_nothing_leaks_at_a_terminal(words: tuple[str, ...]) -> None:
    """Whatever is asked about the server, the answer speaks of the server."""
    named = () if str(SERVER) in words else ("--knowledge", str(SERVER))
    shown = run(*words, *named)
    assert shown.exit_code == 0, shown.output
    assert leaks(shown.output) == []


def test_nothing_leaks_in_an_interview(tmp_path: Path) -> None:
    """From the first prompt to the result and the letter, with commands and a reply that cannot be read."""
    letter, answers = tmp_path / "letter.md", tmp_path / "answers.yaml"
    replies = "\nwhy\n2\n99\nnone\n1\n1\n40\nhow\nhelp\n" + "none\n" * 2 + "no\n" * 20
    shown = run("interview", "--knowledge", str(SERVER), "--letter", str(letter), "-o", str(answers), stdin=replies)
    assert shown.exit_code == 0, shown.output
    assert leaks(shown.output + letter.read_text("utf-8") + answers.read_text("utf-8")) == []
    assert "Handover" in letter.read_text("utf-8")


def test_nothing_leaks_from_a_service(server_pack: hipexpert.Pack) -> None:
    """The page and its letter, the description of the interface, and what a language model is told."""
    hosted = Hosted([server_pack])
    service = httpx.ASGITransport(of_hosted(hosted, ServiceSettings()))

    async def asked() -> list[str]:
        async with httpx.AsyncClient(transport=service, base_url="http://localhost") as client:
            begun = await client.post("/interview", data={"do": "begin"})
            state = re.search(r'name="state" value="([^"]*)"', begun.text)
            assert state is not None
            letter = await client.post("/letter", data={"state": state[1].replace("&quot;", '"').replace("&#34;", '"')})
            assessed = await client.post("/v1/assess", json={"answers": {"stranger": True}})
            looked = [await client.get(each) for each in ("/", "/v1/packs", "/v1/findings")]
            assert [each.status_code for each in (begun, letter, assessed, *looked)] == [200] * 6
            return [each.text for each in (begun, letter, assessed, *looked)]

    told = awaited(asked())
    told += [server(hosted).instructions or "", *(resource(hosted, each) for each in RESOURCES), *map(str, PROMPTS.values())]
    described = openapi(server_pack, hosted.names())
    told += [str(described["info"]), *(str(part["post"]["requestBody"]) for part in described["paths"].values() if "post" in part)]
    told += [part for name in PROMPTS for part in prompt(server_pack, name, {})]
    assert [leaks(each)[:3] for each in told] == [[]] * len(told)


def test_nothing_leaks_in_a_table(server_pack: hipexpert.Pack) -> None:
    """The columns and the levels of a table are those of the pack."""
    engine = hipexpert.Engine(server_pack)
    found = engine.assess_frame(pl.DataFrame({"reached_by": ["some", "nobody"], "stranger": [True, False]}))
    assert found["urgency"].to_list() == ["emergency", "urgent"]
    assert leaks(" ".join(found.columns)) == []


def test_packs_and_their_cases_are_left_to_whoever_names_them() -> None:
    """A folder of cases is not read into the packs that lie in it, nor into the cases beside these."""
    assert "holds no case file" in refused("test", str(ROOT / "examples" / "packs"), "--knowledge", str(SERVER))
