"""Words of a pack as Markdown that shows exactly them: a stranger's pack goes through here, and nothing in it is markup."""

import re
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup

from hipexpert.languages.catalogue import capital
from hipexpert.rendering.report.harmless import harmless

# Underlines inside a word mean nothing to Markdown; at its edge they do.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~&]|(?<!\w)_|_(?!\w)")
_ADDRESS = ":/?#[]@!$&'()*+,;=%-._~"


def markdown(written: str) -> Markup:
    """Markdown as it stands: every word of a pack in it has been escaped before."""
    return Markup(written)  # noqa: S704


def shown(value: object) -> Markup:
    """What a template puts in: Markdown as it stands, anything else as the text it is."""
    return value if isinstance(value, Markup) else text(str(value))


@lru_cache(4096)  # names and titles come again and again
def text(words: str) -> Markup:
    """Words of the pack as Markdown that shows exactly them, on one line."""
    return markdown(_SPECIAL.sub(r"\\\g<0>", harmless(" ".join(words.split()))))


def sentence(words: str) -> Markup:
    """Words of the pack as a sentence: a capital first, a full stop last."""
    said = str(text(words))
    return markdown(capital(said) + ("" if said.endswith((".", "?", "!")) else "."))


def code(word: str) -> Markup:
    """An id or a value as it is typed."""
    word = harmless(word)
    fence = "`" * (1 + max(map(len, re.findall("`+", word)), default=0))
    pad = " " if "`" in word else ""
    return markdown(f"{fence}{pad}{word}{pad}{fence}".replace("|", "\\|"))


def web_link(address: str) -> Markup:
    """A web address as a link; anything else only as its text."""
    return markdown(f"<{quote(address, safe=_ADDRESS)}>") if re.match(r"https?://", address) else code(address)
