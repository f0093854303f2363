"""What is not let in, and that those who keep to the rules notice nothing of those who do not."""

import asyncio
import threading
import time
from collections.abc import Iterator

import aside
import httpx
import pytest
from asking import Asking
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from hipexpert.engine import ProblemsError
from hipexpert.service.application import of_hosted
from hipexpert.service.guarding import Rates
from hipexpert.service.hosting import Hosted
from hipexpert.service.settings import ServiceSettings, read_tokens

TOKEN = "a-token-that-nobody-guesses"  # noqa: S105 (of this test)


def with_settings(hosted: Hosted, **settings: object) -> Asking:
    """The service with these settings."""
    return Asking(of_hosted(hosted, ServiceSettings(**settings)))  # type: ignore[arg-type]


def test_a_token_is_needed_where_there_are_tokens_and_nowhere_else(hosted: Hosted) -> None:
    """The interface and the counts ask for one; the page, what watches over the process and the page to try it do not."""
    service = with_settings(hosted, tokens=("another-token-of-somebody", TOKEN))
    for path in ("/v1/packs", "/v1/openapi.json", "/metrics", "/v1/nowhere"):
        refused = service.get(path)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="hipexpert"')
        for wrong in (TOKEN[:-1], TOKEN + "x", "", "Basic " + TOKEN, "ü"):
            assert service.get(path, headers={"Authorization": f"Bearer {wrong}".encode()}).status_code == 401
    assert service.get("/v1/packs", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert [service.get(path).status_code for path in ("/", "/healthz", "/readyz", "/v1")] == [200] * 4
    described = service.get("/v1/openapi.json", headers={"Authorization": f"bearer {TOKEN}"}).json()
    assert described["security"] == [{"token": []}]


def test_tokens_are_read_from_a_file_with_every_mistake(tmp_path: pytest.TempPathFactory) -> None:
    """One a line; comments do not count; what could be guessed is refused by its line, and not repeated."""
    file = tmp_path / "tokens"  # type: ignore[operator]
    file.write_text(f"# who\n{TOKEN}\n\n")
    assert read_tokens(file) == (TOKEN,)
    file.write_text("short\nwith a blank in its middle\n")
    with pytest.raises(ProblemsError) as caught:
        read_tokens(file)
    assert [each.place.rpartition(":")[2] for each in caught.value.problems] == ["1", "2"]
    assert "short" not in str(caught.value).replace("shorter", "")
    file.write_text("#\n")
    with pytest.raises(ProblemsError, match="holds no token"):
        read_tokens(file)
    with pytest.raises(ProblemsError, match="cannot be read"):
        read_tokens(file.parent)


def test_another_site_may_ask_only_where_it_was_allowed(hosted: Hosted, service: Asking) -> None:
    """Without the option no origin is let in, and with it that one alone, also before it sends its token."""
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    assert "access-control-allow-origin" not in service("OPTIONS", "/v1/assess", headers=asked).headers
    open_to_one = with_settings(hosted, origins=("https://example.org",), tokens=(TOKEN,))
    allowed = open_to_one("OPTIONS", "/v1/assess", headers=asked)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "https://example.org")
    other = open_to_one("OPTIONS", "/v1/assess", headers={**asked, "Origin": "https://example.net"})
    assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80", ""])
def test_a_page_that_points_its_name_here_is_turned_away(hosted: Hosted, host: str) -> None:
    """Only the names that the service goes by are answered, with any port."""
    local = with_settings(hosted, hosts=("localhost", "127.0.0.1", "[::1]"))
    assert local.get("/v1/packs", headers={"Host": host}).status_code == 421
    assert local.get("/readyz", headers={"Host": host}).status_code == 200  # a proxy asks so, by the address that it has
    for own in ("localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]", "[::1]:8000"):
        assert local.get("/v1/packs", headers={"Host": own}).status_code == 200


