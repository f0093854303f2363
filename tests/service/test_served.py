"""The service as a process of its own: attacks, deaths, exchanges and its end, seen by somebody who asks meanwhile."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from running import run
from serving import free_port, process

pytestmark = pytest.mark.deep
BODY = {"answers": {"limp": True}, "parts": []}


@contextmanager
def asking(port: int) -> Iterator[list[int]]:
    """Somebody who asks again and again; the status of each answer, 0 for none."""
    found: list[int] = []
    ended = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            while not ended.is_set():
                try:
                    found.append(client.post("/v1/assess", json=BODY).status_code)
                except httpx.TransportError:
                    found.append(0)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()


def raw(port: int, begun: bytes) -> socket.socket:
    """A connection on which this was sent."""
    made = socket.create_connection(("127.0.0.1", port), timeout=60)
    made.sendall(begun)
    return made


def test_attackers_change_nothing_for_the_others(tmp_path: Path) -> None:
    """Heads that never end, bodies that never come, answers that are not taken, nonsense, and JSON that is deep or long: everybody
    else is answered throughout, the silent ones are cut off, and nothing of what was sent is in the log.
    """
    port = free_port()
    with (tmp_path / "log").open("wb") as log, process("--no-page", port=port, stderr=log), asking(port) as found:
        slow = [raw(port, b"POST /v1/assess HTTP/1.1\r\nHost: localhost\r\nX-Sekret: sek") for _ in range(150)]
        head = b"POST /v1/assess HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
        slow += [raw(port, head + b'{"answers": {"sekret') for _ in range(150)]
        whole = b'{"answers": {"pain_site": ["anterior_groin"]}}'
        greedy = head.replace(b"1000", str(len(whole)).encode()) + whole
        slow += [raw(port, greedy * 20) for _ in range(3)]  # takes nothing of what it is answered
        nonsense = [raw(port, bytes(range(256)) * 40) for _ in range(20)]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            for content in (b"[" * 200_000, b'{"a":' * 40_000, b"x" * 3_000_000, b'{"answers": {"sekret": ' + b"9" * 100_000 + b"}}"):
                try:
                    status = client.post("/v1/assess", content=content, headers={"content-type": "application/json"}).status_code
                    assert status in (400, 413, 422)
                except httpx.TransportError:
                    assert len(content) > 262_144  # cut off while it was still sending
        cut_off = 0
        for connection in slow[:300]:
            connection.settimeout(60)  # who is not cut off by then fails the test
            with suppress(ConnectionError):
                while connection.recv(65_536):
                    pass
            cut_off += 1
        assert cut_off == 300
        for connection in (*slow, *nonsense):
            connection.close()
    assert len(found) > 20
    assert set(found) == {200}
    text = (tmp_path / "log").read_text()
    assert "sek" not in text
    assert all(json.loads(line)["event"] for line in text.splitlines())


def test_a_worker_that_is_killed_is_not_noticed_by_the_next_request() -> None:
    """Two workers under load: one dies in the middle. Of those who ask again and again each loses at most the request that it was at
    work on; everybody else and every next request is answered, and soon there are two again.
    """
    port = free_port()
    with process("--workers", "2", "--no-page", port=port) as running:
        children = workers(running)
        assert len(children) == 2
        with asking(port) as one, asking(port) as two, asking(port) as three, asking(port) as four:
            time.sleep(1)
            os.kill(children[0], signal.SIGKILL)
            for _ in range(10):
                assert httpx.post(f"http://127.0.0.1:{port}/v1/assess", json=BODY, timeout=20).status_code == 200
            time.sleep(1)
        for found in (one, two, three, four):
            assert len(found) > 10
            assert found.count(0) <= 1
            assert set(found) <= {0, 200}
            assert found[-1] == 200
        for _ in range(300):
            if len(now := workers(running)) == 2 and children[0] not in now:
                break
            time.sleep(0.1)
        assert len(workers(running)) == 2
        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(lambda _: httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=20).text, range(8)))
        assert all('hipexpert_requests_total{method="POST",route="/v1/assess",status="200"}' in text for text in told)


def workers(running: "subprocess.Popen[bytes]") -> list[int]:
    """The processes that answer: its children, but for Python's own that counts what they share."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    return [int(each) for each in children if b"resource_tracker" not in Path(f"/proc/{each}/cmdline").read_bytes()]


def test_what_is_under_way_is_finished_before_the_end() -> None:
    """A request that is being worked on when the service is asked to end gets its answer; no later one is taken."""
    port = free_port()
    with process("--no-page", port=port) as running, ThreadPoolExecutor(1) as pool:
        body = {"answers": {"pain_site": ["anterior_groin"], "limp": True, "age_years": 30}}
        address = f"http://127.0.0.1:{port}/v1/explain/counterfactual"
        waiting = pool.submit(httpx.post, address, json=body, timeout=60)
        time.sleep(0.15)
        running.terminate()
        assert waiting.result().status_code == 200
        assert running.wait(40) in (0, -signal.SIGTERM)


def test_an_exchange_of_packs_under_load_is_noticed_by_its_hash_alone(tmp_path: Path) -> None:
    """While a pack is written anew, half and whole, every request is answered, by the old pack or by the new one."""
    pack = tmp_path / "mine"
    assert run("new", "pack", str(pack), "--reviewed", "2026-11-21").exit_code == 0
    port = free_port()
    with process("--no-page", "--knowledge", str(pack), "--reload", "0.2", port=port):
        hashes: list[str] = []
        text = (pack / "pack.yaml").read_text()
        (pack / "pack.yaml").write_text(text[: len(text) // 2])
        until = time.monotonic() + 90
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            written = False
            while time.monotonic() < until and len(set(hashes)) < 2:
                answer = client.post("/v1/assess", json={"answers": {}, "parts": []})
                assert answer.status_code == 200
                assert answer.headers["hipexpert-pack"].endswith(answer.json()["knowledge"]["content_hash"])
                hashes.append(answer.json()["knowledge"]["content_hash"])
                if not written and len(hashes) == 200:
                    (pack / "pack.yaml").write_text(text.replace("title: ", "title: New ", 1))
                    written = True
        assert len(set(hashes)) == 2
        assert hashes == sorted(hashes, key=hashes.index)  # never back again
