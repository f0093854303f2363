"""Small random packs, made from the tiny pack: few enough answers to try all of them."""

import datetime

from hypothesis import strategies as st
from msgspec.structs import replace
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.pack import Concludes, Condition, Constraint, Rule, Supports
from hipexpert.knowledge.packs.premises import Is, Limit, Premise, Several
from hipexpert.knowledge.packs.sourced import Citation, Review
from hipexpert.knowledge.packs.vocabulary import Choice, FindingGroup, Number, Value, YesNo
from hipexpert.knowledge.packs.witness import marked

CITED = (Citation("book", "support"),)
REVIEWED = Review(datetime.date(2026, 1, 1), "tester")
VALUES = tuple(Value(name, name, name) for name in ("none", "some", "much"))
GROUPS = (
    FindingGroup(
        "signs",
        "Signs",
        "runner",
        (
            YesNo("hot", "Is it hot?", "hot", "not hot"),
            YesNo("red", "Is it red?", "red", "not red"),
            Choice("fall", "Was there a fall?", VALUES, denial="none"),
        ),
    ),
    FindingGroup("about", "About you", "runner", (Number("age", "How old are you?", "age", 0, 9, whole=True),), context=True),
    FindingGroup("tests", "Tests", "self_test", (YesNo("hop", "Does hopping hurt?", "hopping hurts", "hopping does not hurt"),)),
)
LEAVES: tuple[Premise, ...] = (
    *(Is(name, said) for name in ("hot", "red", "hop") for said in ("yes", "no")),
    *(Is("fall", value.id) for value in VALUES),
    Limit("age", ">=", 5),
    Limit("age", "<", 5),
)
CONDITIONS = tuple(
    Condition(f"c{number}", f"C{number}", "c", "condition", level, (), CITED, prior="common")
    for number, level in enumerate(("routine", "soon", "urgent", "routine"))
)


def premises() -> st.SearchStrategy[Premise]:
    """One leaf, or some of several."""
    leaf = st.sampled_from(LEAVES)
    parts = st.lists(leaf, min_size=2, max_size=3, unique=True)
    return leaf | st.builds(lambda parts, count: Several(min(count, len(parts)), tuple(parts)), parts, st.integers(1, 3))


EARLY = st.builds(lambda level: Concludes("urgency", level), st.sampled_from(LEVELS[1:]))
EVIDENCE = st.builds(
    Supports, st.sampled_from([each.id for each in CONDITIONS]), st.sampled_from([-10, -3, 3, 7, 10]), st.sampled_from(["", "g"])
)


def _rule(number: int, premise: Premise, *conclusions: Concludes | Supports) -> Rule:
    return Rule(f"rule-{number:02}", "A rule", premise, conclusions, "because", CITED, REVIEWED, "active", "rules/rules.yaml")


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """A pack with early urgency rules, evidence, a late rule, sometimes a constraint and a test that some answers make safe."""
    drawn = draw(st.lists(st.tuples(premises(), EARLY | EVIDENCE), min_size=2, max_size=9))
    rules = [_rule(number, premise, conclusion) for number, (premise, conclusion) in enumerate(drawn)]
    suspected = tuple(LATE[name] for name in draw(st.lists(st.sampled_from(sorted(LATE)), max_size=2, unique=True)))
    if suspected:
        rules.append(_rule(90, Several(1, suspected), Concludes("urgency", "soon")))
    constraints = [Constraint(f"never-{number}", each, "no") for number, each in enumerate(draw(st.lists(PAIRS, max_size=2)))]
    safe_tests = {"hop": draw(premises())} if draw(st.booleans()) else {}
    made = replace(
        load_pack(TINY),
        groups=GROUPS,
        conditions=CONDITIONS,
        patterns=(),
        rules=tuple(rules),
        constraints=tuple(constraints),
        safe_tests=safe_tests,
        advice=(),
        hazards=(),
        not_followed=(),
    )
    return marked(made)  # as if it had been read: reading each anew takes longer than all that is tested with it


def _late() -> dict[str, Premise]:
    from hipexpert.knowledge.packs.premises import Established

    return {each.id: Established("suspected", each.id) for each in CONDITIONS}


LATE = _late()
PAIRS = st.lists(st.sampled_from(LEAVES), min_size=2, max_size=2, unique=True).map(lambda pair: Several(2, tuple(pair)))
