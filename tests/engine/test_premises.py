"""The fold over premises: each of its instances against the definition."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import INPUTS, premises

from hipexpert.engine import Gate, GroundPremise, are_true, fold, fold_with, holds, in_at_least, leaves, members_of, set_of, true_leaves
from hipexpert.engine.oracle import holds as holds_by_definition

FACTS = st.frozensets(st.sampled_from(INPUTS))


@settings(max_examples=examples(300))
@given(premises(INPUTS), FACTS)
def test_a_premise_holds_as_the_oracle_says(premise: GroundPremise, facts: frozenset[str]) -> None:
    """Of any nesting of gates."""
    assert holds(premise, facts) == holds_by_definition(premise, facts)


@settings(max_examples=examples(300))
@given(premises(INPUTS), FACTS)
def test_the_leaves_through_which_a_premise_holds_are_enough_for_it(premise: GroundPremise, facts: frozenset[str]) -> None:
    """They are among the facts and the premise's leaves, make it hold by themselves, and are none where it does not hold."""
    found = true_leaves(premise, facts)
    assert set(found) <= facts & set(leaves(premise))
    assert bool(found) == holds_by_definition(premise, facts) == holds_by_definition(premise, frozenset(found))


@settings(max_examples=examples(300))
@given(premises(INPUTS))
def test_the_leaves_of_a_premise_come_left_to_right(premise: GroundPremise) -> None:
    """Each as often as the premise mentions it, as the fold meets them."""
    met = fold(premise, lambda fact: [fact], lambda _, parts: [fact for part in parts for fact in part])
    assert list(leaves(premise)) == met


def test_the_leaves_of_a_premise_nested_deeper_than_python_calls_are_found() -> None:
    """Premises that are put together from chains of rules are as deep as the chains."""
    premise: GroundPremise = "last"
    for number in range(5_000):
        premise = Gate(2, (f"fact {number}", premise))
    assert list(leaves(premise)) == [*(f"fact {number}" for number in reversed(range(5_000))), "last"]


@settings(max_examples=examples(200))
@given(premises(INPUTS), st.lists(FACTS, max_size=5))
def test_many_cases_at_once_give_what_each_gives(premise: GroundPremise, cases: list[frozenset[str]]) -> None:
    """The fold over sets of cases names the cases in which the premise holds."""
    every = set_of(range(len(cases)))

    def of_fact(fact: str) -> int:
        return set_of(number for number, facts in enumerate(cases) if fact in facts)

    found = fold(premise, of_fact, lambda count, parts: in_at_least(count, parts, every))
    assert list(members_of(found)) == [number for number, facts in enumerate(cases) if holds_by_definition(premise, facts)]


@settings(max_examples=examples(200))
@given(st.data(), premises(INPUTS), FACTS, st.booleans())
def test_a_part_put_in_its_place_is_taken_for_what_it_is_put(
    data: st.DataObject, premise: GroundPremise, facts: frozenset[str], put: bool
) -> None:
    """As if a fact that is so, or is not, stood at the path."""
    path: list[int] = []
    part = premise
    while isinstance(part, Gate) and data.draw(st.booleans()):
        path.append(data.draw(st.integers(0, len(part.of) - 1)))
        part = part.of[path[-1]]
    known = facts | {"put"} if put else facts
    assert fold_with(premise, path, put, facts.__contains__, are_true) == holds_by_definition(_exchanged(premise, path), known)


def _exchanged(premise: GroundPremise, path: list[int]) -> GroundPremise:
    if not path or isinstance(premise, str):
        return "put"
    first, *rest = path
    return Gate(premise.count, (*premise.of[:first], _exchanged(premise.of[first], rest), *premise.of[first + 1 :]))


@given(st.lists(st.frozensets(st.integers(0, 20)), min_size=1, max_size=5), st.integers(0, 4))
def test_members_of_sets_are_counted_rightly(parts: list[frozenset[int]], more: int) -> None:
    """At least so many of several sets, against counting each member."""
    count = 1 + more % len(parts)
    expected = [number for number in range(21) if sum(number in part for part in parts) >= count]
    assert list(members_of(in_at_least(count, [set_of(part) for part in parts], (1 << 21) - 1))) == expected
