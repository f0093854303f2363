"""The smallest changes that reach a goal, against trying every change."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.eager_changes import EagerChanges
from profiles import examples
from strategies import INPUTS, programs

from hipexpert.engine import Closure, Consequences, Program, ProgramRule, all_of, any_of
from hipexpert.engine.searching import Answers, Goal, Holds, Obstacles, SmallestChanges

NOTHING = "neither"


class Fails:
    """The goal that a fact does not hold."""

    def __init__(self, fact: str) -> None:
        self.fact = fact

    def facts(self) -> tuple[str, ...]:
        """The fact."""
        return (self.fact,)

    def obstacles(self, found: Consequences) -> Obstacles | None:
        """The fact, while it holds."""
        return Obstacles(false=(self.fact,)) if found.holds(self.fact) else None

    def distance(self, found: Consequences) -> int:
        """Whether it still holds."""
        return int(found.holds(self.fact))


class Outweighs:
    """The goal that one tally's total passes another's."""

    def __init__(self, above: str, below: str) -> None:
        self.names = above, below

    def facts(self) -> tuple[str, ...]:
        """Both tallies."""
        return self.names

    def obstacles(self, found: Consequences) -> Obstacles | None:
        """Either total, until the first is larger."""
        above, below = (found.totals.get(name, -99) for name in self.names)
        return None if above > below else Obstacles(depends_on=self.names)

    def distance(self, found: Consequences) -> int:
        """By how much the other is ahead."""
        above, below = (found.totals.get(name, -99) for name in self.names)
        return below - above


def true(question: str, answer: object) -> frozenset[str]:
    """Questions are about two inputs at once: one of them, the other, or neither."""
    return frozenset(() if answer == NOTHING else (str(answer),))


def asked(program: Program) -> dict[str, tuple[str, ...]]:
    """Questions with two inputs as their values, and one of a single input."""
    inputs = [name for name in INPUTS if name in program.inputs]
    return {f"q{number}": (*inputs[number : number + 2], NOTHING) for number in range(0, len(inputs), 2)}


def every_change(answers: Answers[str], most: int) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Every set of changes with its size, the smaller sizes first."""
    for size in range(most + 1):
        for questions in combinations(answers.alternatives, size):
            for values in product(*(answers.alternatives[question] for question in questions)):
                changes = dict(zip(questions, values, strict=True))
                if all(answers.said.get(question) != answer for question, answer in changes.items()):
                    yield size, changes


def smallest(program: Program, answers: Answers[str], goal: Goal, never: list[str], most: int) -> tuple[int, list[Mapping[str, object]]]:
    """By brute force: the smallest size that reaches the goal, and every set of changes of this size that does."""
    closure = Closure(program)

    def follows(changes: Mapping[str, object]) -> Consequences:
        return closure.of(fact for question, answer in {**answers.said, **changes}.items() for fact in true(question, answer))

    before = follows({})
    best, found = most + 1, []
    for size, changes in every_change(answers, most):
        if size > best:
            break
        after = follows(changes)
        if goal.obstacles(after) is None and not any(after.holds(fact) and not before.holds(fact) for fact in never):
            best = size
            found.append(changes)
    return best, found


def asking(data: st.DataObject) -> tuple[Program, Answers[str], Goal, list[str]]:
    """A program, one runner's answers and what else they could be, a goal of any kind, and what changes may not bring about."""
    program = data.draw(programs())
    questions = asked(program)
    said = {question: data.draw(st.sampled_from(values)) for question, values in questions.items() if data.draw(st.booleans())}
    free = {question: values for question, values in questions.items() if data.draw(st.integers(0, 3))}
    concluded = sorted(set(program.facts) - program.inputs)
    tallies = sorted(program.tally_by_id)
    goals: list[Goal] = [Holds(fact) for fact in concluded] + [Fails(fact) for fact in concluded]
    goals += [Outweighs(above, below) for above in tallies for below in tallies if above != below]
    goal = data.draw(st.sampled_from(goals))
    return program, Answers(said, free, true), goal, data.draw(st.lists(st.sampled_from(concluded), max_size=1))


