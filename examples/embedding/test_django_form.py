"""The Django form, as a browser without scripts uses it."""

import logging
import re

import django
import pytest
from django.test import Client
from django.test.utils import setup_test_environment
from django_form import FIRST, NEXT

django.setup()
setup_test_environment()
client = Client(enforce_csrf_checks=False)


def fields(page: str) -> list[str]:
    """The names of the fields of a page, in its order."""
    return list(dict.fromkeys(re.findall(r'<(?:input type="(?:text|checkbox)"|select) name="(\w+)"', page)))


def test_nothing_is_chosen_beforehand_and_nothing_sent_is_not_calm() -> None:
    """An empty form says that not enough is known, and asks on."""
    first = client.get("/")
    assert fields(first.content.decode()) == list(FIRST)
    assert not re.search(r"checked|option value=\"\w+\" selected", first.content.decode())
    empty = client.post("/", {}).content.decode()
    assert "Not enough is known to say" in empty
    assert len(fields(empty)) > len(FIRST)


def test_what_is_open_is_asked_until_something_calm_may_be_said() -> None:
    """Each page adds a few questions; once all that must be asked is answered, the level is told."""
    said: dict[str, str | list[str]] = {"age_years": "46", "pain_site": ["lateral_hip"], "weight_bearing": "full"}
    for _ in range(12):
        page = client.post("/", said).content.decode()
        if "questions are open" not in page:
            break
        asked = [name for name in fields(page) if name not in said]
        assert len(asked) <= NEXT + len(FIRST)
        for name in asked:
            values = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
            choices = re.findall(r'option value="(\w+)"', values[0]) if values else []
            said[name] = next((each for each in ("no", "none", "improving") if each in choices), choices[-1] if choices else "10")
    assert "Not enough is known to say" not in page
    assert "<h2>" in page


def test_a_mistake_stands_at_its_field() -> None:
    """It is named below the question, and the field says that it is wrong; nothing is assessed as if it had not been said."""
    page = client.post("/", {"age_years": "300", "weight_bearing": "unable"}).content.decode()
    at_age = page[page.index("How old are you?") : page.index("Where does it hurt?")]
    assert "`300` is out of range for `age_years`: it takes a whole number from 2 to 100 years" in at_age
    assert 'aria-invalid="true"' in at_age
    assert '<section role="status">' not in page


def test_answers_that_cannot_all_be_right_are_told_and_never_calm() -> None:
    """What contradicts is shown beside the level."""
    page = client.post("/", {"fever": "no", "temperature_c": "39.5", "weight_bearing": "full"}).content.decode()
    assert "These answers cannot all be right" in page


def test_no_answer_is_logged_and_none_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    """Not in a log, a cache or a cookie but the one against forgery; a field that nobody asked about is not read."""
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/", {"age_years": "sekret", "limp": "yes", "<script>": "1"})
        client.get("/sekret")
    assert "no-store" in answer["Cache-Control"]
    assert set(answer.cookies) <= {"csrftoken"}
    assert b"<script>" not in answer.content
    told = " ".join(record.getMessage() for record in caplog.records if "/sekret" not in record.getMessage())
    assert "sekret" not in told
    assert Client(enforce_csrf_checks=True).post("/", {"limp": "yes"}).status_code == 403
