"""Random programs and the facts given to them, for property tests of the engine."""

from hypothesis import strategies as st

from hipexpert.engine import Gate, GroundPremise, Item, Mark, Program, ProgramRule, Tally

INPUTS = [f"in{number}" for number in range(8)]
EARLY = [f"early{number}" for number in range(6)]
MARKS = [f"mark{number}" for number in range(4)]
LATE = [f"late{number}" for number in range(3)]


def premises(facts: list[str]) -> st.SearchStrategy[GroundPremise]:
    """Facts and gates up to three levels deep, with every count from one to all."""

    def gates(parts: st.SearchStrategy[GroundPremise]) -> st.SearchStrategy[GroundPremise]:
        return st.builds(_gate, st.lists(parts, min_size=1, max_size=4), st.integers(0, 3))

    fact = st.sampled_from(facts)
    return st.one_of(fact, gates(fact), gates(st.one_of(fact, gates(fact))))


def _gate(parts: list[GroundPremise], count: int) -> Gate:
    return Gate(1 + count % len(parts), tuple(parts))


def _rules(known: list[str], concluded: list[str], most: int) -> st.SearchStrategy[list[tuple[GroundPremise, list[str]]]]:
    conclusions = st.lists(st.sampled_from(concluded), min_size=1, max_size=2)
    return st.lists(st.tuples(premises(known), conclusions), min_size=1, max_size=most)


EARLY_RULES = _rules(INPUTS + EARLY, EARLY, 10)
LATE_RULES = _rules(INPUTS + EARLY + MARKS + LATE, LATE, 4)
WEIGHABLE = INPUTS + EARLY
ITEMS = st.lists(
    st.builds(
        Item,
        fact=st.sampled_from(WEIGHABLE),
        weight=st.integers(-10, 10),
        group=st.sampled_from(["", "", "a", "b"]),
        leading=st.booleans(),
        unless=st.lists(st.sampled_from(WEIGHABLE), max_size=2).map(tuple),
    ),
    max_size=6,
)
TOTALS = st.lists(st.integers(-10, 10), max_size=2)
TALLIES = st.tuples(st.integers(-12, 3), ITEMS, TOTALS, TOTALS, st.sampled_from(["", "", *WEIGHABLE]))


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Programs with chained and circular early rules, tallies with groups and both signs, and late rules."""
    early, late = draw(EARLY_RULES), draw(LATE_RULES)
    rules = [ProgramRule(f"rule-{number:02}", premise, tuple(facts)) for number, (premise, facts) in enumerate(early + late)]
    tallies = []
    for number, mark in enumerate(MARKS[:2]):
        base, items, own, shared, blocked_by = draw(TALLIES)
        marks = (*(Mark(mark, total) for total in own), *(Mark("mark3", total) for total in shared))
        tallies.append(Tally(f"tally-{number}", base, tuple(items), marks, blocked_by))
    rules = [rule for rule in rules if not _weighed_is_late(rule, rules, tallies)]
    known = {fact for rule in rules for fact in rule.conclusions} | {mark.fact for tally in tallies for mark in tally.marks}
    return Program({*INPUTS, *EARLY, *LATE, *MARKS} - known, rules, tallies)


def _weighed_is_late(rule: ProgramRule, rules: list[ProgramRule], tallies: list[Tally]) -> bool:
    """Whether a rule would make a weighed fact depend on the weighing: such programs are refused, not run."""
    weighed = {fact for tally in tallies for item in tally.items for fact in (item.fact, *item.unless)} | {
        tally.blocked_by for tally in tallies
    }
    return any(fact in MARKS or fact in LATE for fact in _mentioned(rule.premise)) and bool(weighed & set(rule.conclusions))


def _mentioned(premise: GroundPremise) -> set[str]:
    if isinstance(premise, str):
        return {premise}
    return set().union(*(_mentioned(part) for part in premise.of))


def given_facts(program: Program) -> st.SearchStrategy[frozenset[str]]:
    """Any set of the program's inputs."""
    return st.frozensets(st.sampled_from(sorted(program.inputs)))


@st.composite
def programs_with_facts(draw: st.DrawFn) -> tuple[Program, frozenset[str]]:
    """A program and facts to give it."""
    program = draw(programs())
    return program, draw(given_facts(program))
