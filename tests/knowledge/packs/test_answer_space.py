"""The space of answers: finite, and yet every answer that a runner can give."""

import hypothesis.strategies as st
from hypothesis import given, settings
from profiles import examples
from strategies_intake import intakes

from hipexpert import Engine, Pack
from hipexpert.audit.proving.reachability import drawn
from hipexpert.knowledge.packs.answer_space import space_of, space_of_pack
from hipexpert.knowledge.packs.premises import Limit, fact_of, satisfies
from hipexpert.knowledge.packs.vocabulary import Number
from hipexpert.knowledge.runner.reading_intake import read_intake, read_words

BOUNDS = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0, 2.25, 3.0, 7.0, 9.5, 10.0, 11.0])
LIMITS = st.lists(st.builds(Limit, st.just("n"), st.sampled_from([">=", "<=", ">", "<"]), BOUNDS), max_size=5)


@given(limits=LIMITS, value=st.integers(0, 40).map(lambda number: number / 4), whole=st.booleans())
def test_every_allowed_number_meets_the_comparisons_of_exactly_one_option(limits: list[Limit], value: float, whole: bool) -> None:
    """No number is left out, and no option stands for a number that may not be answered."""
    number = Number("n", "How many?", "number", 0.0, 10.0, whole=whole)
    (options,) = space_of([number], limits).options.values()
    value = float(round(value)) if whole else value
    meets = frozenset(fact_of(limit) for limit in limits if satisfies(value, limit))
    assert [option.facts for option in options].count(meets) == 1
    for option in options:
        assert isinstance(option.answer, float)
        assert 0 <= option.answer <= 10
        assert option.answer.is_integer() or not whole
        assert option.facts == frozenset(fact_of(limit) for limit in limits if satisfies(option.answer, limit))


def test_every_choice_of_options_is_an_intake_with_exactly_these_facts(pack: Pack, engine: Engine) -> None:
    """A witness written as an intake, or as words after `-f`, makes the same facts true that the proof spoke of."""
    space = space_of_pack(pack).givable
    for chosen in drawn(space, 30):
        for intake in (read_intake(space.answers(chosen), pack), read_words(space.words(chosen), pack)):
            assert engine.key.facts(intake)[0] == space.facts(chosen) & engine.compiled.program.inputs


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_every_intake_is_a_choice_of_options(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Whatever a runner answers, denied groups included, some choice of options has the same facts: no runner is left out."""
    space = space_of_pack(pack).givable
    facts = engine.key.facts(read_intake(data.draw(intakes(pack)), pack))[0]
    for options in space.options.values():
        mentioned = frozenset().union(*(option.facts for option in options))
        assert facts & mentioned in {frozenset(), *(option.facts for option in options)}
    assert facts <= space.options_of.keys()
