"""Several packs side by side, and their exchange while the service runs."""

import asyncio
from pathlib import Path

import aside
import httpx
import pytest
from asking import Asking
from running import run
from starlette.applications import Starlette
from starlette.routing import Mount
from tiny import TINY

import hipexpert
from hipexpert.service.application import of_hosted
from hipexpert.service.hosting import Hosted
from hipexpert.service.metrics import Metrics
from hipexpert.service.reloading import Reloader
from hipexpert.service.settings import ServiceSettings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small pack that audits clean."""
    assert run("new", "pack", str(tmp_path / "mine"), "--reviewed", "2026-11-21").exit_code == 0
    return tmp_path / "mine"


def test_each_request_names_its_pack(pack: hipexpert.Pack) -> None:
    """By id, by version or by content; with none it is the first, and one that is not there is named with the nearest."""
    service = Asking(of_hosted(Hosted([pack, TINY]), ServiceSettings()))
    tiny = hipexpert.load_pack(TINY)
    names = (None, "hip", tiny.about.id, f"{tiny.about.id}@{tiny.about.version}", tiny.content_hash[:12], tiny.content_hash)
    told = [service.post("assess", {"answers": {}, "parts": [], "pack": name}).json()["knowledge"]["pack"] for name in names]
    assert told == ["hip", "hip", *[tiny.about.id] * 4]
    missing = service.post("assess", {"answers": {}, "pack": "hipp"})
    assert (missing.status_code, missing.json()["errors"][0]["code"]) == (404, "unknown-pack")
    assert service.get(f"/v1/findings?pack={tiny.about.id}").json()["knowledge"]["content_hash"] == tiny.content_hash
    assert [each["id"] for each in service.get("/v1/packs").json()["packs"]] == ["hip", tiny.about.id]
    assert service.get(f"/v1/openapi.json?pack={tiny.about.id}").json() != service.get("/v1/openapi.json").json()


def look(reloader: Reloader, times: int = 2) -> None:
    """Let it look so often."""

    async def looked() -> None:
        for _ in range(times):
            await reloader.look()

    aside.run(looked())


@pytest.mark.deep
def test_a_pack_is_exchanged_whole_and_only_when_it_loads_and_audits_clean(folder: Path) -> None:
    """What is half written is left alone, what does not load or is unsound is refused, what is sound answers from then on."""
    hosted, metrics = Hosted([folder]), Metrics()
    reloader, before = Reloader(hosted, metrics), hosted.engine()
    about = folder / "pack.yaml"
    sound = about.read_text()
    look(reloader)
    assert hosted.engine() is before
    about.write_text(sound[: len(sound) // 2])
    look(reloader)
    assert hosted.engine() is before
    rules = next(iter(sorted((folder / "rules").glob("*.yaml"))))
    text = rules.read_text()
    about.write_text(sound)
    rules.write_text(text.replace("- id: ", "- id: again-", 1))  # what it was called is now unknown, or another rule
    look(reloader, 1)
    assert hosted.engine() is before  # one look is not enough
    rules.write_text(text)
    about.write_text(sound.replace("title: ", "title: New ", 1))
    look(reloader, 3)
    after = hosted.engine()
    assert after is not before
    assert after.pack.about.title.startswith("New ")
    counts = metrics.text().decode()
    assert 'hipexpert_reloads_total{outcome="refused"} 1.0' in counts
    assert 'hipexpert_reloads_total{outcome="exchanged"} 1.0' in counts
    assert f'content_hash="{after.pack.content_hash}",pack="{after.pack.about.id}"' in counts


def test_a_mounted_service_looks_after_its_packs_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first request on, in whichever loop it runs, and once however many ask."""
    looks: list[int] = []

    async def looked(_: Reloader) -> None:
        looks.append(1)
        await asyncio.sleep(60)  # one look at a time: a second task would be seen

    monkeypatch.setattr(Reloader, "look", looked)
    outer = Starlette(routes=[Mount("/hip", hipexpert.asgi_application([folder], ServiceSettings(reload_seconds=0.01)))])

    async def asked() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(outer), base_url="http://localhost") as client:
            for _ in range(3):
                assert (await client.get("/hip/readyz")).status_code == 200
                await asyncio.sleep(0.03)

    for times in (1, 2):
        aside.run(asked())
        assert len(looks) == times


def test_who_asks_during_an_exchange_gets_one_pack_or_the_other(pack: hipexpert.Pack) -> None:
    """An answer rests on one pack as a whole: its header, its knowledge and its content are of the same."""
    hosted = Hosted([pack])
    service = Asking(of_hosted(hosted, ServiceSettings()))
    other = hipexpert.Engine(TINY)
    first = hosted.engine()
    for number in range(6):
        hosted.exchange(0, other if number % 2 == 0 else first)
        answer = service.post("assess", {"answers": {}, "parts": []})
        assert answer.headers["hipexpert-pack"].endswith(answer.json()["knowledge"]["content_hash"])
        assert answer.json()["knowledge"]["content_hash"] == hosted.engine().pack.content_hash