@settings(max_examples=examples(400), deadline=None)
@given(st.data())
def test_exactly_the_smallest_changes_are_found(data: st.DataObject) -> None:
    """Making a fact hold, making it fail, passing another total: all smallest sets of changes, and no others."""
    program, answers, goal, never = asking(data)
    size, expected = smallest(program, answers, goal, never, 4)
    found = SmallestChanges(Closure(program), answers, goal, never).search(most_changes=4, tried=100_000)
    assert sorted(map(repr, map(sorted_items, found.changes))) == sorted(map(repr, map(sorted_items, expected)))
    assert found.complete_to == (size if expected else 4)
    if found.impossible:
        assert not expected


@settings(max_examples=examples(400), deadline=None)
@given(st.data())
def test_what_is_not_worked_out_would_not_have_been_looked_at(data: st.DataObject) -> None:
    """Wherever the search is cut off it has found the same, in the same order, as when all that could help any set is worked out."""
    program, answers, goal, never = asking(data)
    tried, most = data.draw(st.integers(1, 60)), data.draw(st.integers(0, 4))
    found = SmallestChanges(Closure(program), answers, goal, never).search(most_changes=most, tried=tried)
    defined = EagerChanges(Closure(program), answers, goal, never).search(most_changes=most, tried=tried)
    assert list(map(list, map(dict.items, found.changes))) == list(map(list, map(dict.items, defined.changes)))
    assert (found.complete_to, found.impossible) == (defined.complete_to, defined.impossible)


def sorted_items(changes: Mapping[str, object]) -> list[tuple[str, object]]:
    """A set of changes in a fixed order."""
    return sorted(changes.items())


def test_a_way_that_is_closed_is_called_impossible_and_a_long_one_is_not() -> None:
    """Nothing to change is not the same as more changes than were looked for."""
    program = Program(
        ["in0", "in1", "in2", "in3"], [ProgramRule("all", all_of("in0", "in2"), ("goal",)), ProgramRule("any", any_of("in1"), ("other",))]
    )
    answers = Answers({"q0": NOTHING, "q2": NOTHING}, {"q0": ("in0", "in1", NOTHING), "q2": ("in2", "in3", NOTHING)}, true)
    fixed = Answers(answers.said, {"q0": ("in0", "in1", NOTHING)}, true)
    assert SmallestChanges(Closure(program), fixed, Holds("goal")).search(most_changes=3, tried=100).impossible
    near = SmallestChanges(Closure(program), answers, Holds("goal"))
    assert not near.search(most_changes=1, tried=100).impossible
    assert near.search(most_changes=2, tried=100).changes == ({"q0": "in0", "q2": "in2"},)


def test_a_search_that_is_cut_off_says_how_far_it_got() -> None:
    """What was not tried is not claimed."""
    program = Program(["in0", "in2"], [ProgramRule("all", all_of("in0", "in2"), ("goal",))])
    answers = Answers({}, {"q0": ("in0", NOTHING), "q2": ("in2", NOTHING)}, true)
    found = SmallestChanges(Closure(program), answers, Holds("goal")).search(most_changes=3, tried=1)
    assert (found.changes, found.complete_to, found.impossible) == ((), 0, False)


def test_a_search_for_one_way_ends_with_the_first() -> None:
    """Whoever needs only to know that there is a way does not wait for all of them."""
    program = Program(["in0", "in2"], [ProgramRule("any", any_of("in0", "in2"), ("goal",))])
    answers = Answers({}, {"q0": ("in0", NOTHING), "q2": ("in2", NOTHING)}, true)
    search = SmallestChanges(Closure(program), answers, Holds("goal"))
    assert len(search.search(most_changes=2, tried=100).changes) == 2
    assert len(search.search(most_changes=2, tried=100, enough=1).changes) == 1