def test_a_body_that_is_too_long_is_not_read(hosted: Hosted) -> None:
    """Whether it says its length or not; what is just as long as allowed is read."""
    small = with_settings(hosted, body_bytes=100)
    body = b'{"answers": {}}'
    kind = {"content-type": "application/json"}
    assert small("POST", "/v1/assess", content=body + b" " * (100 - len(body)), headers=kind).status_code == 200
    assert small("POST", "/v1/assess", content=body + b" " * 100, headers=kind).status_code == 413

    async def pieces() -> Iterator[bytes]:  # type: ignore[misc]
        for _ in range(11):
            yield b" " * 10

    assert small("POST", "/v1/assess", content=pieces(), headers=kind).status_code == 413


def test_a_line_that_is_too_long_ends_a_batch_without_spoiling_what_was_answered(hosted: Hosted) -> None:
    """The line is told so, even one that never ends."""
    small = with_settings(hosted, body_bytes=100)
    lines = b'{"answers": {}, "parts": []}\n' + b"x" * 101 + b"\n"
    answer = small("POST", "/v1/assess-many", content=lines, headers={"content-type": "application/jsonl"})
    assert ['"status":200' in line or '"status":413' in line for line in answer.text.splitlines()] == [True, True]


def test_a_body_that_comes_too_slowly_and_an_answer_that_takes_too_long_end(hosted: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are told so, and meanwhile others are answered."""
    impatient = of_hosted(hosted, ServiceSettings(body_seconds=0.05))

    async def never() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    async def slow() -> int:
        told: list[Message] = []

        async def send(message: Message) -> None:
            told.append(message)

        scope = {"type": "http", "method": "POST", "path": "/v1/assess", "headers": [], "query_string": b"", "client": ("a", 1)}
        await impatient(scope, never, send)
        return int(told[0]["status"])

    async def both() -> tuple[int, int]:
        transport = httpx.ASGITransport(impatient)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            late, other = await asyncio.gather(slow(), client.get("/v1/packs"))
        return late, other.status_code

    assert aside.run(both()) == (408, 200)
    monkeypatch.setattr(type(hosted.engine()), "read_words", lambda *_, **__: time.sleep(0.6))
    told = with_settings(hosted, work_seconds=0.3).post("read-words", {"text": "a"})
    assert told.json()["type"] == "urn:hipexpert:problem:too-long"


def test_more_than_can_be_worked_on_are_told_to_come_back(hosted: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four at once two are answered, and the others know when to try again; nobody who watches over the process is refused."""
    guarded, refused, both_refused = of_hosted(hosted, ServiceSettings(concurrent=2)), list[Message](), threading.Event()

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def watching(message: Message) -> None:
            await send(message)
            refused.extend([message] if message.get("status") == 503 else [])
            if len(refused) == 2:
                both_refused.set()

        await guarded(scope, receive, watching)

    busy, reading = Asking(watched), hosted.engine().read_words("limp")
    monkeypatch.setattr(type(hosted.engine()), "read_words", lambda *_, **__: both_refused.wait(60) and reading)
    words = [("POST", "/v1/read-words", {"json": {"text": "a"}})] * 4
    answers = busy.at_once([*words, ("GET", "/healthz", {})])
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 503, 503]
    assert {each.headers.get("retry-after") for each in answers if each.status_code == 503} == {"1"}
    assert busy.post("assess", {"answers": {}, "parts": []}).status_code == 200


def test_an_address_that_asks_too_often_waits(hosted: Hosted) -> None:
    """It is told for how long."""
    limited = with_settings(hosted, rate=0.01, burst=3)  # none is let in anew while five are asked on a slow machine
    answers = limited.at_once([("GET", "/v1/packs", {})] * 5)
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 429, 429]
    assert all(80 < int(each.headers["retry-after"]) <= 101 for each in answers if each.status_code == 429)
    assert limited.get("/healthz").status_code == 200


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 10)), max_size=60), st.floats(0.1, 5), st.integers(1, 8))
def test_no_address_gets_more_than_its_rate(gaps: list[tuple[str, float]], rate: float, burst: int) -> None:
    """However the requests fall, one address is let in at most ``burst`` times and ``rate`` a second besides."""
    rates, now, let_in = Rates(rate, burst), 0.0, {"a": 0, "b": 0}
    for address, gap in gaps:
        now += gap
        let_in[address] += rates.wait(address, now) == 0
    assert all(number <= burst + rate * now + 1e-6 for number in let_in.values())
