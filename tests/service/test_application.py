"""The service as an ASGI application: what every response has, whatever was asked."""

import json
import logging
import re
from urllib.parse import urljoin

import pytest
from asking import Asking
from starlette.applications import Starlette
from starlette.routing import Mount

from hipexpert.service.application import of_hosted
from hipexpert.service.hosting import Hosted
from hipexpert.service.settings import ServiceSettings

ANSWERS = {"pain_site": ["anterior_groin"], "limp": True}


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/v1", "/v1/packs", "/nowhere"])
def test_every_response_holds_the_browser_to_what_it_may_do(service: Asking, path: str) -> None:
    """Nothing from elsewhere, nothing in line, in no frame, and no address told to others; and each has an id."""
    headers = service.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert len(headers["request-id"]) == 16


def test_what_is_answered_about_a_person_stays_in_no_cache(service: Asking) -> None:
    """An assessment is not stored; a list of the pack may be, and is asked about."""
    assert service.post("assess", {"answers": ANSWERS}).headers["cache-control"] == "no-store"
    assert service.get("/v1/packs").headers["cache-control"] == "no-cache"


def test_nothing_of_an_answer_is_logged_at_any_level(service: Asking, caplog: pytest.LogCaptureFixture) -> None:
    """Not of sound answers, of bad ones, of own words, of an address, nor of a fault; the log has route, status and id alone."""
    with caplog.at_level(logging.DEBUG):
        service.post("assess", {"answers": ANSWERS})
        service.post("assess", {"answers": {"limp": "sekret"}})
        service.post("read-words", {"text": "sekret groin pain"})
        service.post("interview", {"given": {"age_years": 46.125}})
        service.get("/v1/findings?search=sekret&pain=sekret")
        service.get("/sekret")
        answer = service(
            "POST", "/v1/assess-many", content=b'{"answers": {"limp": "sekret"}}', headers={"content-type": "application/jsonl"}
        )
    told = [record for record in caplog.records if record.name.startswith("hipexpert")]
    assert len(told) == 7
    everything = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name != "httpx")
    assert not [word for word in ("sekret", "groin", "limp", "46.125", "soon", "emergency") if word in everything]
    assert told[-1].__dict__["told"]["id"] == answer.headers["request-id"]


def test_a_fault_is_a_problem_without_what_was_asked(
    hosted: Hosted, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody thought of ends in problem details; the log names the kind and the places in the code, not the message."""
    broken = Hosted([hosted.engine().pack])

    def fail(*_: object, **__: object) -> None:
        raise KeyError("sekret")

    monkeypatch.setattr(broken.engine(), "assess", fail)
    with caplog.at_level(logging.DEBUG):
        answer = Asking(of_hosted(broken, ServiceSettings())).post("assess", {"answers": ANSWERS})
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:hipexpert:problem:fault")
    assert answer.json()["instance"] == answer.headers["request-id"]
    (fault,) = [record for record in caplog.records if record.getMessage() == "fault"]
    assert fault.__dict__["told"]["kind"] == "KeyError"
    assert any("test_application.py" in place for place in fault.__dict__["told"]["places"])
    assert "sekret" not in answer.text + caplog.text + json.dumps(fault.__dict__["told"])


def test_metrics_count_requests_and_nothing_of_health(service: Asking) -> None:
    """Routes, methods, status and packs are counted: no level, no finding, no address."""
    service.post("assess", {"answers": ANSWERS})
    text = service.get("/metrics").text
    assert 'hipexpert_requests_total{method="POST",route="/v1/assess",status="200"}' in text
    assert 'hipexpert_pack{content_hash="' in text
    assert not [word for word in ("soon", "groin", "limp", "127.0.0.1") if word in text]


@pytest.mark.parametrize("path", ["/nowhere", "/v1/nowhere", "/v1/packs/"])
def test_where_there_is_nothing_the_problem_says_so(service: Asking, path: str) -> None:
    """Problem details, and the method that is missing with those that there are."""
    answer = service.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    other = service("DELETE", "/v1/packs")
    assert (other.status_code, set(other.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})


@pytest.fixture(scope="module")
def mounted(hosted: Hosted) -> Asking:
    """The service under a path of another application; it asks for a token and takes short bodies."""
    inside = of_hosted(hosted, ServiceSettings(tokens=("a-token-of-this-test",), body_bytes=200))
    return Asking(Starlette(routes=[Mount("/clinic/hip", inside)]))


def test_a_mounted_service_asks_for_its_token_as_one_by_itself(mounted: Asking) -> None:
    """Under whatever path it lies: what it guards is named by its own paths, and so is what is open to all."""
    for path in ("/v1/packs", "/metrics", "/cds-services", "/fhir/Questionnaire"):
        assert mounted.get(f"/clinic/hip{path}").status_code == 401, path
    for path in ("/healthz", "/v1", "/v1/try.js", "/"):
        assert mounted.get(f"/clinic/hip{path}").status_code == 200, path
    known = {"authorization": "Bearer a-token-of-this-test"}
    assert mounted.get("/clinic/hip/v1/packs", headers=known).status_code == 200
    lines = b'{"answers": {"limp": true}, "parts": []}\n' * 10
    batch = mounted("POST", "/clinic/hip/v1/assess-many", content=lines, headers={**known, "content-type": "application/jsonl"})
    assert [json.loads(line)["status"] for line in batch.text.splitlines()] == [200] * 10


def test_a_mounted_service_leads_nowhere_but_to_itself(mounted: Asking) -> None:
    """Its pages name their files, and its description where it is to be asked, by the path that it lies under."""
    known = {"authorization": "Bearer a-token-of-this-test"}
    assert mounted.get("/clinic/hip/v1/openapi.json", headers=known).json()["servers"] == [{"url": "/clinic/hip"}]
    for page in ("/clinic/hip/", "/clinic/hip/v1"):
        named = re.findall(r'(?:href|src|action)="([^"#?]+)', mounted.get(page).text)
        assert len(named) >= 3, page
        for each in named:
            assert urljoin(page, each).startswith("/clinic/hip/"), each
