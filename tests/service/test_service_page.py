"""What docs/service.md, docs/fhir.md and docs/page.md show is what the service says."""

import doctest
import json
import re
import shlex
from pathlib import Path
from typing import Any

import aside
import pytest
from asking import Asking
from visiting import Visitor

import hipexpert
from hipexpert.service.application import of_hosted
from hipexpert.service.client import Client
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.server import server
from hipexpert.service.settings import ServiceSettings

PAGE = Path(__file__).parents[2] / "docs" / "service.md"
TEXT = PAGE.read_text(encoding="utf-8")
FHIR = PAGE.with_name("fhir.md").read_text(encoding="utf-8")


def chosen(value: Any, path: str) -> list[Any]:
    """What a simple path of jq chooses: names, numbers and every element."""
    found = [value]
    for name, quoted, number in re.findall(r'\.(\w+)|\["([^"]+)"\]|\[(\d*)\]', path):
        if name or quoted:
            found = [each[name or quoted] for each in found]
        elif number:
            found = [each[int(number)] for each in found]
        else:
            found = [each for many in found for each in many]
    return found


@pytest.mark.parametrize(("text", "count"), [(TEXT, 4), (FHIR, 1)])
def test_the_requests_of_the_page_are_answered_as_it_shows(service: Asking, text: str, count: int) -> None:
    """Each `curl`, and the lines below it."""
    blocks = re.findall(r"<!-- asked -->\n```console\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == count
    asked = [each for block in blocks for each in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    assert len(asked) >= 5
    for each in asked:
        command, _, shown = each.partition("\n")
        words = shlex.split(command)
        address, path = words[2].removeprefix("localhost:8000"), words[-1]
        headers = dict(words[number + 1].split(": ", 1) for number, word in enumerate(words) if word == "-H")
        if "-d" in words:
            answer = service("POST", address, content=words[words.index("-d") + 1], headers=headers)
        else:
            answer = service.get(address, headers=headers)
        found = [json.dumps(value, separators=(",", ":")) for value in chosen(answer.json(), path)]
        assert found == shown.splitlines(), command


def test_the_screens_of_the_page_follow_one_another_as_it_shows(hosted: Hosted) -> None:
    """Each title, after the button that was pressed."""
    (shown,) = re.findall(r"<!-- visited -->\n```text\n(.*?)```", PAGE.with_name("page.md").read_text(encoding="utf-8"), re.DOTALL)
    visitor = Visitor(of_hosted(hosted, ServiceSettings()))
    for line in shown.splitlines():
        if line.startswith("> "):
            label, _, filled = line.removeprefix("> ").removesuffix(")").partition(" (")
            name, _, value = filled.partition(": ")
            visitor.press(label, [(name, value)] if filled else [])
        else:
            assert visitor.root.all("title")[0].text.rpartition(" \N{EN DASH} ")[0] == line


def test_every_path_of_the_interface_is_on_the_page(service: Asking) -> None:
    """None is a secret, and none is shown that is not there."""
    paths = service.get("/v1/openapi.json").json()["paths"]
    for path in paths:
        assert path.rpartition("/")[2].strip("{}") in TEXT, path
    for shown in re.findall(r"`(/v1/[\w/-]+)`", TEXT):
        assert shown in paths or shown == "/v1/", shown


def test_the_python_of_the_page_runs(client: Client) -> None:
    """The client's examples, against a service."""
    examples = doctest.DocTestParser().get_doctest(TEXT, {}, "service.md", str(PAGE), 0)
    for example in examples.examples:
        example.source = example.source.replace('hipexpert.Client("http://127.0.0.1:8000")', "kept")
    examples.globs.update(kept=client, hipexpert=hipexpert)
    outcome = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(examples)
    assert (outcome.failed, outcome.attempted >= 9) == (0, True)


def test_the_python_of_the_page_about_fhir_runs() -> None:
    """Its examples, on the pack that ships."""
    examples = doctest.DocTestParser().get_doctest(FHIR, {}, "fhir.md", None, 0)
    outcome = doctest.DocTestRunner().run(examples)
    assert (outcome.failed, outcome.attempted >= 8) == (0, True)


def test_the_tools_of_the_page_answer_as_it_shows(hosted: Hosted) -> None:
    """A tool with its arguments, and the text that comes back."""
    from mcp import Client as Assistant

    blocks = re.findall(r"<!-- tool -->\n```text\n(\w+) (\{.*?\})\n(.*?)```", TEXT, re.DOTALL)
    assert blocks

    async def run() -> None:
        async with Assistant(server(hosted)) as assistant:
            for name, arguments, shown in blocks:
                said = await assistant.call_tool(name, json.loads(arguments))
                assert said.content[0].text == shown.strip()  # type: ignore[union-attr]

    aside.run(run())
