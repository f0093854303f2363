"""Small random packs over the vocabulary of the tiny pack, and random suites for them."""

import datetime

from hypothesis import strategies as st
from msgspec.structs import replace
from strategies_intake import intakes

from hipexpert import Engine, Pack
from hipexpert.engine import ProgramError
from hipexpert.knowledge.cases.cases import Case, Expected, UrgencyRange
from hipexpert.knowledge.cases.rule_checks import RuleCheck, Story
from hipexpert.knowledge.cases.suites import Suite
from hipexpert.knowledge.packs.ladder import LEVELS, UNDETERMINED, rank
from hipexpert.knowledge.packs.pack import Concludes, LevelText, Rule, ScreenItem, Supports
from hipexpert.knowledge.packs.pictures import STANCES, Discriminating, Picture, PictureRow
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.sourced import Citation, Review
from hipexpert.knowledge.packs.witness import marked
from hipexpert.knowledge.runner.reading_intake import read_intake

ANSWERS: list[Premise] = [
    Is("swollen", "yes"),
    Is("swollen", "no"),
    Is("side", "left"),
    Is("side", "right"),
    Is("site", "front"),
    Is("site", "back"),
    Denied("site", "front"),
    Limit("age", ">=", 12.0),
    Limit("age", "<", 12.0),
    Limit("age", "<=", 15.0),
    Limit("age", ">", 15.0),
]
EARLY: list[Premise] = [*ANSWERS, Established("pattern", "irritated_joint"), Established("contributing", "low_saddle")]
LATE: list[Premise] = [*EARLY, Established("suspected", "jumpers_knee"), Established("likely", "sore_knee")]
CONDITIONS = ("jumpers_knee", "sore_knee")


def premises(leaves: list[Premise]) -> st.SearchStrategy[Premise]:
    """Leaves, and gates up to two deep with every count."""

    def gates(parts: st.SearchStrategy[Premise]) -> st.SearchStrategy[Premise]:
        listed = st.lists(parts, min_size=2, max_size=3)
        return st.builds(lambda of, count: Several(1 + count % len(of), tuple(of)), listed, st.integers(0, 2))

    leaf = st.sampled_from(leaves)
    return st.one_of(leaf, gates(leaf), gates(st.one_of(leaf, gates(leaf))))


def _evidence() -> st.SearchStrategy[Supports]:
    weights = st.sampled_from([10, 7, 3, -3, -7, -10])
    unless = st.sampled_from([(), (), (Is("side", "left"),)])
    return st.builds(Supports, st.sampled_from(CONDITIONS), weights, st.sampled_from(["", "a"]), st.none(), unless)


def _concluded() -> st.SearchStrategy[Concludes]:
    urgency = st.builds(Concludes, st.just("urgency"), st.sampled_from(LEVELS))
    others = [Concludes("pattern", "irritated_joint"), Concludes("contributing", "low_saddle"), Concludes("excluded", "sore_knee")]
    return st.one_of(urgency, st.sampled_from([*others, Concludes("suspected", "jumpers_knee")]))


def screens() -> st.SearchStrategy[tuple[ScreenItem, ...]]:
    """A screen of some of the findings, asked of everybody or not of all."""
    review, cited = Review(datetime.date(2026, 11, 21), "tester"), (Citation("book", "support"),)
    asked = st.tuples(st.sampled_from(["swollen", "side", "site"]), st.none() | premises(ANSWERS))
    listed = st.lists(asked, max_size=3, unique_by=lambda each: each[0])
    return listed.map(
        lambda items: tuple(
            ScreenItem(f"asks-{ask}", ask, "so", cited, review, unless, "left" if ask == "side" else "") for ask, unless in items
        )
    )


@st.composite
def backgrounds(draw: st.DrawFn) -> tuple[Discriminating, ...]:
    """What tells conditions apart in the tiny pack, a finding of each type: some of it or all."""
    share = st.sampled_from([0.03, 0.1, 0.3, 0.5, 0.8])
    group = st.sampled_from(["", "b"])
    low, high = draw(share), draw(share)
    bands = draw(st.sampled_from([{"child": (None, 11.0), "older": (12.0, None)}, {"child": (5.0, 12.0), "middle": (13.0, 15.0)}]))
    first = draw(share)
    listed = (
        Discriminating("swollen", draw(share), group=draw(group)),
        Discriminating("side", {"left": first, "right": 1 - first}, group=draw(group)),
        Discriminating("site", {"front": low, "back": high}, unlisted=draw(st.sampled_from(["neutral", "against"])), group=draw(group)),
        Discriminating("age", dict(zip(bands, (first, 1 - first), strict=True)), bands),
    )
    return draw(st.lists(st.sampled_from(listed), min_size=1, unique_by=lambda each: each.finding).map(tuple))


@st.composite
def pictures(draw: st.DrawFn, told_apart: tuple[Discriminating, ...]) -> tuple[Picture, ...]:
    """Pictures of one condition or both: of some findings a stance on some answers, or their likelihood ratios."""
    review, cited = Review(datetime.date(2026, 11, 21), "tester"), (Citation("book", "support"),)
    ratio = st.sampled_from([0.2, 0.9, 3.0, 40.0])
    found = []
    for condition in draw(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=2, unique=True)):
        rows = []
        for about in draw(st.lists(st.sampled_from(told_apart), min_size=1, unique_by=lambda each: each.finding)):
            yes_no = about.finding == "swollen"
            values = ["present"] if yes_no else list(about.background)  # type: ignore[arg-type]
            ratios = draw(st.dictionaries(st.sampled_from([*values, "absent"] if yes_no else values), ratio))
            if ratios:
                rows.append(PictureRow(about.finding, ratio=ratios, because="so", sources=cited))
            free = () if yes_no and ratios else [value for value in values if value not in ratios]
            stances = draw(st.dictionaries(st.sampled_from(free), st.sampled_from(STANCES))) if free else {}
            rows += [PictureRow(about.finding, **{stance: value}) for value, stance in stances.items()]  # type: ignore[arg-type]
        if rows:
            found.append(Picture(condition, review, tuple(rows)))
    return tuple(found)


