"""A browser without scripts: it holds one page of the service, fills in its forms and presses their buttons."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import httpx
from html_reading import Element, read_page
from starlette.types import ASGIApp

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

        return asyncio.run(asked())

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
