"""Which language somebody is spoken to in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hipexpert.languages.catalogue import LANGUAGES
from hipexpert.languages.choosing import from_environment, from_header


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "de_CH.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_a_terminal_is_spoken_to_as_its_locale_says(environment: dict[str, str], language: str) -> None:
    """The first variable that is set decides; C and languages without a catalogue are English."""
    assert from_environment(environment) == language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("fr,de;q=0.3", "de"),
        ("fr,es", "en"),
        ("de;q=0", "en"),
        ("de;q=x,en", "en"),
        ("*,de;q=0.5", "en"),
        ("DE", "de"),
    ],
)
def test_a_browser_is_spoken_to_as_it_asks(accepted: str, language: str) -> None:
    """What it prefers counts as far as there is a catalogue; what cannot be read is passed over."""
    assert from_header(accepted) == language


@given(st.text(max_size=60))
def test_whatever_a_browser_sends_ends_in_a_known_language(accepted: str) -> None:
    """No header is an error."""
    assert from_header(accepted) in LANGUAGES
    assert from_environment({"LANG": accepted}) in LANGUAGES
