"""Nothing that an audit finds in a program that a test has broken is kept for other tests."""

import pytest

from hipexpert.knowledge.packs import cache


@pytest.fixture(autouse=True)
def _a_broken_program_keeps_nothing(request: pytest.FixtureRequest) -> None:
    """A test that changes the program asks for `monkeypatch`; what it audits is looked for anew."""
    if "monkeypatch" in request.fixturenames:
        request.getfixturevalue("monkeypatch").setenv(cache.VARIABLE, "off")
