"""The FastAPI application, as a client asks it."""

import logging

import pytest
from fastapi.testclient import TestClient
from fastapi_app import app

client = TestClient(app)


def test_its_own_endpoint_says_the_level_and_what_is_open() -> None:
    """A leg that takes no weight is an emergency; nothing said is not calm."""
    assert client.post("/triage", json={"weight_bearing": "unable"}).json()["level"] == "emergency"
    nothing = client.post("/triage", json={}).json()
    assert (nothing["level"], nothing["urgency"]["at_most"]) == ("undetermined", "emergency")


def test_each_mistake_stands_at_its_place() -> None:
    """In the form in which FastAPI tells its own mistakes, all at once, with what to do."""
    refused = client.post("/triage", json={"limp": "maybe", "pain_site": {"buttock": "x"}, "pain_sight": True})
    assert refused.status_code == 422
    told = {tuple(each["loc"]): each["msg"] for each in refused.json()["detail"]}
    assert set(told) == {("body", "limp"), ("body", "pain_site", "buttock"), ("body", "pain_sight")}
    assert "did you mean `pain_site`" in told["body", "pain_sight"]


def test_the_mounted_service_answers_beside_it() -> None:
    """The page for people, the HTTP interface, and its description, which names where it lies."""
    assert "In your own words" in client.get("/hip/").text
    assert client.post("/hip/v1/assess", json={"answers": {"weight_bearing": "unable"}, "parts": []}).json()["level"] == "emergency"
    assert client.get("/hip/v1/openapi.json").json()["servers"] == [{"url": "/hip"}]
    assert client.get("/openapi.json").json()["paths"].keys() == {"/triage"}


def test_no_answer_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Not by the application, the framework or the service, whatever was said."""
    with caplog.at_level(logging.DEBUG):
        client.post("/triage", json={"weight_bearing": "unable", "limp": "sekret"})
        client.post("/hip/v1/assess", json={"answers": {"limp": "sekret"}})
    everything = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert not [word for word in ("sekret", "limp", "unable") if word in everything]
