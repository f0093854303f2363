"""Finds what `title_that_says_otherwise.md` describes."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.figures import DAYS, Figure, figures_in
from hipexpert.audit.proving.red_flags import ALARM, red_flag_rules
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import GroundPremise
from hipexpert.knowledge.packs.ladder import Level, rank
from hipexpert.knowledge.packs.pack import Concludes, Rule, Supports
from hipexpert.knowledge.packs.premises import Established, Is, Limit, Several, conjuncts, fact_of, leaves, to_gate
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo, plain_number

FOR, AGAINST = re.compile(r"\bsupports?\b"), re.compile(r"\b(?:opposes?|against)\b")
LEVELS_SAID: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("emergency", re.compile(r"\bis an emergency\b")),
    ("urgent", re.compile(r"\bis urgent\b")),
    ("soon", re.compile(r"\bis seen (?:soon|within a week)\b")),
    ("routine", re.compile(r"\ba routine appointment\b")),
)
STEM = 5
ANYWHERE = re.compile(
    r"(?:the|and|are|for|with|that|this|does|you|your|pain|how|what|where|when|have|has|had|been|from|any|there|not|than|one|other|its|more|less|"
    r"may|can|now|out|off|all|who|which|way)"
)
"""By how many letters words are compared, and the words that stand in any text."""
LOOSE = {"month": 0.08, "year": 0.01}
"""How far a bound in days may be from so many months or years, as a share of them."""


CLAIMED: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("emergency", re.compile(r"\b(?:less than|(?:is|are) always) an emergency\b")),
    ("urgent", re.compile(r"\b(?:less than|(?:is|are) always) urgent\b")),
    ("soon", re.compile(r"\b(?:less than soon|(?:is|are) always (?:seen )?soon|(?:is|are) always seen within a week)\b")),
)
"""How the title of a claim says which level it claims."""


def _find(subject: Subject) -> Iterator[Found]:
    yield from _claims(subject)
    yield from _times_of_levels(subject)
    for rule in subject.pack.active_rules:
        if rule.made_from:
            continue
        title = rule.title.casefold()
        for message in (*_figures(subject, rule, title), *_level(rule, title), *_sign(rule, title)):
            yield Found(message, "set the rule right, or its title", rules=(rule.id,))
    yield from _narrowed(subject)


WITHIN: Mapping[Level, float] = {"emergency": 1.0, "urgent": 1.0, "soon": 7.0}
"""Within how many days somebody is seen at a level: that is what an alarm is, and what the words of a level must not put off."""


def _times_of_levels(subject: Subject) -> Iterator[Found]:
    """Words of a level that put somebody off for longer than the level means."""
    for level, most in WITHIN.items():
        text = subject.pack.about.urgency[level].title
        for figure in figures_in(text):
            if figure.time and figure.days() > most + 1e-6:
                yield Found.about(
                    "file",
                    "pack.yaml:1",
                    f"`{level}` is said as `{text}`, and means within {plain_number(most)} days",
                    "say a time within that, or none",
                    (f"urgency:{level}",),
                )


def _claims(subject: Subject) -> Iterator[Found]:
    """Claims that claim another level than their title or their id says, or a lower one than the rule with the same premise raises."""
    raised: dict[GroundPremise, tuple[str, Level]] = {}
    for flag in red_flag_rules(subject.pack):
        raised[flag.premise] = max(
            raised.get(flag.premise, (flag.rule, flag.level)), (flag.rule, flag.level), key=lambda each: rank(each[1])
        )
    for claim in subject.pack.claims:
        if claim.at_least is None:
            continue
        says = f"{claim.title} ({claim.id.replace('-', ' ')})".casefold()
        said = [level for level, words in CLAIMED if words.search(says)]
        if len(said) == 1 and said[0] != claim.at_least:
            message = f"the claim says that it is {said[0]}, and it asks for {claim.at_least}"
            yield Found.about("claims", claim.id, message, "set `at_least` right, or what the claim says of itself")
        rule, level = raised.get(to_gate(claim.when), ("", claim.at_least)) if claim.when is not None else ("", claim.at_least)
        if rank(level) > rank(claim.at_least):
            message = f"the claim asks for {claim.at_least}, and `{rule}` raises the same runners to {level}"
            yield Found.about("claims", claim.id, message, "claim what the rule gives, or say why less is enough", (f"rule:{rule}",))


def _narrowed(subject: Subject) -> Iterator[Found]:
    """Rules on which safety rests that cannot fire without an answer of which neither their title nor their reason speaks."""
    pack = subject.pack
    context = {finding.id for group in pack.groups for finding in group.findings if group.context or finding.context}
    # What must hold before a test is suggested or a medicine is named: the more it asks for, the safer it is.
    clearing = {
        leaf.id
        for premise in (*pack.safe_tests.values(), *pack.safe_advice.values())
        for leaf in leaves(premise)
        if isinstance(leaf, Established)
    }
    for rule in pack.active_rules:
        if rule.made_from or not isinstance(rule.premise, Several) or not _keeps_safe(rule, clearing):
            continue
        told = stems_of(f"{rule.title} {rule.because}")
        for leaf in conjuncts(rule.premise):
            if not isinstance(leaf, Is) or leaf.finding in context or _is_clear(pack.findings[leaf.finding], leaf.value):
                continue
            if told.isdisjoint(_said(pack.findings[leaf.finding], leaf.value)):
                yield Found(
                    f"the rule cannot fire without `{fact_of(leaf)}`, and neither its title nor its reason speaks of that: was it added?",
                    "say why it is needed, or leave it out",
                    rules=(rule.id,),
                    others=(f"finding:{leaf.finding}",),
                    severity="note",
                )


def _keeps_safe(rule: Rule, clearing: Container[str]) -> bool:
    """Whether a rule has somebody seen within days, or concludes a pattern on which such rules may rest."""
    return any(
        (each.kind == "urgency" and rank(each.id) >= rank(ALARM)) or (each.kind == "pattern" and each.id not in clearing)  # type: ignore[arg-type]
        for each in rule.conclusions
        if isinstance(each, Concludes)
    )


def _is_clear(finding: Finding, value: str) -> bool:
    """Whether an answer says that there is nothing of the kind."""
    return value == (finding.denial if isinstance(finding, Choice) else "no")


def _said(finding: Finding, value: str) -> frozenset[str]:
    """The beginnings of the words in which an answer may be spoken of."""
    texts = [finding.id, finding.question, *finding.synonyms]
    if isinstance(finding, YesNo):
        texts.append(finding.present)
    elif isinstance(finding, (Choice, Choices)):
        texts += [text for each in finding.values if each.id == value for text in (each.id, each.label, each.says, *each.synonyms)]
    return stems_of(" ".join(texts).replace("_", " "))


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
    if weights and says_for != says_against and any((weight < 0) == says_for for weight in weights):
        yield f"the title speaks {'for' if says_for else 'against'} it, and the rule {'against' if says_for else 'for'} it"


def stems_of(text: str) -> frozenset[str]:
    """The beginnings of the words of a text, by which "limping" and "limp" are one, without those that stand in any text."""
    return frozenset(each[:STEM] for each in re.findall(r"[a-z]{3,}", text.casefold()) if not ANYWHERE.fullmatch(each))


CHECK = Check("title-that-says-otherwise", "wording", "warning", _find)