@st.composite
def drawn_packs(draw: st.DrawFn, tiny: Pack) -> Pack:
    """A random pack with one picture or two."""
    pack = draw(packs(tiny))
    told_apart = draw(backgrounds())
    return replace(pack, discriminating=told_apart, pictures=draw(pictures(told_apart).filter(bool)))


@st.composite
def packs(draw: st.DrawFn, tiny: Pack, *, screened: bool = True) -> Pack:
    """The tiny pack with two conditions, age as context, and other rules: chained, circular, weighed and late ones; sometimes
    with pictures, and with ``screened`` sometimes with a screen.
    """
    (knee, saddle), (group,) = tiny.conditions, tiny.groups
    other = replace(knee, id="sore_knee", typical_urgency="soon")
    findings = tuple(replace(each, context=each.id == "age") for each in group.findings)
    early = draw(st.lists(st.tuples(premises(EARLY), st.lists(_evidence() | _concluded(), min_size=1, max_size=2)), min_size=2, max_size=5))
    late = draw(st.lists(st.tuples(premises(LATE), st.sampled_from(["routine", "soon"])), max_size=2))
    rules = [_rule(f"early-{number}", premise, tuple(dict.fromkeys(then))) for number, (premise, then) in enumerate(early)]
    rules += [_rule(f"late-{number}", premise, (Concludes("urgency", level),)) for number, (premise, level) in enumerate(late)]
    rules = [replace(rule, conclusions=_one_item_each(rule)) for rule in rules]
    about = replace(tiny.about, urgency={**tiny.about.urgency, UNDETERMINED: LevelText("Who knows", "Answer.", "warning")})
    screen = draw(screens()) if screened else ()
    groups, conditions = (replace(group, findings=findings),), (knee, other, saddle)
    made = replace(tiny, about=about, groups=groups, conditions=conditions, rules=tuple(rules), screen=screen)
    told_apart = draw(st.just(()) | backgrounds())
    # As if it had been read: its screen asks what nobody has to try, which the checks of a pack refuse.
    return marked(replace(made, discriminating=told_apart, pictures=draw(pictures(told_apart)) if told_apart else ()))


def _rule(name: str, premise: Premise, conclusions: tuple[Supports | Concludes, ...]) -> Rule:
    review = Review(datetime.date(2026, 11, 21), "tester")
    return Rule(name, name, premise, conclusions, "so", (Citation("book", "support"),), review, "active", "rules/knee.yaml")


def _one_item_each(rule: Rule) -> tuple[Supports | Concludes, ...]:
    """One piece of evidence about a condition in one rule."""
    seen: set[str] = set()
    kept: list[Supports | Concludes] = []
    for each in rule.conclusions:
        if not isinstance(each, Supports) or each.condition not in seen:
            kept.append(each)
            seen |= {each.condition} if isinstance(each, Supports) else set()
    return tuple(kept)


@st.composite
def suites(draw: st.DrawFn, pack: Pack) -> Suite:
    """Random cases and rule checks, of which some hold."""
    told = draw(st.lists(intakes(pack, most=4), min_size=1, max_size=5))
    read = [read_intake(answers, pack) for answers in told]
    names = st.lists(st.sampled_from([rule.id for rule in pack.rules]), max_size=2).map(tuple)
    cases = []
    for number, intake in enumerate(read):
        low, high = sorted(draw(st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS))), key=rank)
        accepted = draw(st.sampled_from([(), CONDITIONS[:1], CONDITIONS[1:]]))
        judged = (draw(names), draw(names), draw(st.integers(1, 2)))
        in_scope, measured_only = draw(st.booleans()), draw(st.booleans())
        expected = Expected("", accepted, UrgencyRange(low, high), in_scope, *judged, measured_only=measured_only)
        cases.append(Case(f"case-{number}", "", "", intake, expected))
    checks = []
    for rule in draw(st.lists(st.sampled_from(pack.rules), max_size=3, unique_by=lambda each: each.id)):
        fires, silent = (tuple(Story(each, "here") for each in draw(st.lists(st.sampled_from(read), max_size=2))) for _ in range(2))
        urgency = draw(st.none() | st.sampled_from([UrgencyRange(level, level) for level in LEVELS])) if fires else None
        then = draw(st.sampled_from([(), rule.conclusions[:1]]))
        checks.append(RuleCheck(rule.id, "here", fires, silent, urgency, then))
    return Suite(tuple(cases), tuple(checks))


@st.composite
def packs_with_suites(draw: st.DrawFn, tiny: Pack, *, screened: bool = True) -> tuple[Pack, Suite]:
    """A random pack that has a meaning, and a random suite for it."""
    pack = draw(packs(tiny, screened=screened))
    try:
        Engine(pack)
    except ProgramError:
        pack = replace(pack, rules=tiny.rules)
    return pack, draw(suites(pack))
