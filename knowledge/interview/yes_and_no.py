"""Yes and no, as people say them: in a word, in more words, and in the language of the interview."""

import re

from hipexpert.languages.catalogue import language

_AGREED = re.compile(
    r"(yes|yeah|yep|no|nope)[, ]+(?:not at all|(?:it|i|they|there|that) (?:does|do|did|have|has|is|am|was|had)( not|n'?t)?)|not at all"
)
_NONE = frozenset(["none", "no", "n", "0", "none of these", "none of them", "none of the above", "nothing", "nope", "neither"])
_YES = frozenset(["yes", "y", "yeah", "yep", "true"])
# What is said so in another language of the interface; in English "ja" is a slip, met with what is allowed.
_NONE_IN = {
    "de": frozenset(["nein", "kein", "keine", "keiner", "keins", "keines", "nichts", "nichts davon", "keines davon", "keine davon"]),
}
_YES_IN = {"de": frozenset(["ja", "j", "jawohl"])}


def says_none(plain: str) -> bool:
    """Whether a word says no, or that nothing of a list applies, in English or in the language of the interview."""
    return plain in _NONE or plain in _NONE_IN.get(language(), ())


def says_yes(plain: str) -> bool:
    """Whether a word says yes, likewise."""
    return plain in _YES or plain in _YES_IN.get(language(), ())


def agreed(plain: str) -> str:
    """``yes`` or ``no`` for an answer that says it in more words, such as "no, it doesn't"; empty for anything else."""
    found = _AGREED.fullmatch(plain)
    if found is None:
        return ""
    said_no = (found[1] or "no").startswith("n")
    return "no" if said_no else "" if found[2] else "yes"
