"""Finds what `title_that_says_otherwise.md` describes."""

import re
from collections.abc import Iterator, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.figures import DAYS, Figure, figures_in
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.ladder import Level
from hipexpert.knowledge.packs.pack import Concludes, Rule, Supports
from hipexpert.knowledge.packs.premises import Limit, leaves
from hipexpert.knowledge.packs.vocabulary import Number, plain_number

FOR, AGAINST = re.compile(r"\bsupports?\b"), re.compile(r"\b(?:opposes?|against)\b")
LEVELS_SAID: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("emergency", re.compile(r"\bis an emergency\b")),
    ("urgent", re.compile(r"\bis urgent\b")),
    ("soon", re.compile(r"\bis seen (?:soon|within a week)\b")),
    ("routine", re.compile(r"\ba routine appointment\b")),
)
LOOSE = {"month": 0.08, "year": 0.01}
"""How far a bound in days may be from so many months or years, as a share of them."""


def _find(subject: Subject) -> Iterator[Found]:
    for rule in subject.pack.active_rules:
        if rule.made_from:
            continue
        title = rule.title.casefold()
        for message in (*_figures(subject, rule, title), *_level(rule, title), *_sign(rule, title)):
            yield Found(message, "set the rule right, or its title", rules=(rule.id,))


def _figures(subject: Subject, rule: Rule, title: str) -> Iterator[str]:
    """What the title says of numbers that the rule does not."""
    limits: dict[str, list[Limit]] = {}
    for leaf in leaves(rule.premise):
        if isinstance(leaf, Limit):
            limits.setdefault(leaf.finding, []).append(leaf)
    if not limits:
        return
    figures = list(figures_in(title))
    numbers: dict[str, Number] = {name: finding for name in limits if isinstance(finding := subject.pack.findings[name], Number)}
    for name, asked in limits.items():
        meant = _meant(numbers, name, figures)
        met = [(figure, limit) for figure, value in meant for limit in asked if _is(limit, value, figure, whole=numbers[name].whole)]
        bounds = " and ".join(dict.fromkeys(f"{limit.operator} {plain_number(limit.bound)}" for limit in asked))
        if meant and not met:
            told = " and ".join(dict.fromkeys(plain_number(round(value, 2)) for _, value in meant))
            yield f"the title says {told} of `{name}`, and the rule asks for {bounds}"
        for figure in dict.fromkeys(figure for figure, _ in met if figure.side):
            sides = {"from" if limit.operator in (">", ">=") else "up to" for other, limit in met if other == figure}
            if figure.side not in sides:
                yield f"the title says {figure.side} {plain_number(figure.value)} of `{name}`, and the rule asks for {bounds}"


def _meant(numbers: dict[str, Number], name: str, figures: Sequence[Figure]) -> list[tuple[Figure, float]]:
    """The figures of a title that are about a number, each in its unit."""
    unit = numbers[name].unit.split(" ")[0].removesuffix("s")
    if unit in DAYS:
        # Nobody counts an age in weeks, nor pain that began days ago in years.
        fitting = [each for each in figures if each.time and (each.time == "year") == (unit == "year")]
        if unit == "year":
            fitting += [each for each in figures if not each.time and not each.spelt]
            others = [each for each in numbers.values() if each.unit.split(" ")[0].removesuffix("s") not in DAYS]
            fitting = fitting if not others else []
        same = [each for each in numbers.values() if each.unit.split(" ")[0].removesuffix("s") in DAYS and each.unit != "years"]
        return [(each, each.days() / DAYS[unit]) for each in fitting if each.time] * (unit == "year" or len(same) == 1) + [
            (each, each.value) for each in fitting if not each.time
        ]
    if len(numbers) > 1:
        return []
    return [(each, each.value) for each in figures if not each.time and not each.spelt]


def _is(limit: Limit, value: float, figure: Figure, *, whole: bool) -> bool:
    """Whether a limit is at a figure: that one, the next whole one, or about so many months."""
    near = max(1.0 if whole else 0.0, LOOSE.get(figure.time, 0.0) * value)
    return abs(limit.bound - value) <= near + 1e-6


def _level(rule: Rule, title: str) -> Iterator[str]:
    """What level the title names instead of the one that the rule concludes."""
    concluded = [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "urgency"]
    said = [level for level, words in LEVELS_SAID if words.search(title)]
    if concluded and len(said) == 1 and said[0] not in concluded:
        yield f"the title says that it is {said[0]}, and the rule concludes {concluded[0]}"


def _sign(rule: Rule, title: str) -> Iterator[str]:
    """That the title speaks for what the rule speaks against, or the other way round."""
    weights = [each.weight for each in rule.conclusions if isinstance(each, Supports)]
    says_for, says_against = bool(FOR.search(title)), bool(AGAINST.search(title))
    if weights and says_for != says_against and all((weight < 0) == says_for for weight in weights):
        yield f"the title speaks {'for' if says_for else 'against'} it, and the rule {'against' if says_for else 'for'} it"


CHECK = Check("title-that-says-otherwise", "wording", "warning", _find)
