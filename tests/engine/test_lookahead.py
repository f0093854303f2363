"""Looking ahead says what a session with more facts would, and leaves no trace."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs

from hipexpert.engine import CompiledProgram, Program, follows_in_order
from hipexpert.engine.lookahead import Lookahead
from hipexpert.engine.oracle import meaning


@st.composite
def looks_ahead(draw: st.DrawFn) -> tuple[Program, frozenset[str], list[frozenset[str]]]:
    """A program, the facts given, and facts to try one set after the other."""
    program = draw(programs())
    return program, draw(given_facts(program)), draw(st.lists(given_facts(program), min_size=1, max_size=4))


@settings(max_examples=examples(300), deadline=None)
@given(looks_ahead())
def test_what_lies_ahead_is_what_the_oracle_says(case: tuple[Program, frozenset[str], list[frozenset[str]]]) -> None:
    """Facts and totals ahead are the oracle's of all facts together, whatever was tried before."""
    program, given_, tried = case
    compiled = CompiledProgram(program)
    index = compiled.tables.index
    lookahead = Lookahead(compiled.tables, [index[fact] for fact in given_])
    for more in [frozenset[str](), *tried, frozenset[str]()]:
        ahead, oracle = lookahead.after(index[fact] for fact in more), meaning(program, given_ | more)
        assert {fact for fact, number in index.items() if lookahead.holds(number, ahead)} == oracle.facts
        assert {program.tallies[number].id: total for number, total in ahead.totals.items()} == oracle.totals


@settings(max_examples=examples(200), deadline=None)
@given(looks_ahead(), st.data())
def test_what_is_wanted_alone_is_looked_ahead_to_as_exactly(
    case: tuple[Program, frozenset[str], list[frozenset[str]]], data: st.DataObject
) -> None:
    """Whether some facts come to hold does not depend on whether others are looked for too."""
    program, given_, tried = case
    tables = CompiledProgram(program).tables
    wanted = data.draw(st.frozensets(st.sampled_from(program.facts), min_size=1, max_size=3))
    lookahead = Lookahead(tables, [tables.index[fact] for fact in given_], frozenset(map(tables.index.__getitem__, wanted)))
    for more in [frozenset[str](), *tried]:
        ahead, oracle = lookahead.after(tables.index[fact] for fact in more), meaning(program, given_ | more)
        assert {fact for fact in wanted if lookahead.holds(tables.index[fact], ahead)} == oracle.facts & wanted
        assert {program.tallies[number].id: total for number, total in ahead.totals.items()} == oracle.totals


@settings(max_examples=examples(200), deadline=None)
@given(looks_ahead())
def test_going_further_is_starting_from_everything(case: tuple[Program, frozenset[str], list[frozenset[str]]]) -> None:
    """One set of facts after the other gives the oracle's facts and totals of all together, in an order in which each fact follows
    from those before it; the state that it went on from is as it was.
    """
    program, given_, more = case
    tables = CompiledProgram(program).tables
    states = [Lookahead(tables, [tables.index[fact] for fact in given_])]
    for facts in more:
        states.append(states[-1].further([tables.index[fact] for fact in facts]))
    for number, state in enumerate(states):
        given_so_far = given_.union(*more[:number])
        oracle = meaning(program, given_so_far)
        assert {tables.facts[each] for each in state.order} == oracle.facts
        assert {program.tallies[tally].id: total for tally, total in state.now.totals.items()} == oracle.totals
        assert all(follows_in_order(program, given_so_far, state.order, fact) for fact in program.facts if fact in oracle.facts)
        every = range(len(program.facts))
        assert not any(follows_in_order(program, given_so_far, every, fact) for fact in program.facts if fact not in oracle.facts)
