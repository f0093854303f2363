"""Which language somebody is spoken to in: what they ask for, else what their system or browser says, else English."""

from collections.abc import Mapping

from hipexpert.languages.catalogue import ENGLISH, LANGUAGES

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_MOST = 20  # languages of a browser that are looked at


def from_environment(environment: Mapping[str, str]) -> str:
    """The language of a terminal: that of the first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set."""
    named = next((environment[each] for each in VARIABLES if environment.get(each)), "")
    return known(named) or ENGLISH


def from_header(accepted: str) -> str:
    """The language of a browser: of those that ``Accept-Language`` names the one it prefers, as far as there is a catalogue."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.split(",")[:_MOST]):
        name, _, quality = part.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if 0 < weight <= 1 and (code := ENGLISH if name.strip() == "*" else known(name)):
            wanted.append((-weight, place, code))
    return min(wanted)[2] if wanted else ENGLISH


def known(name: str) -> str:
    """The code of a language as systems and browsers write it (``de_AT.UTF-8``, ``de-CH``); empty where there is no catalogue."""
    code = name.strip().lower().replace("-", "_").split("_")[0].split(".")[0].split("@")[0]
    return code if code in LANGUAGES else ""
