"""Looking ahead says what a session with more facts would, and leaves no trace."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs

from hipexpert.engine import CompiledProgram, Program
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
    lookahead = Lookahead(compiled.run(given_))
    index = compiled.tables.index
    for more in [frozenset[str](), *tried, frozenset[str]()]:
        ahead, oracle = lookahead.after(index[fact] for fact in more), meaning(program, given_ | more)
        assert {fact for fact, number in index.items() if lookahead.holds(number, ahead)} == oracle.facts
        assert {program.tallies[number].id: total for number, total in ahead.totals.items()} == oracle.totals
