"""Somebody at the page of the service: how they fill in its forms, and a browser without scripts that presses their buttons."""

from collections.abc import Iterable, Mapping
from typing import Any

import httpx
from aside import run
from html_reading import Element, read_page
from starlette.types import ASGIApp

from hipexpert.knowledge.interview.interview import Picked
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.vocabulary import plain_number
from hipexpert.knowledge.runner.intake import Answer

Field = tuple[str, str]


class Visitor:
    """Somebody at the page of a service, without a network."""

    def __init__(self, service: ASGIApp) -> None:
        self._transport = httpx.ASGITransport(service)
        self.answer = httpx.Response(200)
        self.root = Element("", {})
        self.open("./")

    def open(self, address: str) -> None:
        """Open an address."""
        self._take(self._ask("GET", address))

    def send(self, address: str, fields: Iterable[Field] = (), files: Mapping[str, Any] | None = None) -> None:
        """Post fields as they are given, such as no form of the page would."""
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        self._take(self._ask("POST", address, data=data, files=files))

    def _ask(self, method: str, address: str, **sent: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://localhost") as client:
                return await client.request(method, f"/{address.removeprefix('./')}", **sent)

        return run(asked())

    def _take(self, answer: httpx.Response) -> None:
        self.answer = answer
        if answer.headers.get("content-type", "").startswith("text/html"):
            self.root = read_page(answer.text)

    @property
    def text(self) -> str:
        """What the screen says."""
        return self.root.one("main").text

    @property
    def heading(self) -> str:
        """The first heading of the screen."""
        return self.root.one("main").all("h1")[0].text

    @property
    def level(self) -> str:
        """The level of the first banner; nothing where there is none."""
        found = [each for each in self.root.all("p") if each.attributes.get("class") == "level"]
        return found[0].text.replace(" ", "_") if found else ""

    @property
    def is_result(self) -> bool:
        """Whether the screen is a result."""
        return any(each.attributes.get("class", "").startswith("result ") for each in self.root.all("form"))

    def _form_of(self, button: Element) -> Element:
        return next(form for form in self.root.all("form") if any(each is button for each in form.all("button")))

    def button(self, label: str) -> Element:
        """The first button whose label begins so."""
        return next(each for each in self.root.all("button") if each.text.startswith(label))

    def press(self, label: str, fields: Iterable[Field] = ()) -> None:
        """Press the button whose label begins so, with fields filled in over what the form holds already."""
        button = self.button(label)
        self._submit(self._form_of(button), button, list(fields))

    def say(self, value: str) -> None:
        """Press the button that gives this answer."""
        button = next(each for each in self.root.all("button") if each.attributes.get("value") == value)
        self._submit(self._form_of(button), button, [])

    def change(self, finding: str) -> None:
        """Press the answer to this question, to change it."""
        button = next(
            each for each in self.root.all("button") if each.attributes.get("name") == "change" and each.attributes["value"] == finding
        )
        self._submit(self._form_of(button), button, [])

    def _submit(self, form: Element, button: Element, fields: list[Field]) -> None:
        filled = {name for name, _ in fields}
        held = [(name, value) for name, value in _held(form) if name not in filled]
        pressed = [(button.attributes["name"], button.attributes.get("value", ""))] if "name" in button.attributes else []
        self.send(button.attributes.get("formaction", form.attributes["action"]), [*held, *fields, *pressed])

    @property
    def state(self) -> str:
        """What the page carries."""
        return next(each.attributes["value"] for each in self.root.all("input") if each.attributes.get("name") == "state")


def _held(form: Element) -> list[Field]:
    """What a form holds without anybody doing anything."""
    found: list[Field] = []
    for each in form.all("input", "textarea"):
        name, kind = each.attributes.get("name"), each.attributes.get("type", "text")
        if name is None or kind == "file" or (kind in ("checkbox", "radio") and "checked" not in each.attributes):
            continue
        found.append((name, each.text if each.name == "textarea" else each.attributes.get("value", "")))
    return found


def in_the_form(question: NextQuestion, said: Mapping[str, Answer], picked: Picked) -> list[Field]:
    """How somebody fills in a form who wants to say this; nothing for "not sure"."""
    finding = question.findings[0]
    answer = said.get(finding.finding)
    if question.kind == "form":
        return [(name, _typed(each)) for name, each in said.items()]
    if question.kind == "areas":
        return [("line", str(number)) for number, _ in enumerate(question.lines)] if picked else []
    if question.kind == "list":
        names = {name for names in picked for name in names}
        applying = [
            number
            for number, line in enumerate(question.lines)
            if any(name in names or said.get(name, question.none.get(name)) != question.none.get(name) for name in line.of)
        ]
        unsure = [
            number for number, line in enumerate(question.lines) if number not in applying and not any(name in said for name in line.of)
        ]
        if len(unsure) == len(question.lines):
            return []
        if len(question.lines) == 1:
            return [("say", "yes" if applying else "no")]
        named = [("part", names[0]) for names in picked if len(names) == 1 and any(names[0] in line.parts for line in question.lines)]
        marks = [("line", str(number)) for number in applying] + named + [("unsure", str(number)) for number in unsure]
        return marks or [("say", "none")]
    if answer is None:
        return []
    if isinstance(answer, Mapping):
        return [("line", str(number)) for number, value in enumerate(finding.values) if answer.get(value.id)] or [("say", "none")]
    if finding.type == "number":
        return [("amount", _typed(answer))]
    return [("say", _typed(answer))]


def _typed(answer: Answer) -> str:
    return ("yes" if answer else "no") if isinstance(answer, bool) else plain_number(answer) if isinstance(answer, float) else str(answer)
