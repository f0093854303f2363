"""The page in German: for whoever asks for it, and for nobody else."""

import html
import re

from aside import run
from httpx import ASGITransport, AsyncClient

from hipexpert.service.application import of_hosted
from hipexpert.service.hosting import Hosted
from hipexpert.service.settings import ServiceSettings


def shown(hosted: Hosted, *visits: tuple[str, str, dict[str, str], dict[str, str]]) -> list[tuple[str, dict[str, str]]]:
    """What the page answers to requests: method, address, form and headers of each."""

    async def ask() -> list[tuple[str, dict[str, str]]]:
        async with AsyncClient(transport=ASGITransport(of_hosted(hosted, ServiceSettings())), base_url="http://localhost") as client:
            answers = [await client.request(way, address, data=form or None, headers=headers) for way, address, form, headers in visits]
        return [(each.text, dict(each.headers)) for each in answers]

    return run(ask())


def test_a_browser_that_prefers_german_is_spoken_to_in_german(hosted: Hosted) -> None:
    """The language is said in the page and in its headers; a link leads to the other, and no cookie is set."""
    (german, headers), (english, others), (chosen, _) = shown(
        hosted,
        ("GET", "/", {}, {"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}),
        ("GET", "/", {}, {"Accept-Language": "fr"}),
        ("GET", "/?language=en", {}, {"Accept-Language": "de"}),
    )
    assert '<html lang="de">' in german
    assert "Lieber gefragt werden" in german
    assert 'lang="en"><span lang="en"' not in german
    assert (headers["content-language"], others["content-language"]) == ("de", "en")
    assert "Accept-Language" in headers["vary"]
    assert '<html lang="en">' in english
    assert "Ask me instead" in english
    assert "Ask me instead" in chosen
    assert 'href="./?language=en" hreflang="en" lang="en"' in german
    assert "set-cookie" not in headers


def test_the_language_travels_with_the_form(hosted: Hosted) -> None:
    """Each screen of an interview is in the language of the first, whatever the browser says; what is carried is the same."""
    ((first, _), (english, _)) = shown(
        hosted, ("POST", "/interview", {"do": "begin", "language": "de"}, {}), ("POST", "/interview", {"do": "begin"}, {})
    )
    assert "Wie alt sind Sie?" in first
    assert 'name="language" value="de"' in first
    state = [re.search(r'name="state" value="([^"]*)"', each) for each in (first, english)]
    assert state[0]
    assert state[1]
    assert state[0][1] == state[1][1]
    ((letter, _),) = shown(hosted, ("POST", "/letter", {"language": "de", "state": html.unescape(state[0][1])}, {}))
    assert "gab es einen Sturz, Schlag oder Zusammenstoß" in letter  # German nouns keep their capitals within a sentence
    reply = {"do": "reply", "language": "de", "state": html.unescape(state[0][1]), "age_years": "46"}
    ((second, _),) = shown(hosted, ("POST", "/interview", reply, {}))
    carried = re.search(r'name="state" value="([^"]*)"', second)
    assert carried
    ((answers, _),) = shown(hosted, ("POST", "/interview", {"do": "answers", "language": "de", "state": html.unescape(carried[1])}, {}))
    assert "46 Jahre" in answers
    ((wrong, _),) = shown(hosted, ("POST", "/interview", {"do": "reply", "language": "de", "state": ""}, {}))
    assert "Das ist nicht lesbar" in wrong
