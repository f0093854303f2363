"""Finds what `ratio_beside_its_source.md` describes."""

import math
import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.pack import Rule, Supports

FIGURE = r"(?:of |was |is |about |around |roughly |= ?)*(\d+(?:\.\d+)?)"
RATIO = re.compile(rf"(?<!odds )\blikelihood ratio {FIGURE}(?![\d.]*\s*(?:to|-))")
SENSITIVE = re.compile(r"(\d+(?:\.\d+)?) (?:percent|%) (?:sensitivity|sensitive)")
SPECIFIC = re.compile(r"(\d+(?:\.\d+)?) (?:percent|%) (?:specificity|specific)\b")
ROUNDED = 0.05
"""A ratio that is written may differ from that of its reason by this share: figures are rounded."""
CAUTIOUS, FAR = 3.5, 7.0
"""A strength that is this many decibans above the figure is asked about, and one that is so far above it is a warning."""


def _find(subject: Subject) -> Iterator[Found]:
    for condition, items in subject.pack.weighing_rules.items():
        for rule, item in items:
            if rule.made_from or not (told := _told(rule)):
                continue
            if item.ratio is not None:
                if not any(math.isclose(item.ratio, each, rel_tol=ROUNDED) for each in told):
                    message = f"the ratio is {item.ratio:g}, and the reason names {' and '.join(f'{each:g}' for each in told)}"
                    yield _about(rule, condition, message)
            else:
                yield from _strength(rule, item, told)


def _strength(rule: Rule, item: Supports, told: tuple[float, ...]) -> Iterator[Found]:
    """A strength may be weaker than its figure, for a small study, but hardly stronger, and not of the other sign."""
    published = [10 * math.log10(each) for each in told]
    nearest = min(published, key=lambda each: abs(each - item.weight))
    above = abs(item.weight) - abs(nearest) if nearest * item.weight > 0 else math.inf
    if above > CAUTIOUS:
        figure = 10 ** (nearest / 10)
        message = f"it weighs {item.weight} decibans, and the reason names a likelihood ratio of {figure:.2g}, which is {nearest:.0f}"
        yield _about(rule, item.condition, message, above=above)


def _told(rule: Rule) -> tuple[float, ...]:
    """The likelihood ratios that a reason names, or that follow from its sensitivity and specificity."""
    text = " ".join(rule.because.casefold().split())
    found = [float(each) for each in RATIO.findall(text) if float(each) > 0]
    sensitive, specific = ([float(each) / 100 for each in words.findall(text)] for words in (SENSITIVE, SPECIFIC))
    if not found and len(sensitive) == len(specific) == 1 and specific[0] < 1:
        found = [sensitive[0] / (1 - specific[0])]
    return tuple(found)


def _about(rule: Rule, condition: str, message: str, above: float = math.inf) -> Found:
    help_text = "look the figure up in the source, and write the same in both places"
    severity = None if above > FAR else "note"
    return Found(message, help_text, rules=(rule.id,), others=(f"condition:{condition}",), severity=severity)  # type: ignore[arg-type]


CHECK = Check("ratio-beside-its-source", "provenance", "warning", _find)
