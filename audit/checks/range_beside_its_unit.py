"""Finds what `range_beside_its_unit.md` describes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.vocabulary import Number


@dataclass(frozen=True)
class Lifelike:
    """What a number of which some words are ``meant`` can be in somebody alive: it must reach ``to``, and not go beyond ``within``."""

    meant: re.Pattern[str]
    to: tuple[float, float]
    within: tuple[float, float]


KNOWN = (
    Lifelike(re.compile(r"degrees? celsius|°c"), (35, 42), (25, 45)),
    Lifelike(re.compile(r"degrees? fahrenheit|°f"), (95, 107.6), (77, 113)),
    Lifelike(re.compile(r"\bage\b.*years"), (10, 90), (0, 125)),
    Lifelike(re.compile(r"\bpain\b.*out of 10"), (0, 10), (0, 10)),
    Lifelike(re.compile(r"percent|%"), (0, 100), (-100, 1000)),
    Lifelike(re.compile(r"\bbody mass index\b"), (13, 50), (7, 150)),
    Lifelike(re.compile(r"\bunits a week\b"), (0, 100), (0, 700)),
    Lifelike(re.compile(r"\bdays a week\b"), (0, 7), (0, 7)),
    Lifelike(re.compile(r"\bhours a week\b"), (0, 20), (0, 168)),
    Lifelike(re.compile(r"\bhours a day\b"), (0, 16), (0, 24)),
    Lifelike(re.compile(r"\b(?:kilometres|km) a week\b"), (0, 160), (0, 600)),
    Lifelike(re.compile(r"\bsteps a minute\b"), (140, 200), (60, 300)),
    Lifelike(re.compile(r"\bmorning stiffness\b.*\bminutes\b"), (0, 120), (0, 1440)),
    Lifelike(re.compile(r"\bduration of the\b.*\bdays\b"), (0, 1000), (0, 36500)),
    Lifelike(re.compile(r"\bsedimentation rate\b"), (0, 120), (0, 250)),
    Lifelike(re.compile(r"\bwhite cell count\b"), (1, 40), (0, 500)),
)
"""What people can have: the lowest and highest temperature that were survived, ages, scales, what fits in a day or a week. It is textbook
knowledge, and wide: within it the authors of a pack decide.
"""


def _find(subject: Subject) -> Iterator[Found]:
    for name, finding in subject.pack.findings.items():
        if not isinstance(finding, Number):
            continue
        known = next((each for each in KNOWN if each.meant.search(f"{finding.noun} {finding.unit}".casefold())), None)
        if known is None:
            continue
        (least, most), (lowest, highest) = known.to, known.within
        told = f"`{name}` takes {finding.minimum:g} to {finding.maximum:g} {finding.unit}".rstrip()
        if finding.minimum > least or finding.maximum < most:
            end = least if finding.minimum > least else most
            yield Found.about("findings", name, f"{told}, and people can have {end:g}", "take every number that somebody alive can have")
        elif finding.minimum < lowest or finding.maximum > highest:
            wrong, end = ("less", lowest) if finding.minimum < lowest else ("more", highest)
            message = f"{told}, and nobody has {wrong} than {end:g}"
            yield Found.about("findings", name, message, "refuse what nobody can have, such as a number in another unit")


CHECK = Check("range-beside-its-unit", "completeness", "warning", _find)
